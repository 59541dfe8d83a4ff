"""Sees the locks of a statement that commits on its way (CREATE INDEX CONCURRENTLY, VACUUM): it is held up where it waits.

A gate is a transaction of ours with a lock on every table and a snapshot. The first one lets no change of a table through, so
that the statement's first lock is seen as it is asked for. When the statement waits, the next gate is set up, which only
reads, and the one before goes away: the statement gets as far as its next wait.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

import asyncpg

from schemawarden.adapters.postgres.connection import Connection
from schemawarden.adapters.postgres.locks import held_by

_LOOK_SECONDS = 0.002
_LOCK_MS = 100
"""What the statement has locked for itself by now can't be locked for reading any more."""
_TABLES = """SELECT string_agg(format('ONLY %I.%I', n.nspname, c.relname), ', ' ORDER BY c.oid)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_'"""
_Result = TypeVar("_Result")


class Gates:
    """`connect` opens a connection of the admin's."""

    def __init__(self, connect: Callable[[], Awaitable[Connection]], observer: Connection, pid: int) -> None:
        self._connect = connect
        self._observer = observer
        self._pid = pid
        self._gate: Connection | None = None
        self._seen: set[int] = set()

    async def watch(self, run: Callable[[], Awaitable[_Result]]) -> tuple[_Result, set[int]]:
        """What `run` returns, and the locks that were held or asked for at each stop."""
        await self._next("SHARE UPDATE EXCLUSIVE")
        task = asyncio.ensure_future(run())
        try:
            while not await self._has_ended(task):
                await self._next("ACCESS SHARE")
            return await task, self._seen
        finally:
            task.cancel()
            await self._open()

    async def _has_ended(self, task: asyncio.Future[_Result]) -> bool:
        """Return when it is over (True) or waits (False)."""
        while not task.done():
            held = await held_by(self._observer, self._pid)
            if held.waiting:
                self._seen |= held.codes
                return False
            await asyncio.wait([task], timeout=_LOOK_SECONDS)
        return True

    async def _next(self, mode: str) -> None:
        """The next gate in place of this one. Without the right to lock tables it stands open."""
        gate = await self._connect()
        with suppress(asyncpg.InsufficientPrivilegeError, asyncpg.LockNotAvailableError):
            names = await gate.fetchval(_TABLES)
            await gate.execute(f"BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL lock_timeout = {_LOCK_MS}")
            if names:
                await gate.execute(f"LOCK TABLE {names} IN {mode} MODE")
            await gate.fetchval("SELECT 1")  # takes the snapshot
        await self._open()
        self._gate = gate

    async def _open(self) -> None:
        """Let the statement through."""
        gate, self._gate = self._gate, None
        if gate is not None:
            with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
                await gate.execute("ROLLBACK")
            gate.terminate()
