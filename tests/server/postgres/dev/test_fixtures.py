"""The servers that other tests use."""

from __future__ import annotations

import asyncpg

from schemawarden.adapters.postgres.address import parse
from tests.postgres import Server


async def test_a_database_belongs_to_the_role_that_was_asked_for(postgres: Server) -> None:
    database = await postgres.new_database(owner="app user")
    connection = await asyncpg.connect(**parse(database.url).asyncpg())
    try:
        assert await connection.fetchval("SELECT current_user") == "app user"
        assert connection.get_server_version().major == postgres.major
        await connection.execute("CREATE TABLE mine (id int)")
    finally:
        await connection.close()


async def test_each_database_is_another(postgres: Server) -> None:
    one, other = await postgres.new_database(), await postgres.new_database()
    assert one.name != other.name
    connection = await asyncpg.connect(**one.superuser)
    try:
        assert await connection.fetchval("SELECT current_database()") == one.name
    finally:
        await connection.close()
