"""D on PostgreSQL: what is hidden in code shows by what it does, a file keeps to its transaction, and all read the same statements."""

from __future__ import annotations

import asyncio
import os
import random
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from schemawarden.adapters.engine.engine import AtlasEngine
from schemawarden.adapters.postgres.dev.wanted import DevDatabase
from schemawarden.errors import EngineError
from schemawarden_policy.check import check
from schemawarden_policy.facts import Facts
from schemawarden_policy.migration import Migration
from schemawarden_policy.reading import read_file
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect
from tests.postgres import Server
from tests.threats.agent import at_work
from tests.threats.postgres_world import PostgresWorld, Relay, make_postgres_world, own_server, unharmed

SECONDS = float(os.environ.get("SCHEMAWARDEN_HUNT", "0"))
CASES = 300
"""Of the generator, in a run without SCHEMAWARDEN_HUNT."""


@pytest.fixture
async def world(tmp_path: Path, temporary: Path, postgres18: Server) -> PostgresWorld:
    return await make_postgres_world(tmp_path, postgres18)


# --- D04: code that is put together when it runs ---------------------------------------------------------------------

DROP = "'DR' || 'OP TABLE precious'"
AGAIN = "; CREATE TABLE precious (id integer PRIMARY KEY, name text NOT NULL)"
BODY = f"RETURNS integer LANGUAGE plpgsql {{how}} AS $f$ BEGIN EXECUTE {DROP}; RETURN 1; END $f$;\n"
FUNCTION = "CREATE FUNCTION f() " + BODY.format(how="")
DYNAMIC = {
    "DO": f"DO $$ BEGIN EXECUTE {DROP}; END $$;\n",
    "DO, and made again": f"DO $$ BEGIN EXECUTE {DROP}; EXECUTE 'CREATE TABLE precious (id integer PRIMARY KEY, name text NOT NULL)';"
    " END $$;\n",
    "both in one string": f"DO $$ BEGIN EXECUTE {DROP} || '{AGAIN}'; END $$;\n",
    "format": "DO $$ BEGIN EXECUTE format('%s %s %I', 'DROP', 'TABLE', 'precious'); END $$;\n",
    "letters": "DO $$ BEGIN EXECUTE convert_from(decode('64726f70207461626c652070726563696f7573', 'hex'), 'UTF8'); END $$;\n",
    "reversed": "DO $$ BEGIN EXECUTE reverse('suoicerp ELBAT PORD'); END $$;\n",
    "a block within": f"DO $a$ BEGIN EXECUTE $b$ DO $c$ BEGIN EXECUTE {DROP}; END $c$ $b$; END $a$;\n",
    "after a comment": f"/* DO nothing */ DO -- harmless\n$$ BEGIN EXECUTE {DROP}; END $$ LANGUAGE plpgsql;\n",
    "function in a query": FUNCTION + "SELECT f();\n",
    "function in a FROM": FUNCTION + "SELECT * FROM f();\n",
    "function in VALUES": FUNCTION + "CREATE TABLE t (a integer);\nINSERT INTO t VALUES (f());\n",
    "function in a default": FUNCTION + "CREATE TABLE t (a integer DEFAULT f(), b integer);\nINSERT INTO t (b) VALUES (1);\n",
    "function in CREATE TABLE AS": FUNCTION + "CREATE TABLE t AS SELECT f();\n",
    "function in a view": FUNCTION + "CREATE VIEW v AS SELECT f() AS x;\nCREATE TABLE t AS SELECT * FROM v;\n",
    "function in a CHECK": FUNCTION + "CREATE TABLE t (a integer CHECK (f() = 1));\nINSERT INTO t VALUES (1);\n",
    "function in an index": "CREATE FUNCTION f(integer) " + BODY.format(how="IMMUTABLE") + "CREATE TABLE t (a integer);\n"
    "INSERT INTO t VALUES (1);\nCREATE INDEX i ON t (f(a));\n",
    "function in a generated column": "CREATE FUNCTION f(integer) " + BODY.format(how="IMMUTABLE") + "CREATE TABLE t (a integer, b integer"
    " GENERATED ALWAYS AS (f(a)) STORED);\nINSERT INTO t VALUES (1);\n",
    "function in ALTER ... USING": "CREATE FUNCTION f(integer) " + BODY.format(how="") + "CREATE TABLE t (a integer);\n"
    "INSERT INTO t VALUES (1);\nALTER TABLE t ALTER COLUMN a TYPE bigint USING f(a);\n",
    "operator": "CREATE FUNCTION f(integer, integer) " + BODY.format(how="") + "CREATE OPERATOR #+# (LEFTARG = integer, RIGHTARG = integer,"
    " FUNCTION = f);\nSELECT 1 #+# 1;\n",
    "aggregate": "CREATE FUNCTION f(integer, integer) " + BODY.format(how="") + "CREATE AGGREGATE g(integer) (SFUNC = f, STYPE = integer,"
    " INITCOND = '0');\nSELECT g(1);\n",
    "procedure": f"CREATE PROCEDURE f() LANGUAGE plpgsql AS $f$ BEGIN EXECUTE {DROP}; END $f$;\nCALL f();\n",
    "trigger": f"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN EXECUTE {DROP}; RETURN NULL; END $f$;\n"
    "CREATE TABLE t (a integer);\nCREATE TRIGGER g AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION f();\nINSERT INTO t VALUES (1);\n",
    "trigger at the commit": f"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN EXECUTE {DROP}; RETURN NULL; END $f$;\n"
    "CREATE TABLE t (a integer);\nCREATE CONSTRAINT TRIGGER g AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE"
    " FUNCTION f();\nINSERT INTO t VALUES (1);\n",
    "EXPLAIN ANALYZE": FUNCTION + "EXPLAIN ANALYZE SELECT f();\n",
    "prepared": FUNCTION + "PREPARE p AS SELECT f();\nEXECUTE p;\n",
    "materialized view": FUNCTION + "CREATE MATERIALIZED VIEW m AS SELECT f() AS x WITH NO DATA;\nREFRESH MATERIALIZED VIEW m;\n",
}  # fmt: skip
REFUSED_BY_THE_SERVER = ("function in an index", "function in a generated column", "materialized view")
"""It does not let such functions change other tables while it calls them there."""


@pytest.mark.parametrize("part", range(3))
async def test_D04_what_dynamic_code_does_is_named_by_the_dry_run(world: PostgresWorld, part: int) -> None:
    async with unharmed(world, workspace=False), at_work(world.site) as agent:
        for attack, sql in list(DYNAMIC.items())[part::3]:
            world.plant("pending", sql)
            dry = await agent.call("dry_run", target="app")
            assert dry["verdict"] in ("approve", "deny"), attack
            by_text = {dry.rules.get("dynamic-or-opaque"), dry.rules.get("destroying-code")}
            assert "error" in by_text, (attack, dry.rules)  # lint alone says so, too
            if "rehearsal-failed" not in dry.rules:
                effects = [effect for ran in dry["statements"] for effect in ran["effects"]]
                assert "dropped table public.precious" in effects, (attack, effects)
                told = [finding for finding in dry["findings"] if finding["rule"] == "unexplained-effect"]
                assert any("precious" in finding["message"] for finding in told), (attack, dry.text)
                assert dry["risk"] == "destructive", attack
            else:
                assert attack in REFUSED_BY_THE_SERVER, (attack, dry.text)
            world.clear()


# --- D10: transaction control ----------------------------------------------------------------------------------------

MADE = "CREATE TABLE made (a integer);\n"
CONTROL = {
    "COMMIT": "COMMIT;\n",
    "END": "END;\n",
    "end transaction": "end transaction;\n",
    "COMMIT AND CHAIN": "COMMIT AND CHAIN;\n",
    "ROLLBACK": "ROLLBACK;\n",
    "ROLLBACK AND CHAIN": "ROLLBACK AND CHAIN;\n",
    "ABORT": "ABORT;\n",
    "PREPARE TRANSACTION": "PREPARE TRANSACTION 'x';\n",
    "COMMIT PREPARED": "COMMIT PREPARED 'x';\n",
    "comments within": "/* a */ COMMIT /* b */ WORK -- c\n;\n",
    "BEGIN": "BEGIN;\n",
    "START TRANSACTION": "START TRANSACTION READ ONLY;\n",
    "SAVEPOINT": "SAVEPOINT s;\n",
    "RELEASE": "SAVEPOINT s;\nRELEASE s;\n",
    "ROLLBACK TO": "SAVEPOINT s;\nROLLBACK TO s;\n",
    "SET TRANSACTION": "SET TRANSACTION READ ONLY;\n",
    "in DO": "DO $$ BEGIN COMMIT; END $$;\n",
    "in DO, rollback": "DO $$ BEGIN ROLLBACK; END $$;\n",
    "in DO, chained": "DO $$ BEGIN IF true THEN COMMIT AND CHAIN; END IF; END $$;\n",
    "in a procedure": "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$;\nCALL p();\n",
    "in a procedure within": "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$;\n"
    "CREATE PROCEDURE q() LANGUAGE plpgsql AS $$ BEGIN CALL p(); END $$;\nCALL q();\n",
}  # fmt: skip
HIDDEN = {
    "EXECUTE": "DO $$ BEGIN EXECUTE 'COM' || 'MIT'; END $$;\n",
    "EXECUTE of a DO": "DO $a$ BEGIN EXECUTE 'DO $b$ BEGIN COM' || 'MIT; END $b$'; END $a$;\n",
    "procedure by EXECUTE": "DO $a$ BEGIN EXECUTE 'CREATE PROCEDURE p() LANGUAGE plpgsql AS $b$ BEGIN COM' || 'MIT; END $b$'; END $a$;\n"
    "CALL p();\n",
    "CALL by EXECUTE": "DO $a$ BEGIN EXECUTE 'CREATE PROCEDURE p() LANGUAGE plpgsql AS $b$ BEGIN COM' || 'MIT; END $b$';"
    " EXECUTE 'CALL p()'; END $a$;\n",
}  # fmt: skip


async def test_D10_transaction_control_is_denied(world: PostgresWorld) -> None:
    async with unharmed(world, workspace=False), at_work(world.site) as agent:
        for form, sql in CONTROL.items():
            world.plant("pending", MADE + sql + "CREATE TABLE later (a integer);\n")
            dry = await agent.call("dry_run", target="app")
            assert (dry["verdict"], dry["plan_id"]) == ("deny", ""), form
            assert "nested-transaction" in dry.forbidden, (form, dry.rules)
            world.clear()


async def test_D10_transaction_control_that_no_text_shows_fails_in_the_rehearsal(
    world: PostgresWorld,
) -> None:
    async with unharmed(world, workspace=False), at_work(world.site) as agent:
        for form, sql in HIDDEN.items():
            world.plant("pending", MADE + sql)
            dry = await agent.call("dry_run", target="app")
            assert dry.rules["dynamic-or-opaque"] == "error", form
            assert dry.rules.keys() & {"rehearsal-failed", "rehearsal-refused"}, (form, dry.text)
            world.clear()


LEAVES_IT_ALONE = ("BEGIN", "START TRANSACTION", "SAVEPOINT", "RELEASE", "ROLLBACK TO", "SET TRANSACTION")
"""The transaction is still the engine's own afterwards: a warning of the server at most."""


async def test_D10_the_engine_notices_by_itself_and_tells_what_is_left(temporary: Path) -> None:
    """As if policy and rehearsal had let it through: what is there afterwards is what the engine says is there."""
    async with own_server() as server:
        for form, sql in (CONTROL | HIDDEN).items():
            async with server.database() as database:
                answer = await applied(
                    database,
                    "CREATE TABLE first (a integer);\n",
                    MADE + sql + "CREATE TABLE later (a integer);\n",
                )
                there = await tables(database)
            failed = answer["failed"]
            if form in LEAVES_IT_ALONE and failed is None:
                assert there == {"first", "made", "later"}, form
                continue
            assert failed is not None, form
            assert failed["code"] in ("transaction_ended", "statement_failed", "internal"), (form, failed)
            kept = {"made"} if (answer["partial"] or {}).get("statements", 0) > 0 else set()
            assert there == {"first"} | kept, (form, there, answer)


async def applied(database: DevDatabase, *texts: str) -> Mapping[str, Any]:
    files = [{"name": f"{number}.sql", "text": text} for number, text in enumerate(texts, 1)]
    request = {
        "source": {"url": database.url},
        "schemas": ["public"],
        "migrations": files,
        "expected_pending": [file["name"] for file in files],
        "tx_mode": "file",
    }
    return await AtlasEngine().call("apply", Dialect.POSTGRESQL, request)


async def tables(database: DevDatabase) -> set[str]:
    connection = await asyncpg.connect(**database.admin)
    try:
        query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'atlas_schema_revisions'"
        return {row[0] for row in await connection.fetch(query)}
    finally:
        await connection.close()


# --- D20: where statements end ---------------------------------------------------------------------------------------

EQUAL, DENIED, UNREADABLE = "equal", "denied", "unreadable to Atlas"
SPLITS = {
    "dollar": ("SELECT $a$;$a$;\nSELECT $$;$$;\n", 2, EQUAL),
    "dollar within dollar": ("SELECT $a$ $b$; $a$;\nSELECT $b$ $$ ; $b$;\n", 2, EQUAL),
    "dollar with digits": ("PREPARE p AS SELECT $1::text || ';';\nSELECT $x1$;$x1$;\n", 2, EQUAL),
    "no tag begins with a digit": ("PREPARE p AS SELECT $1;DEALLOCATE p;SELECT 1;\n", 3, EQUAL),
    "dollar in a name": ("SELECT 1 AS a$b$;\nSELECT 2 AS c$b$;\n", 2, DENIED),
    "escape": ("SELECT E'\\';';\nSELECT E'a''b;';\n", 2, UNREADABLE),
    "plain backslash": ("SELECT '\\';\nSELECT ';';\n", 2, EQUAL),
    "continued": ("SELECT 'a'\n  ';b';\nSELECT 1;\n", 2, EQUAL),
    "unicode": ("SELECT U&'d\\003b;';\nSELECT 1 AS U&\"d\\0061;\";\n", 2, EQUAL),
    "nested comment": ("SELECT 1 /* a /* ; */ ; */;\nSELECT 2;\n", 2, DENIED),
    "comment": ("SELECT 1 -- ;\n;\nSELECT 2; -- ;\n", 2, EQUAL),
    "carriage returns": ("SELECT 1;\r\nSELECT ';\r\n';\r\n", 2, EQUAL),
    "form feed": ("SELECT 1;\fSELECT 2;\f\n", 2, DENIED),  # hidden-characters
    "atomic": ("CREATE FUNCTION pg_temp.f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END;\nSELECT 1;\n", 2, EQUAL),
    "quoted name": ('SELECT 1 AS "a;""b;";\nSELECT 2;\n', 2, EQUAL),
    "rule": ("CREATE TABLE r (a int);\nCREATE RULE u AS ON INSERT TO r DO ALSO (SELECT 1; SELECT 2);\n", 2, EQUAL),
    "empty statements": (";;SELECT 1;;;\n;SELECT 2;;", 2, EQUAL),
    "no terminator": ("SELECT 1;\nSELECT 2", 2, EQUAL),
    "switched strings": ("SET standard_conforming_strings = off;\nSELECT '\\';';\n", 2, DENIED),
    "no-break space": ("SELECT 1;\u00a0SELECT 2;\n", 2, DENIED),
    "national": ("SELECT N'a;';\nSELECT B'1';\nSELECT X'1F';\n", 3, EQUAL),
}  # fmt: skip


async def test_D20_every_reader_sees_the_same_statements_or_the_file_is_denied(world: PostgresWorld) -> None:
    """Through the product: what a dry run shows one by one is what the server counts; all else has no plan."""
    directory = str(world.site.server.socket_dir)
    async with (
        unharmed(world, workspace=False),
        counting(world.neighbour.connect, directory) as count,
        at_work(world.site) as agent,
    ):
        for form, (sql, number, expected) in SPLITS.items():
            world.plant("pending", sql)
            dry = await agent.call("dry_run", target="app")
            assert (dry["verdict"] == "deny") == (expected == DENIED), (form, dry.text)
            # What Atlas can't read, nobody can ever run.
            assert ("rehearsal-failed" in dry.rules) == (expected == UNREADABLE), (form, dry.text)
            if expected == EQUAL:
                assert len(dry["statements"]) == number, form
                assert await count(sql) == number, form
            world.clear()


@asynccontextmanager
async def counting(
    arguments: Mapping[str, Any], directory: str
) -> AsyncIterator[Callable[[str], Awaitable[int | None]]]:
    """How many statements the server runs of a script that is sent in one piece; None when one of them fails.

    What the script makes is rolled back.
    """
    counter = Relay(directory)
    with tempfile.TemporaryDirectory(dir="/tmp") as near:
        server = await asyncio.start_unix_server(counter.serve, f"{near}/.s.PGSQL.5432")
        connection = await asyncpg.connect(
            **{**arguments, "host": near, "port": 5432}, statement_cache_size=0
        )

        async def count(script: str) -> int | None:
            await connection.execute("BEGIN")
            before = counter.completed
            try:
                await connection.execute(script)
            except AttributeError:
                pass  # asyncpg trips over the answer to an empty statement
            except asyncpg.PostgresError:
                return None
            finally:
                found = counter.completed - before
                await connection.execute("ROLLBACK")
                await connection.execute("RESET ALL; DEALLOCATE ALL")
            return found

        try:
            yield count
        finally:
            connection.terminate()
            server.close()
            await counter.quiet()


LITERALS = (
    "';'", "'a''b;'", "E'\\';'", "E'\\\\;'", "E'a\\'b;'", "'\\'", "'a'\n';b'", "E'a'\n'\\';'", "U&'\\0061;'", "N';'", "B'1'", "X'1F'",
    "$$;$$", "$a$;$a$", "$a$ $$;$$ $b$;$a$", "$_$;$_$", "$é$;$é$", "$A1$;$a1$;$A1$", "1", "1.5e3", "0x1F", "1_000", ".5", "(1)", "(';')",
    "CASE WHEN true THEN ';' END", "1 /* ; */", "1 /* /* ; */ ; */", "1 -- ;\n", "1 --;\r\n", "1 -- ;\r", "'--;'", "'/*;'", "\"end\"", "-1",
    "'$$;'", "$$'$$", "$$--$$", "'a' /* ' */", "1 /* $$ */", "1 /* -- */", "'`'", "'{;}'", "'DELIMITER ;'", "1 * -1", "3 - -1", "@ -1",
)  # fmt: skip
NAMES = (
    "x",
    "a$b",
    "a$b$c",
    "a$$b",
    '"y;"',
    '"y"";"',
    'U&"\\0061;"',
    "é",
    "e",
    "b",
    "u",
    "\u00a0",
    '"BEGIN"',
    "atomic",
    "x\u2028y",
)
ENDS = (
    ";",
    ";\n",
    ";;\n",
    " ; ",
    ";\r\n",
    ";/* ; */",
    "; -- ;\n",
    ";\f",
    ";\v",
    ";\t",
    "\n;\n",
    "/*/* */*/;\n",
    ";\u00a0\n",
    "",
    ";\r",
)
SHAPES = (
    "SELECT {v}", "SELECT {v} AS {n}", "SELECT {v} {n}", "select({v})", "VALUES ({v})", "SELECT {v}, {w}", "SELECT {v} AS {n}, {w}",
    "DO $x$ BEGIN PERFORM {v}; END $x$", "DO $do$ BEGIN IF true THEN PERFORM 1; END IF; END; $do$ LANGUAGE plpgsql",
    "CREATE FUNCTION pg_temp.f{i}() RETURNS text BEGIN ATOMIC SELECT ({v})::text; SELECT CASE WHEN true THEN ';' END; END",
    "CREATE FUNCTION pg_temp.f{i}() RETURNS int LANGUAGE sql AS 'SELECT 1;'", "CREATE FUNCTION pg_temp.f{i}() RETURNS int RETURN 1",
    "CREATE TABLE pg_temp.t{i} (a text DEFAULT {v}, CHECK (a <> {w}))", "EXPLAIN SELECT {v}", "PREPARE p{i} AS SELECT $1::int",
    "COMMENT ON SCHEMA public IS ';'", "SELECT {v} WHERE true -- BEGIN ATOMIC\n", "WITH atomic AS (SELECT {v}) SELECT 1 FROM atomic",
    "SELECT 'begin' AS begin, {v}", "{v}", "BEGIN ATOMIC SELECT 1; END", "\\echo ;", "DELIMITER //",
)  # fmt: skip


def script(dice: random.Random) -> str:
    """A few statements of nasty parts. Most can be run, some can't be read."""
    made = []
    for i in range(dice.randint(1, 4)):
        v, w = (dice.choice(LITERALS) for _ in range(2))
        made.append(dice.choice(SHAPES).format(v=v, w=w, n=dice.choice(NAMES), i=i) + dice.choice(ENDS))
    text = "".join(made)
    if dice.random() < 0.2:  # a wound anywhere
        at = dice.randrange(len(text) + 1)
        text = (
            text[:at]
            + dice.choice(("'", '"', "$$", "$a$", "/*", "*/", "--", ";", "\\", "\n", "(", ")", "E", "`"))
            + text[at:]
        )
    return text


def scripts() -> Iterator[tuple[int, str]]:
    """SCHEMAWARDEN_HUNT takes seeds of its own, for as long as it says."""
    start = random.SystemRandom().randrange(2**32) if SECONDS else 20
    number = int(SECONDS * 50) or CASES
    for seed in range(start, start + number):
        yield seed, script(random.Random(seed))


async def test_D20_no_made_up_script_is_read_in_two_ways(temporary: Path) -> None:
    """For each that is not denied: our statements are Atlas's to the letter, each of them is one to the server, and the server
    counts as many in the whole."""
    told, ran = 0, 0
    async with own_server() as server, server.database() as database:
        directory = str(database.powerless["host"])
        failed = await asyncpg.connect(**database.powerless, statement_cache_size=0)
        with pytest.raises(asyncpg.DivisionByZeroError):
            await failed.execute("BEGIN; SELECT 1/0")
        async with counting(database.powerless, directory) as count:
            for seed, text in scripts():
                atlas = await atlas_statements(text)
                file = read_file("1.sql", text, Dialect.POSTGRESQL)
                facts = Facts(engine_statements=None if atlas is None else {"1.sql": atlas})
                report = check(Migration(Dialect.POSTGRESQL, (file,), facts), Settings())
                if any(
                    finding.rule in ("split-mismatch", "hidden-characters", "unsafe-directive")
                    for finding in report.findings
                ):
                    continue
                if atlas is None:
                    continue  # the engine can't run what it can't read
                told += 1
                for statement in file.statements:
                    assert not await several(failed, statement.text), (seed, text, statement.text)
                counted = await count(text)
                if counted is not None:
                    ran += 1
                    assert counted == len(file.statements), (
                        seed,
                        text,
                        [each.text for each in file.statements],
                    )
        await failed.close()
    assert told > CASES / 4
    assert ran > CASES / 8


async def atlas_statements(text: str) -> tuple[str, ...] | None:
    """None when Atlas can't read the file; then nothing of it is ever run."""
    try:
        answer = await AtlasEngine().call(
            "hash", Dialect.POSTGRESQL, {"migrations": [{"name": "1.sql", "text": text}]}
        )
    except EngineError:
        return None
    return tuple(statement["text"] for statement in answer["files"][0]["statements"])


async def several(failed: asyncpg.Connection[asyncpg.Record], text: str) -> bool:
    """A failed transaction parses what it is asked, and refuses it; for several statements it does so without a place."""
    try:
        await failed.prepare(text)
    except asyncpg.PostgresSyntaxError as error:
        return getattr(error, "position", None) is None
    except (asyncpg.PostgresError, asyncpg.InterfaceError):
        return False
    return False
