"""C on PostgreSQL: what the agent wrote runs as a role without powers, on a server that is not the target's, for a bounded time.

Two walls. The text is judged first: each attack is planted in a new file, in a file that is applied already and in the
desired schema. Then the same attacks get past the text, hidden in dynamic SQL or handed to the engine and the rehearsal
directly, and the server itself refuses them. The judges are the target's server, the disposable one, and the host's files.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import anyio
import asyncpg
import pytest

from schemawarden.adapters.engine.engine import AtlasEngine
from schemawarden.adapters.postgres.dev.server import DevServer
from schemawarden.adapters.postgres.dev.wanted import DevDatabase
from schemawarden.adapters.postgres.reading import Scope
from schemawarden.adapters.postgres.rehearsal import PostgresRehearsal
from schemawarden.errors import SchemawardenError
from schemawarden.ports import FileToRun
from schemawarden_policy.facts import StatementRun
from schemawarden_policy.statement import Dialect
from tests.postgres import Server
from tests.postgres_site import OWNER
from tests.threats.agent import Agent, Answer, at_work
from tests.threats.postgres_world import PostgresWorld, Relay, make_postgres_world, own_server, unharmed
from tests.threats.world import ADVISORY

APP = {"target": "app"}

OUTSIDE, CLUSTER, ROLE, CONTROL = (
    "outside-program-or-file",
    "cluster-statement",
    "role-change",
    "nested-transaction",
)
ATTACKS = {
    "C07 to a program": ("COPY (SELECT 1) TO PROGRAM 'touch {mark}';", OUTSIDE),
    "C07 from a program": ("CREATE TABLE c07 (x text);\nCOPY c07 FROM PROGRAM 'touch {mark}';", OUTSIDE),
    "C07 to a file": ("COPY (SELECT 1) TO '{mark}';", OUTSIDE),
    "C07 from a file": ("CREATE TABLE c07 (x text);\nCOPY c07 FROM '/etc/passwd';", OUTSIDE),
    "C08": ("COMMIT;\nCREATE ROLE x SUPERUSER;\nALTER SYSTEM SET archive_mode = on;", CONTROL),
    "C08 role": ("CREATE ROLE x SUPERUSER;", CLUSTER),
    "C08 more power": ("ALTER ROLE CURRENT_USER SUPERUSER;", CLUSTER),
    "C08 setting": ("ALTER SYSTEM SET archive_command = 'touch {mark}';", CLUSTER),
    "C09 dblink": ("CREATE EXTENSION dblink;\nSELECT dblink_exec('host=/tmp', 'DROP TABLE precious');", "untrusted-extension"),
    "C09 postgres_fdw": ("CREATE EXTENSION postgres_fdw;\nCREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw;", "untrusted-extension"),
    "C09 file_fdw": ("CREATE EXTENSION file_fdw;", "untrusted-extension"),
    "C09 a wrapper of its own": ("CREATE FOREIGN DATA WRAPPER own;", OUTSIDE),
    "C09 subscription": ("CREATE SUBSCRIPTION s CONNECTION 'host=127.0.0.1' PUBLICATION p WITH (connect = false);", OUTSIDE),
    "C16 an untrusted extension": ("CREATE EXTENSION pageinspect;", "untrusted-extension"),
    "C17 directory": ("SELECT count(*) FROM pg_ls_dir('/');", OUTSIDE),
    "C17 large object from a file": ("SELECT lo_import('/etc/passwd');", OUTSIDE),
    "C17 large object to a file": ("SELECT lo_export(16384, '{mark}');", OUTSIDE),
    "C17 library": ("LOAD '{mark}.so';", OUTSIDE),
    "C17 function in C": ("CREATE FUNCTION c17() RETURNS int LANGUAGE c AS '{mark}.so';", OUTSIDE),
    "C17 SET ROLE": ("SET ROLE schemawarden_dev;", ROLE),
    "C17 SET SESSION AUTHORIZATION": ("SET SESSION AUTHORIZATION schemawarden_dev;", ROLE),
    "C17 predefined role": ("SET ROLE pg_execute_server_program;", ROLE),
    "C17 database": ("CREATE DATABASE another;", CLUSTER),
    "C17 tablespace": ("CREATE TABLESPACE another LOCATION '/tmp';", CLUSTER),
    "C17 reload": ("SELECT pg_reload_conf();", OUTSIDE),
    "C17 log": ("SELECT pg_rotate_logfile();", OUTSIDE),
    "C17 slot": ("SELECT pg_create_physical_replication_slot('s');", OUTSIDE),
    "C17 event trigger": (
        "CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';\n"
        "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION e();", CLUSTER),
}  # fmt: skip
"""Each with the rule that denies it. All are refused by the server as well."""
ALLOWED_BY_THE_SERVER = {
    "C14": ("SET statement_timeout = 0;", "forbidden-setting"),
    "C17 its own settings": ("ALTER ROLE CURRENT_USER SET default_transaction_read_only = on;", CLUSTER),
    "C17 its own password": ("ALTER ROLE CURRENT_USER PASSWORD 'mine';", CLUSTER),
    "C17 another session": ("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid();", OUTSIDE),
    "C17 advisory lock": ("SELECT pg_advisory_lock_shared(1);\nSELECT pg_advisory_unlock_all();", OUTSIDE),
    "C17 catalogue": ("SELECT count(*) FROM pg_catalog.pg_authid;\nUPDATE pg_settings SET setting = 'off' WHERE name = 'row_security';",
                      OUTSIDE),
}  # fmt: skip
"""Denied by their text; what of them the server lets through has no consequence beyond the disposable database."""
HARMLESS = (
    "NOTIFY precious, 'x';\n",
    "SELECT lo_create(4711);\n",
    "LOCK TABLE precious IN ACCESS EXCLUSIVE MODE;\n",
)


def filled(sql: str, world: PostgresWorld) -> str:
    return sql.format(mark=world.pwned) + "\n"


@pytest.fixture
async def world(tmp_path: Path, temporary: Path, postgres18: Server) -> PostgresWorld:
    return await make_postgres_world(tmp_path, postgres18)


# --- the first wall: the text ----------------------------------------------------------------------------------------


async def test_C07_C08_C09_C14_C16_C17_a_new_file_is_denied_by_its_text(world: PostgresWorld) -> None:
    async with unharmed(world, workspace=False), at_work(world.site) as agent:
        for attack, (sql, rule) in (ATTACKS | ALLOWED_BY_THE_SERVER).items():
            world.plant("pending", filled(sql, world))
            await world.seal()
            lint = await agent.call("lint_migrations", target="app")
            dry = await agent.call("dry_run", target="app")
            assert (lint["verdict"], dry["verdict"], dry["plan_id"]) == ("deny", "deny", ""), attack
            assert rule in lint.forbidden & dry.forbidden, (attack, lint.rules)
            assert (await world.audit())[-1]["event"] == "dry_run.denied", attack
            world.clear()


async def test_C07_C08_C09_C14_C16_C17_a_desired_schema_is_refused_by_its_text(world: PostgresWorld) -> None:
    async with unharmed(world, workspace=False), at_work(world.site) as agent:
        for attack, (sql, _) in (ATTACKS | ALLOWED_BY_THE_SERVER).items():
            world.plant("desired", filled(sql, world))
            assert (
                await agent.call("inspect_schema", target="app", schema="desired")
            ).code == "FORBIDDEN_SQL", attack
        written = await agent.call("write_migration", target="app", name="more", content="from_diff")
        assert written.code == "FORBIDDEN_SQL"
        world.clear()


async def test_C17_what_may_be_said_has_no_consequence(world: PostgresWorld) -> None:
    world.plant("pending", "".join(HARMLESS))
    await world.seal()
    async with unharmed(world), at_work(world.site) as agent:
        await agent.run_from("pending")


# --- the second wall, through the product ----------------------------------------------------------------------------


async def test_C07_C08_C09_C17_a_rewritten_applied_file_is_run_by_the_engine_without_power(
    world: PostgresWorld,
) -> None:
    """Nobody judges the text of a file that counts as applied; validating replays it. One of each row here, since the engine is
    handed all of them below."""
    of_each_row = {attack.split()[0]: attack for attack in reversed(ATTACKS)}.values()
    async with unharmed(world, workspace=False), at_work(world.site) as agent:
        for attack in (*of_each_row, *ALLOWED_BY_THE_SERVER):
            world.plant("history", filled((ATTACKS | ALLOWED_BY_THE_SERVER)[attack][0], world))
            validated = await agent.call("validate_schema", target="app")
            assert attack in ALLOWED_BY_THE_SERVER or not validated["migrations_replay"], attack
        await agent.call("inspect_schema", target="app", schema="migrations")
        status = await agent.call("migration_status", target="app")
        assert status["problems"][0].startswith("HISTORY_REWRITTEN")
        world.clear()
        await works_as_ever(world, agent)
    assert not world.pwned.exists()


def hidden(attacks: list[str]) -> str:
    """One block that tries them all and carries on, in a spelling that no reader of text can see through."""
    tries = [
        f"  BEGIN EXECUTE replace($h${'~'.join(sql)}$h$, '~', ''); EXCEPTION WHEN OTHERS THEN NULL; END;\n"
        for sql in attacks
    ]
    return f"DO $block$ BEGIN\n{''.join(tries)}END $block$;\n"


@pytest.mark.parametrize("place", ["pending", "history", "desired"])
async def test_C07_C08_C09_C17_attacks_that_no_text_shows_come_to_nothing(
    world: PostgresWorld, place: str
) -> None:
    every = (ATTACKS | ALLOWED_BY_THE_SERVER).values()
    single = [statement for sql, _ in every for statement in filled(sql, world).split(";\n") if statement]
    world.plant(place, hidden(single))
    await world.seal()
    async with unharmed(world, workspace=place != "desired"), at_work(world.site) as agent:
        answers = await agent.run_from(place)
    assert not world.pwned.exists()
    if place == "pending":
        assert answers["dry_run"].rules["dynamic-or-opaque"] == "error"
        assert answers["dry_run"]["verdict"] in ("approve", "deny")
    assert not any("root:x:" in answer.raw for answer in answers.values())


async def works_as_ever(world: PostgresWorld, agent: Agent) -> None:
    """A harmless file is rehearsed as if nothing had been."""
    world.site.migrate("CREATE TABLE harmless (id integer PRIMARY KEY);\n")
    await world.seal()
    dry = await agent.call("dry_run", target="app")
    assert dry["plan_id"]
    assert dry.rules == {}, dry.text
    world.clear()
    await world.seal()


PERSISTING = (
    "ALTER ROLE CURRENT_USER SET search_path = evil",
    "ALTER ROLE CURRENT_USER SET statement_timeout = 1",
    "ALTER ROLE CURRENT_USER SET default_transaction_read_only = on",
    "ALTER ROLE CURRENT_USER PASSWORD 'mine'",
    "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$",
    "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = evil, pg_catalog', current_database()); END $$",
    "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT 0', current_database()); END $$",
    "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET role = pg_monitor', current_database()); END $$",
)


async def test_C17_what_a_role_or_database_is_set_to_does_not_reach_the_next_rehearsal(
    world: PostgresWorld,
) -> None:
    async with at_work(world.site) as agent:
        world.plant("history", "".join(f"{sql};\n" for sql in PERSISTING))
        await agent.call("validate_schema", target="app")
        world.clear()
        world.plant("pending", hidden(list(PERSISTING)))
        await world.seal()
        await agent.call("dry_run", target="app")
        world.clear()
        await works_as_ever(world, agent)


async def test_C17_a_rewritten_file_that_destroys_the_copies_is_survived(world: PostgresWorld) -> None:
    """The role owns every disposable database, the kept copy of the target among them, and can learn their names."""
    async with at_work(world.site) as agent:
        await works_as_ever(world, agent)
        names = "(SELECT string_agg(datname, ' ') FROM pg_database WHERE datname <> current_database())"
        world.plant("history", f"DO $$ BEGIN RAISE EXCEPTION 'names: %', {names}; END $$;\n")
        told = (await agent.call("validate_schema", target="app")).text
        found = [word.rstrip(",.") for word in told.split() if word.startswith("schemawarden_")]
        for act in (
            'DROP DATABASE "{}" WITH (FORCE)',
            'ALTER DATABASE "{}" RENAME TO taken',
            'ALTER DATABASE "{}" ALLOW_CONNECTIONS false',
        ):
            for name in found:
                world.plant("history", act.format(name) + ";\n")
                await agent.call("validate_schema", target="app")
            world.clear()
            await works_as_ever(world, agent)


async def test_C07_the_observer_runs_no_function_of_the_files(world: PostgresWorld) -> None:
    """Whoever looks at locks is a superuser of the disposable server. Operators and functions that fit its questions better
    than the server's own must not be found, whether they lie in `public` or the database's search_path is turned to them."""
    world.site.migrate(
        BAIT.replace("{mark}", str(world.pwned)), "ALTER TABLE bait ADD COLUMN b integer;\n", CONCURRENTLY
    )
    await world.seal()
    async with unharmed(world), at_work(world.site) as agent:
        dry = await agent.call("dry_run", target="app")
    assert dry["plan_id"], dry.text
    assert not [rule for rule in dry.rules if rule.startswith("rehearsal")], dry.text
    assert not world.pwned.exists()


CONCURRENTLY = "-- atlas:txmode none\n\nCREATE INDEX CONCURRENTLY bait_a ON bait (a);\n"
_SNAP = """
  IF current_user <> 'app_owner' THEN
    EXECUTE replace('INSERT INTO public.bait (a) VALUES (1); CO~PY (SELECT 1) TO PROG~RAM ''touch {mark}''', '~', '');
  END IF;"""
BAIT = f"""\
CREATE TABLE bait (a integer);
CREATE FUNCTION bait_ge(oid, integer) RETURNS boolean LANGUAGE plpgsql AS $f$
BEGIN{_SNAP} RETURN $1 OPERATOR(pg_catalog.>=) $2::oid; END $f$;
CREATE OPERATOR >= (LEFTARG = oid, RIGHTARG = integer, FUNCTION = bait_ge);
CREATE FUNCTION format(text, name, name) RETURNS text LANGUAGE plpgsql AS $f$
BEGIN{_SNAP} RETURN 'ONLY ' || quote_ident($2) || '.' || quote_ident($3); END $f$;
CREATE SCHEMA schemawarden_dev;
CREATE FUNCTION schemawarden_dev.format(text, name, name) RETURNS text LANGUAGE sql AS 'SELECT public.format($1, $2, $3)';
DO $d$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_catalog', current_database()); END $d$;
"""


# --- the second wall, touched directly -------------------------------------------------------------------------------


async def cluster_of(database: DevDatabase) -> dict[str, object]:
    """What outlives a database."""
    connection = await asyncpg.connect(**database.admin)
    try:
        return {
            "roles": await connection.fetchval(
                "SELECT string_agg((rolname, rolsuper, rolcreaterole, rolcreatedb, rolcanlogin)::text, ' ' ORDER BY 1) FROM pg_roles"
            ),
            "members": await connection.fetchval("SELECT count(*) FROM pg_auth_members"),
            "auto": await connection.fetchval("SELECT pg_read_file('postgresql.auto.conf')"),
            "loaded": await connection.fetchval("SELECT pg_conf_load_time()"),
            "tablespaces": await connection.fetchval("SELECT count(*) FROM pg_tablespace"),
            "slots": await connection.fetchval("SELECT count(*) FROM pg_replication_slots"),
            "prepared": await connection.fetchval("SELECT count(*) FROM pg_prepared_xacts"),
            "databases": await connection.fetchval(
                "SELECT array_agg(datname) FROM pg_database WHERE datname !~ '^schemawarden_'"
            ),
        }
    finally:
        await connection.close()


async def rehearsed(database: DevDatabase, sql: str, seconds: float = 10.0) -> StatementRun:
    statements = tuple(filter(None, (part.strip() for part in sql.split(";\n"))))
    runs = await PostgresRehearsal(Scope(("public",)), seconds).run(
        database, [FileToRun("1.sql", statements)]
    )
    return runs[-1]


async def loaded(database: DevDatabase, sql: str, seconds: float = 12.0) -> str:
    """What the engine says to it as a desired schema; empty when it loads."""
    source = {"files": [{"name": "schema.sql", "text": sql}], "format": "sql"}
    try:
        await AtlasEngine().call(
            "load",
            Dialect.POSTGRESQL,
            {"source": source, "dev_urls": [database.url], "schemas": ["public"]},
            seconds=seconds,
        )
    except SchemawardenError as error:
        return str(error)
    return ""


async def test_C07_C08_C09_C16_C17_rehearsal_and_engine_have_no_power_to_give(world: PostgresWorld) -> None:
    async with own_server() as server, server.database() as watch:
        before = await cluster_of(watch)
        for attack, (sql, _) in ATTACKS.items():
            async with server.database() as first, server.database() as second:
                run = await rehearsed(first, filled(sql, world))
                said = await loaded(second, filled(sql, world))
            assert run.sqlstate in ("42501", "25001", "0A000") or run.refused == "TRANSACTION CONTROL", (
                attack,
                run,
            )
            assert said, attack
        assert await cluster_of(watch) == before
        assert not world.pwned.exists()


async def test_C11_a_rehearsal_reaches_no_other_database(world: PostgresWorld) -> None:
    """Neither the cluster's own databases, nor another target's copy, which lies on another server, nor the target."""
    async with (
        own_server() as server,
        own_server() as another,
        server.database() as ours,
        another.database() as theirs,
    ):
        for database in ("postgres", "template1", "template0"):
            with pytest.raises(asyncpg.PostgresError):
                await asyncpg.connect(**{**ours.powerless, "database": database})
        login = {key: ours.powerless[key] for key in ("user", "password")}
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(**{**theirs.powerless, **login})
        target = {**world.site.there.connect, "password": login["password"]}
        with pytest.raises(asyncpg.InvalidPasswordError):  # the target knows that role under another password
            await asyncpg.connect(**target)
        connection = await asyncpg.connect(**ours.powerless)
        try:
            assert (
                await connection.fetchval("SELECT count(*) FROM pg_extension WHERE extname <> 'plpgsql'") == 0
            )
            assert await connection.fetchval("SELECT count(*) FROM pg_foreign_data_wrapper") == 0
        finally:
            await connection.close()


# --- C10: the rehearsal's server is the target's ---------------------------------------------------------------------


@asynccontextmanager
async def reachable(server: Server) -> AsyncIterator[tuple[int, bool]]:
    """A port of the loopback that leads to the server's socket, and whether it does so over IPv6, too."""
    relay = Relay(str(server.socket_dir))
    async with await asyncio.start_server(relay.serve, "127.0.0.1") as four:
        port = int(four.sockets[0].getsockname()[1])
        listening = [four]
        with suppress(OSError):
            listening.append(await asyncio.start_server(relay.serve, "::1", port))
        yield port, len(listening) > 1
        for each in listening:
            each.close()
    await relay.quiet()


async def test_C10_a_dev_server_that_is_the_target_under_another_name_is_refused(
    tmp_path: Path, temporary: Path, postgres18: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await make_postgres_world(tmp_path, postgres18, target=f'{ADVISORY}\ndev.url.env = "DEV_URL"')
    world.site.migrate("CREATE TABLE more (id integer PRIMARY KEY);\n")
    there, admin = world.site.there.connect, world.site.there.superuser
    linked = tmp_path / "s"
    linked.symlink_to(postgres18.socket_dir)
    await postgres18.new_role("dev_maker", "CREATEDB CREATEROLE")
    maker = postgres18.login("dev_maker", "postgres")
    async with reachable(postgres18) as (port, six):
        owner, boss = f"{there['user']}:{there['password']}", f"{admin['user']}:{admin['password']}"
        name, socket_dir = there["database"], postgres18.socket_dir
        aliases = [
            f"postgres://{owner}@/{name}?host={socket_dir}&connect_timeout=9",
            f"postgres://{owner}@127.0.0.1:{port}/{name}",
            f"postgresql://{owner}@localhost:{port}/{name}?sslmode=disable",
            f"postgres://{owner}@/{name}?host={linked}",
            f"postgres://{boss}@127.0.0.1:{port}/postgres",
            f"postgres://{maker['user']}:{maker['password']}@LOCALHOST:{port}/postgres",
            f"postgres://{boss}@/{world.neighbour.name}?host={socket_dir}/.",
        ]
        if six:
            aliases.append(f"postgres://{boss}@[::1]:{port}/postgres")
        for url in aliases:
            monkeypatch.setenv("DEV_URL", url)
            async with unharmed(world), at_work(world.site) as agent:
                for tool, given in (
                    ("dry_run", APP),
                    ("validate_schema", APP),
                    ("inspect_schema", APP | {"schema": "live"}),
                ):
                    answer = await agent.send(tool, given)
                    assert answer.code == "DEV_IS_TARGET", (aliases.index(url), tool, answer.text)
                    assert str(there["password"]) not in answer.raw


# --- C13 C14: time ---------------------------------------------------------------------------------------------------

MOST_SECONDS = 15
"""The row's bound on the time that a text may take. Killing and clearing up come on top, and are not measured here."""
HANGS = 120.0
LOOP = "BEGIN LOOP BEGIN PERFORM pg_sleep(0.01); EXCEPTION WHEN query_canceled THEN NULL; END; END LOOP; END"
ENDLESS = {
    "generate_series": "CREATE TABLE endless AS SELECT count(*) AS n FROM (SELECT generate_series(1, 9000000000000)) g;\n",
    "recursion": "CREATE TABLE endless AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x FROM c) SELECT max(x) AS n FROM c;\n",
    "sleep": "SELECT pg_sleep(1000000);\n",
    "a loop that catches its cancellation": f"DO $$ {LOOP} $$;\n",
    "regular expression": "SELECT (repeat('x', 2000) || 'ay') ~ '^(x*)(x*)(x*)(x*)(x*)(x*)(x*)a\\1\\2\\3\\4\\5\\6\\7y$';\n",
    "index on a slow function": "CREATE FUNCTION slow(integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM"
    " pg_sleep(100000); RETURN 1; END $$;\nCREATE TABLE endless (a integer);\nINSERT INTO endless VALUES (1);\n"
    "CREATE INDEX i ON endless (slow(a));\n",
    "waits for its own lock": "DO $$ BEGIN PERFORM pg_advisory_xact_lock(4711); PERFORM pg_sleep(1000000); END $$;\n",
    "deferred to the commit": "CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(100000); RETURN NULL;"
    " END $$;\nCREATE TABLE endless (a integer);\nCREATE CONSTRAINT TRIGGER late AFTER INSERT ON endless DEFERRABLE INITIALLY"
    " DEFERRED FOR EACH ROW EXECUTE FUNCTION late();\nINSERT INTO endless VALUES (1);\n",
}  # fmt: skip
CALLS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("pending", "generate_series", "lint_migrations", {}),
    ("pending", "a loop that catches its cancellation", "dry_run", {}),
    ("history", "sleep", "validate_schema", {}),
    ("desired", "recursion", "diff_schema", {"from": "migrations", "to": "desired"}),
)


async def test_C13_endless_text_is_stopped_in_time_by_every_tool(
    tmp_path: Path, temporary: Path, postgres18: Server
) -> None:
    """All at the same time, since each may take as long as the bound; their servers are warm, so that only the text counts."""
    late: set[str] = set()
    wrong: dict[str, str] = {}
    ready, go = [0], anyio.Event()

    async def one(place: str, attack: str, tool: str, given: dict[str, Any]) -> None:
        world = await make_postgres_world(tmp_path / tool, postgres18)
        async with at_work(world.site) as agent:
            await agent.call("validate_schema", target="app")
            world.plant(place, ENDLESS[attack])
            await world.seal()
            ready[0] += 1
            if ready[0] == len(CALLS):
                go.set()
            await go.wait()
            late.add(tool)
            async with unharmed(world):
                with anyio.move_on_after(HANGS):
                    answer = await agent.send(tool, APP | given)
                    late.discard(tool)
                    if not stopped(answer):
                        wrong[tool] = answer.text
            assert await no_backend(), tool

    async with anyio.create_task_group() as group:
        for each in CALLS:
            group.start_soon(one, *each)
    assert not late, f"never stopped: {sorted(late)}"
    assert not wrong


def stopped(answer: Answer) -> bool:
    """By the clock, in time, or by the limit on what it may spill to disk."""
    told = re.search(r"did not finish \w+ within (\d+) s and was stopped", answer.text)
    return int(told[1]) < MOST_SECONDS if told else "temp_file_limit" in answer.text


async def no_backend() -> bool:
    """No disposable server of this process runs a statement of the powerless role any more."""
    for _ in range(200):
        if not [line for line in titles() if f" {OWNER} schemawarden_" in line and not line.endswith("idle")]:
            return True
        await anyio.sleep(0.05)
    return False


def titles() -> list[str]:
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            found.append(process.read_bytes().replace(b"\0", b" ").decode(errors="replace").strip())
    return [line for line in found if line.startswith("postgres: ")]


async def test_C13_C14_the_watchdog_needs_no_setting_of_the_session(world: PostgresWorld) -> None:
    """Rehearsal and engine, each statement after `SET statement_timeout = 0`, all at once."""
    async with own_server() as server:

        async def rehearse(attack: str) -> None:
            async with server.database() as database:
                run = await rehearsed(database, "SET statement_timeout = 0;\n" + ENDLESS[attack], seconds=2)
                assert run.error.startswith(("TIMEOUT", "53400")), (attack, run)
                assert await sessions(database) == 0, attack

        async def load(attack: str) -> None:
            async with server.database() as database:
                said = await loaded(database, "SET statement_timeout = 0;\n" + ENDLESS[attack], seconds=2)
                assert said.startswith("ENGINE_TIMEOUT") or "temp_file_limit" in said, (attack, said)
            assert await gone(server, database.name), attack

        for act in (rehearse, load):
            async with asyncio.TaskGroup() as group:
                for attack in ENDLESS:
                    group.create_task(act(attack))


async def sessions(database: DevDatabase) -> int:
    connection = await asyncpg.connect(**database.admin)
    try:
        count = "SELECT count(*) FROM pg_stat_activity WHERE datname = $1 AND usename = $2"
        return int(await connection.fetchval(count, database.name, OWNER))
    finally:
        await connection.close()


async def gone(server: DevServer, name: str) -> bool:
    async with server.database() as database:
        connection = await asyncpg.connect(**database.admin)
        try:
            return not await connection.fetchval("SELECT count(*) FROM pg_database WHERE datname = $1", name)
        finally:
            await connection.close()


# --- C16: extensions -------------------------------------------------------------------------------------------------


async def test_C16_harmless_extensions_pass_and_unknown_ones_are_an_error(world: PostgresWorld) -> None:
    async with at_work(world.site) as agent:
        world.plant("pending", "CREATE EXTENSION citext;\nCREATE EXTENSION IF NOT EXISTS pg_trgm;\n")
        await world.seal()
        async with unharmed(world):
            dry = await agent.call("dry_run", target="app")
        assert dry["plan_id"]
        assert not dry.rules.keys() & {"extension-not-listed", "untrusted-extension", "rehearsal-failed"}, (
            dry.text
        )
        for name in ("house_tools", '"dblink "'):
            world.clear()
            world.plant("pending", f"CREATE EXTENSION {name};\n")
            await world.seal()
            async with unharmed(world):
                lint = await agent.call("lint_migrations", target="app")
            assert lint.rules.get("extension-not-listed") == "error", (name, lint.rules)
            assert lint["verdict"] == "approve"


async def test_C16_an_extension_that_reaches_out_is_denied_however_it_is_spelled(
    world: PostgresWorld,
) -> None:
    spellings = (
        "dblink",
        '"dblink"',
        "DBLINK",
        "IF NOT EXISTS dblink WITH SCHEMA public",
        "dblink CASCADE",
        "postgres_fdw",
        "plpython3u",
    )
    async with at_work(world.site) as agent:
        for name in spellings:
            world.plant("pending", f"CREATE EXTENSION {name};\n")
            await world.seal()
            lint = await agent.call("lint_migrations", target="app")
            assert "untrusted-extension" in lint.forbidden, name
            world.clear()
