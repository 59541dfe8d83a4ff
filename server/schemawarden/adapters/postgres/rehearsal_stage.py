"""The connections of one rehearsal: the powerless session, an observer, a guard. Nothing of them is left on any way out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import anyio
import asyncpg

from schemawarden.adapters.postgres.connection import Connection
from schemawarden.adapters.postgres.dev.wanted import DevDatabase
from schemawarden.adapters.postgres.observing import Observer
from schemawarden.adapters.postgres.reach import Reach
from schemawarden.adapters.postgres.reading import Scope
from schemawarden.adapters.postgres.rehearsal_gates import Gates
from schemawarden.adapters.postgres.rehearsal_reading import Reader
from schemawarden.adapters.postgres.rehearsal_session import Session, connected
from schemawarden.adapters.postgres.rehearsal_watch import Watch
from schemawarden.adapters.postgres.snapshot import Snapshot
from schemawarden.errors import UnavailableError

BROKEN = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError)
_ANSWER_SECONDS = 5.0
_ADMINS = {"search_path": "pg_catalog, pg_temp"}
"""A file can make functions and operators that fit our questions better than the server's own: as the admin none may be found.
What a session asks for as it starts goes before what the database's owner has set for it."""
_NEXT_ID = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::numeric % 4294967296"


@dataclass(frozen=True, slots=True)
class Stage:
    session: Session
    observer: Observer
    """Asks in the session."""
    reach: Reach
    """Asks there as well."""
    outside: Connection
    """The admin's, for what the session must not be asked."""
    reader: Reader
    watch: Watch
    gates: Gates
    pid: int

    async def next_transaction(self) -> int:
        """A transaction id that none of those to come is older than."""
        return int(await self.outside.fetchval(_NEXT_ID))

    async def answers(self) -> bool:
        """The server is still there, though the session is not."""
        with suppress(*BROKEN):
            async with asyncio.timeout(_ANSWER_SECONDS):
                return await self.outside.fetchval("SELECT true") is True
        return False


@asynccontextmanager
async def opened(database: DevDatabase, scope: Scope, seconds: float) -> AsyncIterator[Stage]:
    """Raises UnavailableError REHEARSAL_UNAVAILABLE when the connections can't be made."""
    async with AsyncExitStack() as stack:
        try:
            stage = await _set_up(stack, database, scope, seconds)
        except BROKEN as error:
            raise unavailable(error) from error
        keeper = asyncio.create_task(stage.watch.keep())
        try:
            yield stage
        finally:
            keeper.cancel()
            with anyio.CancelScope(shield=True):
                await asyncio.wait([keeper])
                await stage.watch.end()


async def _set_up(stack: AsyncExitStack, database: DevDatabase, scope: Scope, seconds: float) -> Stage:
    async def admin() -> Connection:
        return await asyncpg.connect(**database.admin, server_settings=_ADMINS)

    outside, guard = await _kept(stack, admin()), await _kept(stack, admin())
    connection = await _kept(stack, connected(database.powerless, scope.schemas))
    reader = Reader(await _kept(stack, connected(database.powerless, scope.schemas)))
    await reader.prepare()
    snapshot = Snapshot()
    session = Session(connection, snapshot.knows, scope.owner_role)
    observer = Observer(connection, snapshot)
    async with session.looking_outside():
        await session.prepare()
        await observer.load()
    pid = connection.get_server_pid()
    watch = Watch(guard, connection, seconds)
    reach, gates = Reach(connection, snapshot), Gates(admin, outside, pid)
    return Stage(session, observer, reach, outside, reader, watch, gates, pid)


async def _kept(stack: AsyncExitStack, opening: Any) -> Connection:
    connection: Connection = await opening
    stack.callback(connection.terminate)
    return connection


def unavailable(error: BaseException) -> UnavailableError:
    reason = getattr(error, "sqlstate", None) or type(error).__name__
    return UnavailableError(
        "REHEARSAL_UNAVAILABLE",
        f"The rehearsal's database did not answer any more: {reason}.",
        "Try again; with a dev server of your own, check that it runs and accepts connections.",
    )
