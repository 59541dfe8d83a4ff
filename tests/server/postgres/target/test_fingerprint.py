"""The fingerprint sees every kind of change and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator

import asyncpg
import pytest

from schemawarden.adapters.postgres.connection import settle
from schemawarden.adapters.postgres.reading import Scope, look
from tests.postgres import Database, Server
from tests.server.postgres.target.looks import HISTORY, ROW, WHOLE, fingerprint, run
from tests.server.postgres.target.shop import CHANGES, NO_CHANGES, ROLES, SHOP

SHOPS: dict[int, Database] = {}


@pytest.fixture
async def shop(postgres: Server) -> Database:
    """The shop, made once for each server. Changes are made in copies of it."""
    if postgres.major not in SHOPS:
        for role in ROLES:
            await postgres.new_role(role)
        SHOPS[postgres.major] = await postgres.new_database(name="shop")
        await run(SHOPS[postgres.major], SHOP)
    return SHOPS[postgres.major]


@pytest.fixture
async def copy(postgres: Server, shop: Database) -> AsyncIterator[Database]:
    name = "shop_copy"
    strategy = "STRATEGY FILE_COPY" if postgres.major >= 15 else ""
    await postgres.execute(f"CREATE DATABASE {name} TEMPLATE shop {strategy}")
    role = postgres.superuser_name
    login = postgres.login(role, name)
    yield Database(name, postgres.url(role, name), login, login)
    await postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.parametrize("change", CHANGES)
async def test_a_change_shows(shop: Database, change: str) -> None:
    """Made in a transaction that is taken back."""
    before = await fingerprint(shop)
    connection = await asyncpg.connect(**shop.superuser)
    try:
        await connection.execute("BEGIN")
        await connection.execute(change.format(database=shop.name))
        await settle(connection)
        assert (await look(connection, WHOLE)).state.fingerprint != before
    finally:
        connection.terminate()


@pytest.mark.parametrize("act", NO_CHANGES)
async def test_what_changes_no_schema_does_not_show(shop: Database, copy: Database, act: str) -> None:
    await run(copy, *act.split("; "))
    assert await fingerprint(copy) == await fingerprint(shop)


async def test_a_change_that_is_taken_back_is_gone(shop: Database, copy: Database) -> None:
    assert await fingerprint(copy) == await fingerprint(shop)
    await run(copy, "CREATE TABLE shop.one (a int)", "DROP TABLE shop.one")
    assert await fingerprint(copy) == await fingerprint(shop)


async def test_the_settings_of_the_reader_do_not_show(shop: Database, copy: Database) -> None:
    before = await fingerprint(copy)
    await run(
        copy,
        "ALTER DATABASE shop_copy SET statement_timeout = '1min'",
        "ALTER DATABASE shop_copy SET extra_float_digits = 0",
        "ALTER DATABASE shop_copy SET quote_all_identifiers = on",
        "ALTER DATABASE shop_copy SET work_mem = '8MB'",
    )
    assert await fingerprint(copy) == before


@pytest.mark.parametrize(
    ("scope", "schema"), [(Scope(), "atlas_schema_revisions"), (Scope(("shop",)), "shop")]
)
async def test_atlas_own_table_does_not_show(copy: Database, scope: Scope, schema: str) -> None:
    before = await fingerprint(copy, scope)
    await run(copy, f"CREATE SCHEMA IF NOT EXISTS {schema}", HISTORY.format(schema=schema))
    await run(copy, ROW.format(schema=schema, version="1"))
    assert await fingerprint(copy, scope) == before


async def test_a_trigger_on_atlas_own_table_shows(copy: Database) -> None:
    scope = Scope(("shop",))
    await run(copy, HISTORY.format(schema="shop"))
    before = await fingerprint(copy, scope)
    await run(
        copy,
        "CREATE TRIGGER t BEFORE INSERT ON shop.atlas_schema_revisions FOR EACH ROW EXECUTE FUNCTION shop.noted()",
    )
    assert await fingerprint(copy, scope) != before


async def test_other_schemas_do_not_show_when_the_scope_names_schemas(copy: Database) -> None:
    scope = Scope(("shop",))
    before = await fingerprint(copy, scope)
    await run(
        copy,
        "CREATE TABLE public.more (a int)",
        "CREATE SCHEMA other",
        "CREATE VIEW other.v AS SELECT 1 AS a",
    )
    assert await fingerprint(copy, scope) == before
    await run(copy, "CREATE VIEW shop.more AS SELECT 1 AS a")
    assert await fingerprint(copy, scope) != before


async def test_excluded_partitions_do_not_show(copy: Database) -> None:
    scope = Scope(exclude=("shop.events_p*",))
    before = await fingerprint(copy, scope)
    await run(
        copy,
        "CREATE TABLE shop.events_p2 PARTITION OF shop.events FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')",
        "DROP TABLE shop.events_p1",
    )
    assert await fingerprint(copy, scope) == before
    await run(copy, "CREATE INDEX other ON shop.events (at)")
    assert await fingerprint(copy, scope) != before


async def test_an_index_that_was_not_finished_shows(copy: Database) -> None:
    await run(copy, "INSERT INTO shop.scratch VALUES (1), (1)")
    before = await fingerprint(copy)
    with pytest.raises(asyncpg.UniqueViolationError):
        await run(copy, "CREATE UNIQUE INDEX CONCURRENTLY half ON shop.scratch (a)")
    assert await fingerprint(copy) != before
