"""One question to a database, on a connection of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import asyncpg

from schemawarden.adapters.postgres.dev.server import DevServer


async def ask(connect: Mapping[str, Any], sql: str, *values: object) -> Any:
    """The first value of the answer. Without values `sql` may be several statements."""
    connection = await asyncpg.connect(**connect, statement_cache_size=0)
    try:
        if values or sql.lstrip().upper().startswith(("SELECT", "SHOW")):
            return await connection.fetchval(sql, *values)
        return await connection.execute(sql)
    finally:
        await connection.close()


async def database_names(dev: DevServer) -> set[str]:
    """Those of ours that are on the server, but for the one that is made to ask."""
    async with dev.database() as database:
        sql = "SELECT array_agg(datname) FROM pg_database WHERE datname LIKE 'schemawarden%'"
        return set(await ask(database.admin, sql)) - {database.name}
