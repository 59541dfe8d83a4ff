"""Looking at test databases as the target adapter does."""

from __future__ import annotations

import asyncpg

from schemawarden.adapters.postgres.address import parse
from schemawarden.adapters.postgres.connection import looking
from schemawarden.adapters.postgres.reading import Look, Scope, look
from tests.postgres import Database

WHOLE = Scope()
HISTORY = """
    CREATE TABLE {schema}.atlas_schema_revisions (
        version character varying NOT NULL PRIMARY KEY, description character varying NOT NULL,
        type bigint NOT NULL DEFAULT 2, applied bigint NOT NULL DEFAULT 0, total bigint NOT NULL DEFAULT 0,
        executed_at timestamp with time zone NOT NULL, execution_time bigint NOT NULL, error text, error_stmt text,
        hash character varying NOT NULL, partial_hashes jsonb, operator_version character varying NOT NULL)"""
ROW = """
    INSERT INTO {schema}.atlas_schema_revisions VALUES ('{version}', 'first', 2, 1, 1, '2026-01-02 03:04:05.678901+00',
        1234567890123, NULL, NULL, 'h1:abc=', '["h1:one="]', 'Atlas CLI v0.13.1')"""


async def seen(database: Database, scope: Scope = WHOLE) -> Look:
    async with looking(parse(database.url).asyncpg()) as connection:
        return await look(connection, scope)


async def fingerprint(database: Database, scope: Scope = WHOLE) -> str:
    return (await seen(database, scope)).state.fingerprint


async def run(database: Database, *statements: str) -> None:
    """As the database's owner."""
    connection = await asyncpg.connect(**database.connect)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()
