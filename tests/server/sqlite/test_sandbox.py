"""What the sandbox sees, and what it refuses (C01-C06, C13, C15)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from schemawarden.adapters.sqlite import sandbox
from schemawarden.adapters.sqlite.rehearsal import SqliteRehearsal
from schemawarden_policy.facts import StatementRun
from tests.server.sqlite.databases import SHOP, look

DDL = SHOP[:-1]


async def run(*statements: str, ddl: Sequence[str] = DDL, seconds: float = 10.0) -> tuple[StatementRun, ...]:
    numbered = [("a.sql", number, text) for number, text in enumerate(statements)]
    return await SqliteRehearsal(seconds).run(ddl, numbered)


async def effects(*statements: str, ddl: Sequence[str] = DDL) -> list[str]:
    """What the last statement did, as words."""
    runs = await run(*statements, ddl=ddl)
    assert [each.error for each in runs] == [""] * len(statements)
    return [f"{each.verb} {each.object} {each.name}" for each in runs[-1].effects]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("CREATE TABLE t (id)", ["created table t"]),
        ("CREATE TABLE t AS SELECT 1 AS one", ["created table t"]),
        ("CREATE TABLE IF NOT EXISTS users (id)", []),
        ("CREATE INDEX i ON users (name)", ["created index i"]),
        ("DROP INDEX users_email", ["dropped index users_email"]),
        ("CREATE VIEW v AS SELECT 1", ["created view v"]),
        ("DROP VIEW names", ["dropped view names"]),
        ("DROP TRIGGER users_out", ["dropped trigger users_out"]),
        ("ALTER TABLE users ADD COLUMN age integer", ["changed table users", "created column users.age"]),
        (
            "ALTER TABLE orders RENAME COLUMN user TO owner",
            [
                "changed table orders",
                "dropped column orders.user",
                "created column orders.owner",
                "changed trigger users_out",
            ],
        ),
        (
            "DROP TABLE users",
            ["dropped index users_email", "dropped table users", "dropped trigger users_out"],
        ),
        ("INSERT INTO orders VALUES (1, 2)", ["rows_inserted rows orders"]),
        ("UPDATE users SET name = 1", ["rows_updated rows users"]),
        ("DELETE FROM users", ["rows_deleted rows users", "rows_deleted rows orders"]),
        ("SELECT * FROM users", []),
        ("CREATE TEMP TABLE scratch (id)", []),
        ("REINDEX", []),
        ("ANALYZE", []),
        ("PRAGMA foreign_keys = off", []),
        ("-- nothing but a comment", []),
    ],
)
async def test_effects_of_a_statement(statement: str, told: list[str]) -> None:
    assert await effects(statement) == told


async def test_cascade_is_seen_when_the_file_switches_foreign_keys_on() -> None:
    ddl = ["CREATE TABLE a (id integer PRIMARY KEY)", "CREATE TABLE b (a REFERENCES a ON DELETE CASCADE)"]
    assert await effects("DELETE FROM a", ddl=ddl) == ["rows_deleted rows a"]
    assert "rows_deleted rows b" in await effects("PRAGMA foreign_keys = on", "DELETE FROM a", ddl=ddl)
    assert "rows_deleted rows b" in await effects("PRAGMA foreign_keys = on", "DROP TABLE a", ddl=ddl)


async def test_copy_and_rename_is_seen_step_by_step() -> None:
    runs = await run(
        "PRAGMA foreign_keys = off",
        "CREATE TABLE new_orders (user integer, day date, note text)",
        "INSERT INTO new_orders (user, day) SELECT user, day FROM orders",
        "DROP TRIGGER users_out",
        "DROP TABLE orders",
        "ALTER TABLE new_orders RENAME TO orders",
        "PRAGMA foreign_keys = on",
    )
    assert [[f"{each.verb} {each.name}" for each in run.effects] for run in runs] == [
        [],
        ["created new_orders"],
        ["rows_inserted new_orders"],
        ["dropped users_out"],
        ["dropped orders"],
        ["dropped new_orders", "created orders"],
        [],
    ]


async def test_column_that_changes_is_told_after_a_rename() -> None:
    told = await effects(
        "CREATE TABLE t (a int)", "ALTER TABLE t RENAME TO u", "ALTER TABLE u ADD COLUMN b int", ddl=[]
    )
    assert told == ["changed table u", "created column u.b"]


async def test_temporary_table_that_hides_a_real_one_is_not_mistaken_for_it() -> None:
    assert await effects("CREATE TEMP TABLE users (id)", "INSERT INTO users VALUES (1)") == []
    assert await effects("CREATE TEMP TABLE users (id)", "DELETE FROM main.orders") == [
        "rows_deleted rows orders"
    ]


async def test_run_stops_at_the_first_failure_and_says_why() -> None:
    runs = await run("CREATE TABLE t (id)", "CREATE TABLE t (id)", "CREATE TABLE u (id)")
    assert len(runs) == 2
    assert runs[1].error == "table t already exists"
    assert runs[1].effects == ()
    assert runs[1].refused == ""


FAMILY = ("CREATE TABLE a (id integer PRIMARY KEY)", "CREATE TABLE b (a REFERENCES a)")


@pytest.mark.parametrize("first", ["SELECT 1", "PRAGMA foreign_keys = on"])
async def test_row_whose_parent_only_the_target_has_is_no_failure(first: str) -> None:
    assert await effects(first, "INSERT INTO b VALUES (1)", ddl=FAMILY) == ["rows_inserted rows b"]


async def test_foreign_keys_are_off_again_in_the_next_file() -> None:
    statements = [("1.sql", 0, "PRAGMA foreign_keys = on"), ("2.sql", 0, "DELETE FROM a")]
    ddl = [FAMILY[0], "CREATE TABLE b (a REFERENCES a ON DELETE CASCADE)"]
    runs = await SqliteRehearsal().run(ddl, statements)
    assert [each.name for each in runs[1].effects] == ["a"]


async def test_watch_goes_on_after_a_foreign_key_failed() -> None:
    runs = await run(
        "PRAGMA foreign_keys = on", "INSERT INTO b VALUES (1)", "PRAGMA user_version = 3", ddl=FAMILY
    )
    assert runs[-1].refused == "PRAGMA user_version"


@pytest.fixture
def canary(shop: Path) -> Path:
    """A target-like file that statements try to reach; it must never change."""
    return shop


@pytest.mark.parametrize(
    ("statement", "refused"),
    [
        ("ATTACH '{0}' AS x", "ATTACH"),
        ("ATTACH '{0}/../new.db' AS x", "ATTACH"),
        ("ATTACH 'file:{0}?mode=rw' AS x", "ATTACH"),
        ("ATTACH ':memory:' AS x", "ATTACH"),
        ("DETACH main", "DETACH"),
        ("VACUUM INTO '{0}.copy'", "VACUUM"),
        ("VACUUM", "VACUUM"),
        ("SELECT load_extension('{0}')", "load_extension()"),
        ("SELECT fts3_tokenizer('simple')", "fts3_tokenizer()"),
        ("CREATE VIRTUAL TABLE f USING fts5(a)", "CREATE VIRTUAL TABLE"),
        ("CREATE VIRTUAL TABLE f USING csv(filename='/etc/passwd')", "CREATE VIRTUAL TABLE"),
        ("PRAGMA journal_mode = DELETE", "PRAGMA journal_mode"),
        ("PRAGMA writable_schema = ON", "PRAGMA writable_schema"),
        ("PRAGMA hard_heap_limit = 0", "PRAGMA hard_heap_limit"),
        ("PRAGMA max_page_count = 100000000", "PRAGMA max_page_count"),
        ("PRAGMA temp_store_directory = '/tmp'", "PRAGMA temp_store_directory"),
        ("PRAGMA schema_version", "PRAGMA schema_version"),
        ("SELECT * FROM pragma_database_list", "PRAGMA database_list"),
        ("BEGIN", "BEGIN"),
        ("COMMIT", "COMMIT"),
        ("ROLLBACK", "ROLLBACK"),
        ("SAVEPOINT s", "SAVEPOINT"),
        ("DELETE FROM sqlite_master", "WRITE sqlite_master"),
        ("DROP TABLE sqlite_master", "WRITE sqlite_master"),
        ("INSERT INTO atlas_schema_revisions (version) VALUES ('1')", "WRITE atlas_schema_revisions"),
        ("DELETE FROM Atlas_Schema_Revisions", "WRITE atlas_schema_revisions"),
        ("DROP TABLE atlas_schema_revisions", "WRITE atlas_schema_revisions"),
        ("ALTER TABLE atlas_schema_revisions ADD COLUMN x", "WRITE atlas_schema_revisions"),
        ("CREATE TABLE atlas_schema_revisions (x)", "WRITE atlas_schema_revisions"),
        (
            "CREATE TRIGGER t AFTER INSERT ON atlas_schema_revisions BEGIN SELECT 1; END",
            "WRITE atlas_schema_revisions",
        ),
        ("SELECT writefile('{0}', 'x')", None),
        ("SELECT 1; DROP TABLE users", None),
        ("SELECT 1;\0DROP TABLE users", None),
    ],
)
async def test_statement_that_reaches_out_is_refused_and_touches_nothing(
    canary: Path, statement: str, refused: str | None
) -> None:
    before = look(canary.parent), sorted(path.name for path in canary.parent.parent.iterdir())
    runs = await run(statement.format(canary))
    assert len(runs) == 1
    assert runs[0].error
    assert runs[0].effects == ()
    assert runs[0].refused == (refused or "")
    assert (look(canary.parent), sorted(path.name for path in canary.parent.parent.iterdir())) == before


async def test_refusal_inside_a_trigger_holds_when_it_fires() -> None:
    runs = await run(
        "CREATE TRIGGER t AFTER INSERT ON orders BEGIN DELETE FROM atlas_schema_revisions; END",
        "INSERT INTO orders VALUES (1, 2)",
    )
    assert runs[-1].refused == "WRITE atlas_schema_revisions"


@pytest.mark.parametrize(
    ("statement", "refused"),
    [
        ("PRAGMA temp_store = MEMORY", "PRAGMA temp_store"),
        (sandbox.REVISIONS_DDL, "WRITE atlas_schema_revisions"),
    ],
)
async def test_text_that_the_sandbox_itself_ran_is_refused_all_the_same(statement: str, refused: str) -> None:
    assert (await run(statement))[0].refused == refused


async def test_two_statements_in_one_text_are_named() -> None:
    assert (await run("SELECT 1; SELECT 2"))[0].error.startswith("MULTI_STATEMENT")


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "


@pytest.mark.parametrize(
    "statement",
    [
        ENDLESS + "SELECT count(*) FROM n",
        ENDLESS + "SELECT i FROM n",
        "SELECT printf('%.*c', 2000000000, 'x')",
        ENDLESS + "SELECT group_concat(hex(randomblob(100000))) FROM n",
    ],
)
async def test_endless_statement_ends_as_a_timeout(statement: str) -> None:
    started = time.monotonic()
    runs = await run("CREATE TABLE t (id)", statement, seconds=1.0)
    assert time.monotonic() - started < 6
    assert runs[0].error == ""
    assert runs[1].error.startswith("TIMEOUT")


async def test_endless_recursion_with_the_default_budget_ends_within_15_seconds() -> None:
    started = time.monotonic()
    runs = await run(ENDLESS + "SELECT count(*) FROM n")
    assert time.monotonic() - started < 15
    assert runs[0].error.startswith("TIMEOUT")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT randomblob(1000000000)",
        "SELECT hex(zeroblob(9000000))",
        "CREATE TABLE t AS " + ENDLESS + "SELECT randomblob(100000) AS x FROM n",
        ENDLESS + "SELECT count(*) FROM (SELECT randomblob(1000000) AS x FROM n ORDER BY x)",
    ],
)
async def test_memory_bomb_is_that_statements_error(statement: str) -> None:
    runs = await run("CREATE TABLE before (id)", statement)
    assert len(runs) == 2
    assert runs[1].error
    assert not runs[1].error.startswith("TIMEOUT")


async def test_statement_of_300_kilobytes_runs() -> None:
    values = ", ".join(f"({number}, 'x')" for number in range(25_000))
    statement = f"INSERT INTO orders VALUES {values}"
    assert len(statement) > 300_000
    assert await effects(statement) == ["rows_inserted rows orders"]


async def test_statement_above_the_limit_fails() -> None:
    assert (await run("SELECT '" + "x" * 5_000_000 + "'"))[0].error


async def test_query_result_that_is_not_utf8_is_no_failure() -> None:
    assert await effects("SELECT CAST(x'ff' AS text)") == []


async def test_names_in_other_scripts_survive() -> None:
    assert await effects('CREATE TABLE "größe 表" (id)', ddl=[]) == ["created table größe 表"]


async def test_a_thousand_statements_take_time_in_proportion() -> None:
    texts = [f"CREATE TABLE t{number} (id integer PRIMARY KEY, name text)" for number in range(1_000)]
    started = time.monotonic()
    runs = await run(*texts, ddl=[])
    assert len(runs) == 1_000
    assert not runs[-1].error
    assert time.monotonic() - started < 3


async def test_honest_checks_are_rehearsed_whatever_sqlite_does_inside() -> None:
    texts = (
        "ALTER TABLE t ADD COLUMN n INTEGER CHECK (n > 0);",
        "CREATE TABLE j (x TEXT CHECK (json_valid(x) OR x IS NULL));",
    )
    runs = await SqliteRehearsal().run(
        ("CREATE TABLE t (id INTEGER PRIMARY KEY)",), [("1_a.sql", i, text) for i, text in enumerate(texts)]
    )
    assert [(run.error, run.refused) for run in runs] == [("", ""), ("", "")]
