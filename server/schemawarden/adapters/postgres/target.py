"""A live PostgreSQL database behind the Target port: read, never changed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import anyio
from anyio import to_thread

from schemawarden.adapters.postgres.address import Address, parse
from schemawarden.adapters.postgres.connection import Connection, looking
from schemawarden.adapters.postgres.copying import Original
from schemawarden.adapters.postgres.disposable import Disposable
from schemawarden.adapters.postgres.dump import dump
from schemawarden.adapters.postgres.reading import Look, Scope, look
from schemawarden.adapters.postgres.replica import Replicas
from schemawarden.adapters.postgres.roles import read_roles
from schemawarden.errors import EngineError, StateError
from schemawarden.ports import Engine, LiveState, Replica
from schemawarden_policy.statement import Dialect

_ATLAS_LOCK = "atlas_migrate_execute"
_REST_SECONDS, _LOOK_AGAIN_SECONDS = 20.0, 0.25
_AT_WORK = """
    SELECT pid FROM pg_stat_activity WHERE datname = current_database()
        AND pid <> pg_backend_pid() AND starts_with(application_name, $1)
    UNION SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND classid = 0 AND objid::bigint = $2 AND objsubid = 1
    ORDER BY 1 LIMIT 1"""


class PostgresTarget:
    """The Target port over a database.

    Args:
        url: the operator's URL, asked anew for each use; it may block.
        scope: what of the database counts.
        engine: tells the mark by which an apply sees at the last moment that the schema is still the one that was read.
        disposable: where replicas are made.
    """

    def __init__(self, url: Callable[[], str], scope: Scope, engine: Engine, disposable: Disposable) -> None:
        self._url = url
        self._scope = scope
        self._engine = engine
        self._replicas = Replicas(disposable, scope)

    async def read(self, *, counted: bool = False) -> LiveState:
        address = await self._address()
        if not counted:
            return await self._seen(address)
        try:
            counter = await self._change_counter(address)
        except EngineError:
            await self._seen(address)  # it has better words for a server that can't be reached
            raise
        return await self._seen(address, counter)

    async def at_rest(self, run_id: str = "") -> None:
        name = f"schemawarden:{run_id}"
        address = await self._address()
        async with looking(address.asyncpg()) as connection:
            deadline = anyio.current_time() + _REST_SECONDS
            while (pid := await _at_work(connection, name)) is not None:
                if anyio.current_time() > deadline:
                    raise _busy(pid)
                await anyio.sleep(_LOOK_AGAIN_SECONDS)

    @asynccontextmanager
    async def replica(self) -> AsyncIterator[Replica]:
        address = await self._address()
        async with looking(address.asyncpg()) as connection:
            seen = await look(connection, self._scope)

        async def original() -> Original:
            async with looking(address.asyncpg()) as connection:
                return await self._original(connection, address, seen)

        async with self._replicas.replica(seen, original) as replica:
            yield replica

    async def close(self) -> None:
        await self._replicas.close()

    async def _original(self, connection: Connection, address: Address, seen: Look) -> Original:
        """Dumped in a snapshot that shows the same state as the look before."""
        again = await look(connection, self._scope)
        if again.state != seen.state:
            raise StateError(
                "TARGET_BUSY",
                "The target's schema or history changes at this very moment.",
                "Try again when that work is done.",
            )
        return Original(
            await dump(connection, address, self._scope.schemas),
            again.table,
            again.settings,
            await read_roles(connection, again.identity),
        )

    async def _address(self) -> Address:
        return parse(await to_thread.run_sync(self._url))

    async def _seen(self, address: Address, counter: int | None = None) -> LiveState:
        async with looking(address.asyncpg()) as connection:
            return (await look(connection, self._scope, counter)).state

    async def _change_counter(self, address: Address) -> int:
        """Before the catalogue is read: a change between the two can only make it stale."""
        request = {
            "source": {"url": address.url()},
            "migrations": [],
            **({"schemas": list(self._scope.schemas)} if self._scope.schemas else {}),
        }
        answer = await self._engine.call("status", Dialect.POSTGRESQL, request)
        return int(answer["schema_version"])


async def _at_work(connection: Connection, name: str) -> int | None:
    """Some session of that name, or whoever holds Atlas's lock. The snapshot of a transaction would hide who came and went."""
    await connection.execute("SELECT pg_stat_clear_snapshot()")
    pid: int | None = await connection.fetchval(_AT_WORK, name, _fnv32(_ATLAS_LOCK))
    return pid


def _fnv32(name: str) -> int:
    """The number that Atlas makes of a lock's name: FNV-1, 32 bits."""
    number = 0x811C9DC5
    for byte in name.encode():
        number = (number * 0x01000193 & 0xFFFFFFFF) ^ byte
    return number


def _busy(pid: int) -> StateError:
    return StateError(
        "TARGET_BUSY",
        f"A session is still at work on the target: process {pid} of its server.",
        "Wait for it to end, then call again. If it hangs, the operator ends it there with pg_terminate_backend.",
    )
