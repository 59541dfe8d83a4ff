"""A disposable copy of a target: what it has, what it lacks, and that nothing else is touched."""

from __future__ import annotations

from typing import Any

import asyncpg
import pytest

from schemawarden.adapters.postgres.reading import Scope
from schemawarden.errors import ConfigError
from schemawarden.ports import FileToRun
from tests.postgres import Database, Server
from tests.server.postgres.target.conftest import OpenTarget
from tests.server.postgres.target.looks import HISTORY, ROW, run
from tests.server.postgres.target.shop import ROLES, SHOP


@pytest.fixture
async def shop(postgres: Server) -> Database:
    for role in ROLES:
        await postgres.new_role(role)
    database = await superusers_database(postgres)
    await run(database, SHOP)
    return database


async def superusers_database(server: Server) -> Database:
    await server.new_role("boss", "SUPERUSER")
    return await server.new_database(owner="boss")


async def test_a_copy_of_everything_is_faithful(opened: OpenTarget, shop: Database) -> None:
    await run(shop, f'ALTER DATABASE "{shop.name}" SET search_path = shop, "$user", public')
    target = opened(shop)
    async with target.replica() as replica:
        assert [gap.reason for gap in replica.gaps] == []
        assert replica.faithful
        live, copied = await target.read(), await replica.read()
    assert (live.fingerprint, live.schema) == (copied.fingerprint, copied.schema)
    assert live.identity != copied.identity


async def test_a_copy_has_the_history(opened: OpenTarget, postgres: Server) -> None:
    database = await postgres.new_database(owner="writer")
    await run(database, "CREATE TABLE a (b int)", HISTORY.format(schema="public"))
    await run(
        database,
        ROW.format(schema="public", version="1"),
        ROW.format(schema="public", version=".atlas_cloud_identifier"),
    )
    target = opened(database, Scope(("public",)))
    async with target.replica() as replica:
        live, copied = await target.read(), await replica.read()
        assert replica.faithful
    assert [revision.version for revision in live.revisions] == ["1"]
    assert live.revisions == copied.revisions
    assert live.revisions_digest == copied.revisions_digest


async def test_what_runs_in_a_copy_is_in_no_other_copy_and_not_in_the_target(
    opened: OpenTarget, shop: Database
) -> None:
    target = opened(shop)
    before = await target.read()
    async with target.replica() as one, target.replica() as other:
        runs = await one.rehearse(
            [FileToRun("1.sql", ("DROP TABLE shop.orders CASCADE", "CREATE TABLE shop.x (a int)"))]
        )
        assert [run.error for run in runs] == ["", ""]
        assert (await one.read()).fingerprint != before.fingerprint
        assert (await other.read()).fingerprint == before.fingerprint
    async with target.replica() as third:
        assert (await third.read()).fingerprint == before.fingerprint
    assert await target.read() == before


async def test_nothing_is_created_on_the_targets_server(
    opened: OpenTarget, postgres: Server, shop: Database
) -> None:
    target = opened(shop)
    before = await everything(postgres, shop)
    await target.read()
    async with target.replica() as replica:
        await replica.rehearse([FileToRun("1.sql", ("CREATE TABLE shop.x (a int)",))])
        await replica.read()
    await target.at_rest("some-run")
    assert await everything(postgres, shop) == before


async def test_a_dev_server_that_is_the_targets_is_refused_before_anything_is_made(
    opened: OpenTarget, postgres: Server, shop: Database
) -> None:
    other = await postgres.new_database()
    target = opened(shop, dev_url=other.url)
    before = await everything(postgres, shop)
    with pytest.raises(ConfigError) as caught:
        async with target.replica():
            pass
    assert caught.value.code == "DEV_IS_TARGET"
    assert await everything(postgres, shop) == before


async def test_code_of_the_target_has_no_power_over_the_disposable_server(
    opened: OpenTarget, postgres: Server
) -> None:
    """A constraint that calls an "immutable" function runs it while the copy is made."""
    database = await superusers_database(postgres)
    await run(
        database,
        "CREATE FUNCTION reach(n int) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS $$BEGIN"
        " IF current_setting('is_superuser') = 'on' AND current_database() LIKE 'schemawarden%' THEN"
        " RAISE EXCEPTION 'it ran with power'; END IF; RETURN true; END$$",
        "CREATE TABLE t (a int, CHECK (reach(1)))",
        "CREATE INDEX i ON t (reach(a))",
        "CREATE MATERIALIZED VIEW m AS SELECT reach(1)",
    )
    async with opened(database).replica() as replica:
        assert [gap.reason for gap in replica.gaps] == []
        assert replica.faithful


@pytest.mark.needs_apt("postgresql-15")
async def test_a_missing_extension_is_told_with_what_it_means(opened: OpenTarget, postgres15: Server) -> None:
    database = await superusers_database(postgres15)
    await run(
        database,
        "CREATE EXTENSION dblink",
        "CREATE TABLE kept (a int)",
        "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$SELECT dblink_connect('x')$$",
    )
    async with opened(database).replica() as replica:
        assert not replica.faithful
        assert "statements that touch them can't be rehearsed" in " ".join(gap.reason for gap in replica.gaps)
        assert [table.name for table in (await replica.read()).schema.tables] == ["kept"]


async def test_foreign_servers_and_credentials_are_not_copied(opened: OpenTarget, postgres: Server) -> None:
    database = await superusers_database(postgres)
    await run(
        database,
        "CREATE EXTENSION file_fdw",
        "CREATE FOREIGN DATA WRAPPER w",
        "CREATE SERVER far FOREIGN DATA WRAPPER w OPTIONS (host 'canary-host')",
        "CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (password 'canary-password')",
        "CREATE TABLE kept (a int)",
    )
    async with opened(database).replica() as replica:
        assert not replica.faithful
        told = " ".join(gap.reason for gap in replica.gaps)
        assert "server far is not in the disposable copy" in told
        assert "canary" not in told
        assert "canary-password" not in " ".join(replica.ddl)


async def test_objects_keep_their_owners(opened: OpenTarget, postgres: Server) -> None:
    """Those of a role to which ours belongs can be altered, those of the cluster's first superuser can't."""
    await postgres.new_role("group_role")
    await postgres.new_role("member_role", "IN ROLE group_role")
    database = await postgres.new_database(owner="member_role")
    await postgres.execute("CREATE TABLE far (a int); GRANT SELECT ON far TO PUBLIC", database.name)
    await postgres.execute(
        "CREATE TABLE grouped (a int); ALTER TABLE grouped OWNER TO group_role", database.name
    )
    async with opened(database).replica() as replica:
        statements = ("ALTER TABLE grouped ADD b int", "ALTER TABLE far ADD b int")
        runs = await replica.rehearse([FileToRun("1.sql", statements)])
    assert [run.sqlstate for run in runs] == ["", "42501"]


async def test_a_table_that_the_role_may_not_read_is_told_and_left_out(
    opened: OpenTarget, postgres: Server
) -> None:
    database = await postgres.new_database(owner="writer")
    await run(database, "CREATE TABLE kept (a int)")
    await postgres.execute('CREATE TABLE "Hid.den" (a int)', database.name)
    async with opened(database).replica() as replica:
        assert (
            next(gap.reason.split(":")[0] for gap in replica.gaps)
            == "table public.Hid.den is not in the disposable copy"
        )
        assert [table.name for table in (await replica.read()).schema.tables] == ["kept"]


async def test_the_statements_of_a_baseline_make_the_schema_anew(
    opened: OpenTarget, postgres: Server
) -> None:
    database = await postgres.new_database(owner="writer")
    connection = await asyncpg.connect(**database.connect)
    await connection.execute(
        "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (id serial PRIMARY KEY, m mood); CREATE VIEW v AS SELECT id FROM t"
    )
    await connection.execute("GRANT SELECT ON t TO PUBLIC")
    await connection.close()
    await run(database, HISTORY.format(schema="public"))
    target = opened(database, Scope(("public",)))
    async with target.replica() as replica:
        assert [gap.reason for gap in replica.gaps] == []
        assert replica.faithful
        ddl = replica.ddl
    assert not any(statement.startswith(("SET ", "SELECT ")) for statement in ddl)
    assert "GRANT SELECT ON TABLE public.t TO PUBLIC" in ddl
    assert not any(word in statement for statement in ddl for word in ("OWNER TO", "atlas_schema_revisions"))
    fresh = await postgres.new_database(owner="writer")
    connection = await asyncpg.connect(**fresh.connect)
    for statement in ddl:
        await connection.execute(statement)
    await connection.close()
    assert (await opened(fresh, Scope(("public",))).read()).schema == (await target.read()).schema


async def everything(server: Server, database: Database) -> list[Any]:
    """Every object of the database and of the cluster, with its row's version."""
    connection = await asyncpg.connect(**database.superuser)
    try:
        found: list[Any] = []
        for table in (
            "pg_class", "pg_attribute", "pg_proc", "pg_type", "pg_namespace", "pg_constraint", "pg_database", "pg_authid",
            "pg_auth_members", "pg_shdepend", "pg_db_role_setting", "pg_largeobject_metadata",
        ):  # fmt: skip
            rows = await connection.fetch(f"SELECT ctid::text, xmin::text FROM {table} ORDER BY 1")
            found.append((table, [tuple(row) for row in rows]))
        found.append(await connection.fetchval("SELECT count(*) FROM pg_prepared_xacts"))
        return found
    finally:
        await connection.close()


async def test_what_runs_at_login_on_the_target_is_not_in_a_copy(
    opened: OpenTarget, postgres18: Server
) -> None:
    database = await postgres18.new_database(owner="app")
    await postgres18.execute(
        "CREATE FUNCTION greet() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; "
        "CREATE EVENT TRIGGER hello ON login EXECUTE FUNCTION greet()",
        database.name,
    )
    async with opened(database).replica() as replica:
        told = [gap.reason for gap in replica.gaps]
    assert [reason for reason in told if "log in" in reason], told
