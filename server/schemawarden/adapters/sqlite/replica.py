"""A disposable copy of a target: its schema and revision rows in a private file, gone when its user is done.

The directory is ours alone (0700) and is removed on every way out, cancellation included.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import anyio
import anyio.to_thread

from schemawarden.adapters.revisions import COLUMNS, REVISIONS, Row
from schemawarden.adapters.sqlite.rehearsal import SqliteRehearsal
from schemawarden.errors import UnavailableError
from schemawarden.ports import FileToRun, LiveState, Progress
from schemawarden_policy.facts import Gap, StatementRun


@dataclass(frozen=True, slots=True)
class Original:
    """What a copy is made from."""

    ddl: tuple[str, ...]
    settings: Mapping[str, int | str]
    """Values of the pragmas encoding (which must come first), application_id and user_version."""
    history_ddl: str
    """The revisions table's own CREATE; empty when there is none."""
    history: tuple[Row, ...]


class SqliteReplica:
    """The Replica port over a copy that lives as long as `disposable`."""

    gaps: tuple[Gap, ...] = ()

    def __init__(self, path: Path, ddl: tuple[str, ...], read: Callable[[], LiveState]) -> None:
        self.url = f"sqlite://{quote(str(path))}"
        self.ddl = ddl
        self.faithful = False
        self._read = read

    async def read(self) -> LiveState:
        return await anyio.to_thread.run_sync(self._read)

    async def rehearse(
        self, files: Sequence[FileToRun], progress: Progress | None = None
    ) -> tuple[StatementRun, ...]:
        """In the sandbox, which makes the schema anew in memory and is never told where this copy lies."""
        numbered = ((file, number, text) for file in files for number, text in enumerate(file.statements))
        statements = [(file.name, number, text) for file, number, text in numbered if number >= file.first]
        return await SqliteRehearsal().run(self.ddl, statements, progress)


@asynccontextmanager
async def disposable(original: Original, runtime: Path | None) -> AsyncIterator[Path]:
    """A new database file made from `original`, in a directory of its own below `runtime`."""
    directory = _directory(runtime)
    try:
        path = directory / "replica.db"
        await anyio.to_thread.run_sync(_make, path, original)
        yield path
    finally:
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(shutil.rmtree, directory)


def _directory(runtime: Path | None) -> Path:
    """Made without a thread: a cancellation could lose the name that a thread brings."""
    try:
        return Path(tempfile.mkdtemp(prefix="schemawarden-replica-", dir=runtime)).resolve()
    except OSError as error:
        raise _failed(error.strerror or type(error).__name__) from None


def _make(path: Path, original: Original) -> None:
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as copy:
            for statement in (
                "PRAGMA journal_mode = OFF",
                "PRAGMA synchronous = OFF",
                "PRAGMA foreign_keys = OFF",
            ):
                copy.execute(statement)
            for name, value in original.settings.items():
                copy.execute(f"PRAGMA {name} = '{value}'")
            copy.execute("BEGIN")
            _fill(copy, original)
            copy.execute("COMMIT")
    except sqlite3.Error as error:
        raise _failed(str(error)) from None


def _fill(copy: sqlite3.Connection, original: Original) -> None:
    for statement in (*original.ddl, original.history_ddl):
        copy.execute(statement)
    if original.history:
        marks = ", ".join("?" * len(original.history[0]))
        copy.executemany(f"INSERT INTO {REVISIONS} ({', '.join(COLUMNS)}) VALUES ({marks})", original.history)  # noqa: S608 - constants


def _failed(reason: str) -> UnavailableError:
    return UnavailableError(
        "REPLICA_FAILED",
        f"The disposable copy of the target could not be made: {reason}.",
        "Check free space and permissions of the server's temporary directory.",
    )
