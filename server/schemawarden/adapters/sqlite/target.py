"""A live SQLite database behind the Target port: read, never changed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import anyio.to_thread

from schemawarden.adapters.revisions import digest_of, revision
from schemawarden.adapters.sqlite import catalogue, history
from schemawarden.adapters.sqlite.opening import read_unchanged
from schemawarden.adapters.sqlite.replica import Original, SqliteReplica, disposable
from schemawarden.ports import LiveState, Replica

Mint = Callable[[str], str]
"""From the stable part of an identity ("device:inode") to the random id that the state store remembers for it."""


@dataclass(frozen=True, slots=True)
class _Reading:
    state: LiveState
    original: Original


class SqliteTarget:
    """The Target port over a database file.

    Args:
        path: the file; it must exist when it is read.
        mint: gives the random part of the identity. Called in a worker thread.
        exclude: patterns of objects that do not count for the fingerprint.
        allowed: asked before each read; raises ConfigError when the file may not be opened any more.
        runtime: where replicas are made; the system's temporary directory when None.
    """

    def __init__(
        self,
        path: Path,
        mint: Mint,
        exclude: Sequence[str] = (),
        allowed: Callable[[], None] = lambda: None,
        runtime: Path | None = None,
    ) -> None:
        self._path = path
        self._mint = mint
        self._exclude = exclude
        self._allowed = allowed
        self._runtime = runtime

    async def read(self, *, counted: bool = False) -> LiveState:
        """The counter is part of what is read, asked for or not."""
        return (await anyio.to_thread.run_sync(self._reading)).state

    def _reading(self) -> _Reading:
        self._allowed()
        return _read(self._path, self._mint, self._exclude)

    async def at_rest(self, run_id: str = "") -> None:
        """The engine's process holds the target's lock: who holds that now knows that the engine is gone."""

    @asynccontextmanager
    async def replica(self) -> AsyncIterator[Replica]:
        reading, exclude = await anyio.to_thread.run_sync(self._reading), self._exclude
        async with disposable(reading.original, self._runtime) as path:
            copy = SqliteReplica(path, reading.original.ddl, lambda: _read(path, _nobody, exclude).state)
            found = await anyio.to_thread.run_sync(_fingerprint, path, exclude)
            copy.faithful = found == reading.state.fingerprint
            yield copy


def _nobody(_: str) -> str:
    """A replica's identity is worth nothing after it; the state store never hears of it."""
    return "disposable"


def _read(path: Path, mint: Mint, exclude: Sequence[str]) -> _Reading:
    return read_unchanged(path, lambda connection, status: _reading(connection, status, mint, exclude))


def _reading(
    connection: sqlite3.Connection, status: os.stat_result, mint: Mint, exclude: Sequence[str]
) -> _Reading:
    found = catalogue.entries(connection)
    table = history.table_of(found)
    rows = history.rows_of(connection, table)
    settings = _settings(connection)
    ddl, gaps = catalogue.statements(found)
    stable = f"{status.st_dev}:{status.st_ino}"
    state = LiveState(
        identity=f"sqlite:{mint(stable)}:{stable}:{settings['application_id']}",
        fingerprint=catalogue.fingerprint(found, settings["application_id"], settings["encoding"], exclude),
        revisions=tuple(revision(row) for row in rows),
        revisions_digest=digest_of(rows),
        schema=catalogue.schema(connection, found),
        empty=not ddl and not gaps,
        change_counter=int(_pragma(connection, "schema_version")),
        server_version=sqlite3.sqlite_version,
        gaps=gaps,
    )
    return _Reading(state, Original(ddl, settings, table.sql if table else "", tuple(rows)))


def _fingerprint(path: Path, exclude: Sequence[str]) -> str:
    return read_unchanged(path, lambda connection, _: _fingerprint_of(connection, exclude))


def _fingerprint_of(connection: sqlite3.Connection, exclude: Sequence[str]) -> str:
    settings = _settings(connection)
    found = catalogue.entries(connection)
    return catalogue.fingerprint(found, settings["application_id"], settings["encoding"], exclude)


def _settings(connection: sqlite3.Connection) -> dict[str, int | str]:
    return {name: _pragma(connection, name) for name in ("encoding", "application_id", "user_version")}


def _pragma(connection: sqlite3.Connection, name: str) -> int | str:
    value: int | str = connection.execute(f"PRAGMA main.{name}").fetchone()[0]
    return value
