"""Ends a rehearsal's session from outside when its time is over, whatever the statements did to their own limits."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

import asyncpg

from schemawarden.adapters.postgres.connection import Connection

_LOOK_SECONDS = 0.25
_GRACE_SECONDS = 3.0
_STARVES = """SELECT coalesce(state = 'active' AND wait_event_type = 'Client' AND wait_event = 'ClientRead', false)
    FROM pg_stat_activity WHERE pid = $1"""
_BROKEN = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError)


class Watch:
    """`guard` is a connection of the admin's that nobody else uses."""

    def __init__(self, guard: Connection, session: Connection, seconds: float) -> None:
        self._guard = guard
        self._session = session
        self._pid = session.get_server_pid()
        self._until = time.monotonic() + seconds
        self.statement = 0
        """The number of the one that runs; 0 between statements."""
        self.expired = False
        self.starved = False
        """It waited for rows from us: COPY FROM STDIN."""

    def extend(self, seconds: float) -> None:
        """Time that was not the session's."""
        self._until += seconds

    async def keep(self) -> None:
        starving = 0
        while (left := self._until - time.monotonic()) > 0:
            await asyncio.sleep(min(left, _LOOK_SECONDS))
            before, starving = starving, await self._starving()
            if starving and starving == before:
                self.starved = True
                return await self.end()
        self.expired = True
        return await self.end()

    async def end(self) -> None:
        """End the session's backend and wait until it is gone; where we lack the right, hang up: it notices itself."""
        with suppress(*_BROKEN):
            await self._guard.execute(f"SELECT pg_terminate_backend({self._pid})")
        until = time.monotonic() + _GRACE_SECONDS
        while not self._session.is_closed() and time.monotonic() < until:  # noqa: ASYNC110 - nobody tells us
            await asyncio.sleep(0.01)
        self._session.terminate()

    async def _starving(self) -> int:
        """The number of a statement that waits for us; 0 when none does."""
        statement = self.statement
        with suppress(*_BROKEN):
            if statement and await self._guard.fetchval(_STARVES, self._pid):
                return statement if statement == self.statement else 0
        return 0
