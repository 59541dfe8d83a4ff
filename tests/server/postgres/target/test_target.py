"""Reading a live database: who it is, what was applied, and what is said when it can't be read."""

from __future__ import annotations

from pathlib import Path

import asyncpg
import pytest

from schemawarden.adapters.engine.engine import AtlasEngine
from schemawarden.adapters.postgres import target as target_module
from schemawarden.adapters.postgres.dev.server import DevServer
from schemawarden.adapters.postgres.disposable import Disposable
from schemawarden.adapters.postgres.engine import PostgresEngine
from schemawarden.adapters.postgres.reading import Scope
from schemawarden.adapters.postgres.target import PostgresTarget
from schemawarden.errors import SchemawardenError, StateError
from schemawarden_policy.facts import Index
from schemawarden_policy.statement import Dialect
from tests.postgres import Database, Server
from tests.server.postgres.target.conftest import OpenTarget
from tests.server.postgres.target.looks import HISTORY, ROW, WHOLE, run, seen

PUBLIC = Scope(("public",))


async def test_identity_tells_databases_and_servers_apart(postgres18: Server, postgres: Server) -> None:
    one, other = await postgres.new_database(), await postgres.new_database()
    first, again, second = [(await seen(database)).state.identity for database in (one, one, other)]
    assert first == again
    assert first.rsplit(":", 1)[0] == second.rsplit(":", 1)[0]
    assert first != second
    elsewhere = (await seen(await postgres18.new_database())).state.identity
    assert (elsewhere.split(":")[1] == first.split(":")[1]) is (postgres is postgres18)


async def test_a_role_that_may_not_ask_for_the_identity_is_told_what_helps(postgres: Server) -> None:
    database = await postgres.new_database(owner="plain")
    await postgres.execute("REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC", database.name)
    with pytest.raises(StateError) as caught:
        await seen(database)
    assert caught.value.code == "IDENTITY_UNREADABLE"
    assert "GRANT EXECUTE ON FUNCTION pg_catalog.pg_control_system()" in caught.value.hint


async def test_a_new_database_is_empty_and_atlas_table_does_not_fill_it(postgres: Server) -> None:
    database = await postgres.new_database(owner="plain")
    assert (await seen(database)).state.empty
    await run(
        database, "CREATE SCHEMA atlas_schema_revisions", HISTORY.format(schema="atlas_schema_revisions")
    )
    assert (await seen(database)).state.empty
    await run(database, "CREATE SCHEMA other")
    assert not (await seen(database)).state.empty


@pytest.mark.parametrize(("scope", "schema"), [(PUBLIC, "public"), (WHOLE, "atlas_schema_revisions")])
async def test_revisions_are_read_where_the_scope_puts_them(
    postgres: Server, scope: Scope, schema: str
) -> None:
    database = await postgres.new_database(owner="plain")
    nothing = (await seen(database, scope)).state
    await run(database, f"CREATE SCHEMA IF NOT EXISTS {schema}", HISTORY.format(schema=schema))
    assert (await seen(database, scope)).state.revisions_digest == nothing.revisions_digest
    for version in ("2", "1", ".atlas_cloud_identifier"):
        await run(database, ROW.format(schema=schema, version=version))
    found = (await seen(database, scope)).state
    assert [revision.version for revision in found.revisions] == ["1", "2"]
    assert found.revisions[0].partial_hashes == ("h1:one=",)
    assert found.revisions[0].executed_at == "2026-01-02 03:04:05.678901+00"
    await run(database, f"UPDATE {schema}.atlas_schema_revisions SET execution_time = 1 WHERE version = '2'")
    assert (await seen(database, scope)).state.revisions_digest != found.revisions_digest


@pytest.mark.parametrize(("scope", "schema"), [(PUBLIC, "atlas_schema_revisions"), (WHOLE, "public")])
async def test_a_history_in_the_other_place_is_refused(postgres: Server, scope: Scope, schema: str) -> None:
    database = await postgres.new_database(owner="plain")
    await run(database, f"CREATE SCHEMA IF NOT EXISTS {schema}", HISTORY.format(schema=schema))
    assert await code_of(database, scope) == "REVISIONS_AMBIGUOUS"


@pytest.mark.parametrize(
    "spoiled",
    [
        "ALTER TABLE atlas_schema_revisions ADD COLUMN more int",
        "ALTER TABLE atlas_schema_revisions DROP COLUMN hash",
        "ALTER TABLE atlas_schema_revisions RENAME TO r; CREATE VIEW atlas_schema_revisions AS SELECT * FROM r",
        "UPDATE atlas_schema_revisions SET partial_hashes = '{}'",
        "UPDATE atlas_schema_revisions SET partial_hashes = '[1]'",
        "ALTER TABLE atlas_schema_revisions ALTER COLUMN type TYPE text USING 'x'",
        "ALTER TABLE atlas_schema_revisions ALTER COLUMN hash DROP NOT NULL; UPDATE atlas_schema_revisions SET hash = NULL",
        "ALTER TABLE atlas_schema_revisions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
    ],
)  # fmt: skip
async def test_a_table_that_is_not_atlas_own_is_refused(postgres: Server, spoiled: str) -> None:
    database = await postgres.new_database(owner="plain")
    await run(database, HISTORY.format(schema="public"), ROW.format(schema="public", version="1"), spoiled)
    assert await code_of(database, PUBLIC) in ("HISTORY_UNREADABLE", "REVISIONS_AMBIGUOUS")


async def test_the_schema_is_told_in_the_policys_words(postgres: Server) -> None:
    database = await postgres.new_database(owner="plain")
    await run(
        database,
        "CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL DEFAULT 'x', twice int GENERATED ALWAYS AS (1) STORED)",
        "CREATE INDEX users_email ON users (email)",
        "CREATE TABLE orders (a int, b int, u int REFERENCES users, PRIMARY KEY (b, a))",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$",
        "CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f()",
        "CREATE VIEW v AS SELECT 1 AS one",
        "CREATE SEQUENCE s",
        "CREATE TABLE whole (at int) PARTITION BY RANGE (at)",
        "CREATE TABLE part PARTITION OF whole DEFAULT",
    )
    plain, full = (await seen(database, PUBLIC)).state.schema, (await seen(database)).state.schema
    users, orders, part = (
        next(t for t in plain.tables if t.name == name) for name in ("users", "orders", "part")
    )
    assert (part.partition_of, users.partition_of) == ("public.whole", "")
    assert (users.name, users.schema, users.primary_key, users.indexes) == (
        "users",
        "public",
        ("id",),
        (Index("users_email", ("email",)),),
    )
    assert (users.triggers, users.referenced_by) == (("t",), ("orders",))
    assert [(c.name, c.type, c.null, c.default) for c in users.columns[:2]] == [
        ("id", "integer", False, None), ("email", "text", False, "'x'::text")
    ]  # fmt: skip
    assert users.columns[2].generated == "STORED"
    assert orders.primary_key == ("b", "a")
    assert (plain.views, full.views) == (("v",), ("public.v",))
    assert "sequence s" in plain.other
    assert "routine public.f" in full.other


async def test_a_scope_that_is_not_there_is_told(postgres: Server) -> None:
    assert await code_of(await postgres.new_database(), Scope(("nowhere",))) == "SCHEMA_MISSING"


async def test_locks_of_others_are_told_after_a_bounded_wait(postgres: Server) -> None:
    database = await postgres.new_database(owner="plain")
    await run(
        database,
        "CREATE TABLE t (a int DEFAULT 1)",
        "CREATE INDEX i ON t (a)",
        "CREATE VIEW v AS SELECT a FROM t",
    )
    holder = await asyncpg.connect(**database.connect)
    try:
        await holder.execute(
            "BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE; LOCK TABLE v IN ACCESS EXCLUSIVE MODE"
        )
        assert await code_of(database, WHOLE) == "TARGET_BUSY"
    finally:
        await holder.close()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("plain:", "nobody_known:"), "TARGET_AUTH_FAILED"),
        (("host=%2F", "host=%2Fnowhere%2F"), "TARGET_UNREACHABLE"),
        (("/test_", "/absent_"), "TARGET_UNREACHABLE"),
    ],
)
async def test_trouble_with_connecting_is_told_without_any_part_of_the_url(
    opened: OpenTarget, postgres: Server, change: tuple[str, str], code: str
) -> None:
    database = await postgres.new_database(owner="plain")
    url = database.url.replace(*change, 1)
    assert url != database.url
    wrong = Database(database.name, url, database.connect, database.superuser)
    with pytest.raises(SchemawardenError) as caught:
        await opened(wrong).read()
    assert caught.value.code == code
    for part in (str(postgres.socket_dir), "plain", "nobody_known", database.name, "absent_", "nowhere"):
        assert part not in str(caught.value)


async def test_the_change_counter_moves_with_the_schema_alone(opened: OpenTarget, postgres: Server) -> None:
    database = await postgres.new_database(owner="plain")
    await run(database, "CREATE TABLE t (a int)")
    target = opened(database)
    first = (await target.read(counted=True)).change_counter
    await run(database, "INSERT INTO t VALUES (1)", "ANALYZE t")
    assert (await target.read(counted=True)).change_counter == first
    await run(database, "ALTER TABLE t ADD b int")
    assert (await target.read(counted=True)).change_counter not in (first, None)


async def test_a_target_is_at_rest_when_nobody_of_the_run_is_there(
    opened: OpenTarget, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(target_module, "_REST_SECONDS", 0.0)
    database = await postgres.new_database(owner="plain")
    target = opened(database)
    await target.at_rest("one")
    session = await asyncpg.connect(
        **database.connect, server_settings={"application_name": "schemawarden:one"}
    )
    try:
        await target.at_rest("two")
        with pytest.raises(StateError) as caught:
            await target.at_rest("one")
        assert caught.value.code == "TARGET_BUSY"
        assert str(await session.fetchval("SELECT pg_backend_pid()")) in caught.value.message
    finally:
        await session.close()


async def test_a_target_is_not_at_rest_while_somebody_holds_atlas_lock(
    opened: OpenTarget, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(target_module, "_REST_SECONDS", 0.0)
    database = await postgres.new_database(owner="plain")
    target = opened(database)
    holder = await asyncpg.connect(**database.connect)
    try:
        await holder.execute(f"SELECT pg_advisory_lock({target_module._fnv32('atlas_migrate_execute')})")
        with pytest.raises(StateError) as caught:
            await target.at_rest("one")
        assert caught.value.code == "TARGET_BUSY"
    finally:
        await holder.close()
    await target.at_rest("one")


async def test_files_can_be_looked_at_while_the_target_is_away(tmp_path: Path) -> None:
    url = f"postgres://app@/shop?host={tmp_path}"
    disposable = Disposable(lambda: url, DevServer())
    engine = PostgresEngine(AtlasEngine(), ("public",), disposable)
    try:
        target = PostgresTarget(lambda: url, PUBLIC, engine, disposable)
        with pytest.raises(StateError, match="TARGET_UNREACHABLE"):
            await target.read()
        file = {"name": "1_a.sql", "text": "CREATE TABLE t (a int);"}
        answer = await engine.call("load", Dialect.POSTGRESQL, {"source": {"migrations": [file]}})
        assert answer["schema"]["schemas"][0]["tables"][0]["name"] == "t"
    finally:
        await disposable.close()


@pytest.mark.parametrize("scope", [WHOLE, PUBLIC])
async def test_the_engine_gets_what_each_operation_needs(
    opened: OpenTarget, postgres: Server, scope: Scope
) -> None:
    database = await postgres.new_database(owner="plain")
    await run(database, "CREATE TABLE t (a int)")
    engine = opened(database, scope)._engine
    dialect = Dialect.POSTGRESQL
    table = "t" if scope == PUBLIC else "public.t"
    first = {"name": "1_a.sql", "text": f"CREATE TABLE {table} (a int);"}
    second = {"name": "2_b.sql", "text": f"ALTER TABLE {table} ADD b int;"}
    live, one, both = {"url": database.url}, {"migrations": [first]}, {"migrations": [first, second]}
    assert not (await engine.call("diff", dialect, {"from": live, "to": one}))["statements"]
    assert (await engine.call("diff", dialect, {"from": one, "to": both}))["statements"]
    assert (await engine.call("analyze", dialect, {**both, "pending": ["2_b.sql"]}))["files"]
    planned = await engine.call(
        "plan", dialect, {"migrations": [first], "to": both, "name": "x", "version": "20260101000000"}
    )
    assert planned["file"]
    await engine.call("inspect", dialect, {"source": live})
    await engine.call("hash", dialect, one)


async def code_of(database: Database, scope: Scope) -> str:
    with pytest.raises(StateError) as caught:
        await seen(database, scope)
    return caught.value.code
