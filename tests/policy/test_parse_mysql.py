"""MySQL and MariaDB statements become the changes that they are; what is not understood says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemawarden_policy import change as c
from schemawarden_policy.parse import parse
from schemawarden_policy.parse.mysql_functions import is_own
from schemawarden_policy.reading import read_file
from schemawarden_policy.spelling import ident_ticked
from schemawarden_policy.split import SplitError, split
from schemawarden_policy.statement import Dialect, Kind, Place, RawStatement, Statement
from tests.policy.cases import HERE
from tests.policy.snapshots import matches_snapshot
from tests.policy.test_parse_postgres import told

TABLE = HERE / "parse" / "mysql.sql"


def read(text: str) -> Statement:
    (piece,) = split(text, "f.sql", Dialect.MYSQL)
    return parse(piece, Dialect.MYSQL)


def _line(statement: Statement) -> list[str]:
    opaque = f": {statement.opaque_reason}" if statement.opaque_reason else ""
    return [statement.kind.value + opaque, *map(told, statement.changes)]


def test_what_sqlglot_can_not_read_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert read("CREATE VIEW v AS WITH x AS (SELECT 1) REPLACE SELECT 'secret' FROM x").opaque_reason
    assert caplog.text == ""


def test_statements_become_the_changes_that_are_recorded() -> None:
    file = read_file(TABLE.name, TABLE.read_text(), Dialect.MYSQL)
    assert file.split_error == ""
    matches_snapshot(TABLE.with_suffix(".json"), {s.text: _line(s) for s in file.statements})


def test_both_dialects_are_read_alike() -> None:
    text = TABLE.read_text()
    assert read_file("f.sql", text, Dialect.MARIADB) == read_file("f.sql", text, Dialect.MYSQL)


TAUTOLOGIES = [
    *(
        "true",
        "1 = 1",
        "id = id",
        "t.id = id",
        "`ID` = t.`id`",
        "NOT false",
        "NOT (1 = 2)",
        "id = 3 OR true",
        "1",
    ),
    *("id <=> id", "id >= id", "name LIKE '%'", "name LIKE '%%'", "EXISTS (SELECT 1)", "id = 3 || 1", "! 0"),
    *("id IN (SELECT id FROM t)", "EXISTS (SELECT * FROM t)", "id > 1 OR id <= 1", "id IN (1, id)", "'1'"),
    *("id IS NULL OR id IS NOT NULL", "1 <> 2", "2 > 1", "now() > '2000-01-01'", "id BETWEEN id AND id"),
    *(
        "coalesce(1, 0)",
        "1 IN (1, 2)",
        "true && 1",
        "@x",
        "id = id -- more\n",
        "id = /* id */ id",
        "'a' = 'a'",
    ),
]
PREDICATES = [
    *(
        "id = 1",
        "false",
        "NULL",
        "NOT true",
        "name LIKE 'a%'",
        "id IN (SELECT id FROM other)",
        "id = name",
        "1 = 2",
    ),
    *(
        "id IN (SELECT id FROM t WHERE id > 3)",
        "1 = 1 AND id = 2",
        "name IS NOT NULL",
        "id <> id",
        "'x'",
        "0",
    ),
    *(
        "EXISTS (SELECT 1 FROM u WHERE u.id = t.id)",
        "active",
        "id > 1 OR id > 2",
        "id && 1",
        "name REGEXP '^a'",
    ),
    *("id = '1\\' OR 1'", 'name = "\\" OR 1"', "id = 1 # OR 1", "id = 1 -- OR 1", "a XOR b", "NOT id = 5"),
]


@pytest.mark.parametrize(
    ("where", "expected"), [(w, True) for w in TAUTOLOGIES] + [(w, False) for w in PREDICATES]
)
def test_tautology_is_told(where: str, expected: bool) -> None:
    (deleted, *_) = read(f"DELETE FROM t WHERE {where}").changes
    assert isinstance(deleted, c.DeleteRows)
    assert deleted.always_true is expected


def nested(count: int) -> str:
    return "CREATE PROCEDURE p() " + "BEGIN " * count + "SELECT 1; " + "END; " * count


CHAINS: dict[str, Callable[[int], str]] = {
    "parentheses": lambda n: "SELECT " + "(" * n + "1" + ")" * n,
    "operators": lambda n: "SELECT " + "+".join(["a"] * n),
    "signs": lambda n: "SELECT " + "- " * n + "1",
    "negations": lambda n: "DELETE FROM t WHERE " + "NOT " * n + "a",
    "unions": lambda n: "SELECT 1" + " UNION SELECT 1" * n,
    "joins": lambda n: "SELECT 1 FROM a" + " JOIN b ON 1" * n,
    "calls": lambda n: "SELECT " + "abs(" * n + "1" + ")" * n,
    "branches": lambda n: "SELECT " + "CASE WHEN a THEN " * n + "1" + " END" * n,
    "a default": lambda n: "CREATE TABLE t (a int DEFAULT " + "(" * n + "1" + ")" * n + ")",
    "blocks": nested,
    "conditions": lambda n: "CREATE PROCEDURE p() " + "IF 1 THEN " * n + "SELECT 1; " + "END IF; " * n,
}


FLAT = ("operators", "unions", "joins")
"""sqlglot reads these without going deeper."""


@pytest.mark.parametrize("chain", CHAINS)
@pytest.mark.parametrize("length", [60, 2_500, 20_000])
def test_deep_nesting_ends_no_process(chain: str, length: int) -> None:
    raw = RawStatement(Place("f.sql", 0, 1), CHAINS[chain](length), 0)
    statement = parse(raw, Dialect.MYSQL)
    unread = statement.opaque_reason or any(getattr(change, "dynamic", False) for change in statement.changes)
    assert unread or length == 60 or chain in FLAT


@pytest.mark.parametrize(
    "text",
    [
        "INSERT INTO t VALUES " + ", ".join(f"({n}, 'x', NULL, -1, now())" for n in range(20_000)),
        "DELETE FROM t WHERE id IN (" + ", ".join(map(str, range(20_000))) + ")",
        "INSERT INTO t VALUES ('" + "x;''\\' " * 200_000 + "')",
        "CREATE TABLE t (" + ", ".join(f"c{n} int DEFAULT {n} CHECK (c{n} > 0)" for n in range(1_500)) + ")",
        "ALTER TABLE t " + ", ".join(f"ADD COLUMN c{n} int" for n in range(2_000)),
    ],
    ids=["rows", "list", "string", "columns", "forms"],
)
def test_long_statements_are_read(text: str) -> None:
    assert read(text).opaque_reason == ""


@pytest.mark.parametrize(
    "text", ["SELECT 1; SELECT 2", "", ";", "SELECT '", "SELECT 1 \\G", "SELECT ?", "/*! SELECT 1 */"]
)
def test_what_is_not_one_clean_statement_is_opaque(text: str) -> None:
    assert parse(RawStatement(Place("f.sql", 0, 1), text, 0), Dialect.MYSQL).kind is Kind.OPAQUE


def test_what_an_executable_comment_leaves_readable_is_told_as_well() -> None:
    statement = read("DROP TABLE users /*! , orders */")
    assert statement.kind is Kind.OPAQUE
    assert statement.changes == (c.DropTable("users"),)


@pytest.mark.parametrize("name", ["count", "JSON_EXTRACT", "ST_Distance", "uuid_to_bin", "now", "is_uuid"])
def test_functions_of_the_servers_are_known(name: str) -> None:
    assert is_own(name)


@pytest.mark.parametrize(
    "name", ["my_count", "stock", "position_of", "generate_series", "to_timestamp", "js", "issue"]
)
def test_functions_that_sqlglot_or_a_prefix_would_take_for_known_are_not(name: str) -> None:
    changes = read(f"SELECT {name}(1, 2)").changes
    assert changes == (c.RunRoutine(name, "not one of the server's own functions"),)


@pytest.mark.parametrize(
    ("name", "sql"),
    [
        ("users", "users"),
        ("order", "`order`"),
        ("a b", "`a b`"),
        ("c`d", "`c``d`"),
        ("Rank", "`Rank`"),
        ("1st", "`1st`"),
    ],
)
def test_names_are_quoted_with_backticks(name: str, sql: str) -> None:
    assert ident_ticked(name) == sql


FRAGMENTS = st.sampled_from(
    [
        *TABLE.read_text().splitlines(),
        *"CREATE TABLE ALTER DROP t ( ) , ; ' \" ` BEGIN END CASE IF THEN -- # /* */ /*! a.b := = 1 * é ☃ \\ DELIMITER // @x".split(),
        *[" ", "\n", "\r", "\0", "\ud800", "🙂", "WHERE", "SET", "FROM", "SELECT", "ON DUPLICATE KEY UPDATE"],
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(FRAGMENTS, max_size=12).map(" ".join) | st.text(max_size=40))
def test_parsing_never_raises(text: str) -> None:
    statement = parse(RawStatement(Place("f.sql", 0, 1), text, 0), Dialect.MYSQL)
    assert statement.text == text
    assert (statement.kind is Kind.OPAQUE) == bool(statement.opaque_reason)


STATEMENTS = st.sampled_from(
    [s.text for s in read_file("f.sql", TABLE.read_text(), Dialect.MYSQL).statements]
)


@settings(max_examples=600, deadline=None)
@given(STATEMENTS, st.data())
def test_a_statement_without_its_end_is_never_read_as_another_one(text: str, data: st.DataObject) -> None:
    """Cut short, it is opaque, or does no more than the first part of what it did."""
    cut = text[: data.draw(st.integers(0, len(text)))]
    try:
        pieces = split(cut, "f.sql", Dialect.MYSQL)
    except SplitError:
        return
    for piece in pieces:
        statement = parse(piece, Dialect.MYSQL)
        assert (statement.kind is Kind.OPAQUE) == bool(statement.opaque_reason)
