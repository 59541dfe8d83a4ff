"""Disposable databases for rehearsals, on the servers that tests start."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from schemawarden.adapters.postgres.dev.wanted import DevDatabase
from schemawarden.adapters.postgres.reading import Scope
from schemawarden.adapters.postgres.rehearsal import PostgresRehearsal
from schemawarden.ports import FileToRun
from schemawarden_policy.facts import StatementRun
from tests.postgres import Server

OWNER = "app"

PUBLIC = Scope(("public",))


@asynccontextmanager
async def connection(arguments: Mapping[str, Any]) -> AsyncIterator[asyncpg.Connection[asyncpg.Record]]:
    found = await asyncpg.connect(**arguments)
    try:
        yield found
    finally:
        await found.close()


@asynccontextmanager
async def copied(server: Server, ddl: str = "") -> AsyncIterator[DevDatabase]:
    """A database whose owner made `ddl` in it."""
    database = await server.new_database(owner=OWNER)
    try:
        if ddl:
            async with connection(database.connect) as owner:
                await owner.execute(ddl)
        yield DevDatabase(database.name, database.url, database.connect, database.superuser)
    finally:
        await server.execute(f'DROP DATABASE "{database.name}" WITH (FORCE)')


async def rehearse(
    server: Server, ddl: str, *statements: str, transaction: bool = True, seconds: float = 10.0
) -> tuple[StatementRun, ...]:
    """The statements as one file, on a copy of their own."""
    files = [FileToRun("1.sql", statements, transaction=transaction)]
    return await rehearse_files(server, ddl, files, seconds=seconds)


async def rehearse_files(
    server: Server, ddl: str, files: Sequence[FileToRun], schema: str = "public", seconds: float = 10.0
) -> tuple[StatementRun, ...]:
    async with copied(server, ddl) as copy:
        return await PostgresRehearsal(Scope((schema,)), seconds).run(copy, files)


async def one(server: Server, ddl: str, statement: str, *, transaction: bool = True) -> StatementRun:
    runs = await rehearse(server, ddl, statement, transaction=transaction)
    return runs[-1]


def told(run: StatementRun) -> list[str]:
    """Its effects as "created table public.users"."""
    return [f"{effect.verb} {effect.object} {effect.name}" for effect in run.effects]


def locked(run: StatementRun) -> dict[str, str]:
    """The strongest lock on each relation."""
    found: dict[str, str] = {}
    for lock in run.locks:
        found.setdefault(lock.relation, lock.mode)
    return found


async def sessions_on(server: Server, database: str) -> Sequence[str]:
    """Who is connected to it."""
    async with connection(server.superuser) as superuser:
        rows = await superuser.fetch(
            "SELECT application_name FROM pg_stat_activity WHERE datname = $1", database
        )
    return [row["application_name"] for row in rows]
