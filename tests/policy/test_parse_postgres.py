"""PostgreSQL statements become the changes that they are; what is not understood says so."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from postgast import pg_query_pb2 as pb

from schemawarden_policy import change as c
from schemawarden_policy.parse import parse
from schemawarden_policy.parse.postgres_calls import REACHES_OUT, volatilities
from schemawarden_policy.parse.postgres_names import kind_word
from schemawarden_policy.parse.postgres_statements import OPAQUE, STATEMENTS
from schemawarden_policy.reading import read_file
from schemawarden_policy.split import split
from schemawarden_policy.statement import Dialect, Kind, Place, RawStatement, Statement
from tests.policy.cases import HERE
from tests.policy.snapshots import matches_snapshot

TABLE = HERE / "parse" / "postgres.sql"


def read(text: str) -> Statement:
    (piece,) = split(text, "f.sql", Dialect.POSTGRESQL)
    return parse(piece, Dialect.POSTGRESQL)


def told(change: object) -> str:
    """A change with the fields that say something."""
    fields = dataclasses.fields(change)  # type: ignore[arg-type]
    said = [
        f"{field.name}={_value(getattr(change, field.name))}"
        for field in fields
        if getattr(change, field.name) != field.default
    ]
    return f"{type(change).__name__}({', '.join(said)})"


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_value(item) for item in value)}]"
    return told(value) if dataclasses.is_dataclass(value) else repr(value)


def _line(statement: Statement) -> list[str]:
    opaque = f": {statement.opaque_reason}" if statement.opaque_reason else ""
    return [statement.kind.value + opaque, *map(told, statement.changes)]


def test_statements_become_the_changes_that_are_recorded() -> None:
    file = read_file(TABLE.name, TABLE.read_text(), Dialect.POSTGRESQL)
    assert file.split_error == ""
    matches_snapshot(TABLE.with_suffix(".json"), {s.text: _line(s) for s in file.statements})


def test_every_kind_of_statement_has_a_decided_answer() -> None:
    """Of all the messages of the tree: what is a statement is either read or deliberately opaque."""
    known = {name for name in pb.DESCRIPTOR.message_types_by_name if name.endswith("Stmt")}
    assert known == {*STATEMENTS, *OPAQUE}


def test_every_object_type_has_a_word() -> None:
    words = [kind_word(number) for number in pb.ObjectType.values()]
    assert len(set(words)) == len(words)
    assert all(word == word.lower() for word in words)


def test_functions_of_the_server_are_known_with_their_volatility() -> None:
    known = volatilities()
    assert len(known) > 2700
    assert (known["now"], known["random"], known["lower"]) == ("s", "v", "i")
    assert set(known.values()) == {"v", "s", "i"}
    assert REACHES_OUT.fullmatch("pg_read_file")
    assert not REACHES_OUT.fullmatch("pg_relation_size")


TAUTOLOGIES = [
    *("true", "1 = 1", "id = id", "t.id = id", "x.id = x.id", "NOT false", "NOT (1 = 2)", "id = 3 OR true"),
    *("id IS NOT DISTINCT FROM id", "id >= id", "name LIKE '%'", "name ILIKE '%%'", "EXISTS (SELECT 1)"),
    *(
        "id IN (SELECT id FROM t)",
        "EXISTS (SELECT * FROM t)",
        "id > 1 OR id <= 1",
        "id IN (1, id)",
        "(SELECT true)",
    ),
    *(
        "id IS NULL OR id IS NOT NULL",
        "'t'::boolean",
        "1 <> 2",
        "2 > 1",
        "now() > '2000-01-01'",
        "(id = 1) IS NOT NULL OR true",
    ),
    *("id BETWEEN id AND id", "true IS NOT FALSE", "u.a = 1", "coalesce(true, false)", "1 IN (1, 2)"),
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
        "'f'::boolean",
    ),
    *(
        "EXISTS (SELECT 1 FROM u WHERE u.id = t.id)",
        "id = u.id",
        "active",
        "id = ANY (ARRAY[1])",
        "id > 1 OR id > 2",
    ),
]


@pytest.mark.parametrize(
    ("where", "expected"), [(w, True) for w in TAUTOLOGIES] + [(w, False) for w in PREDICATES]
)
def test_tautology_is_told(where: str, expected: bool) -> None:
    text = f"DELETE FROM t{' AS x' if where.startswith('x.') else ''} WHERE {where}"
    (deleted, *_) = read(text).changes
    assert isinstance(deleted, c.DeleteRows)
    assert deleted.always_true is expected


CHAINS: dict[str, Callable[[int], str]] = {
    "parentheses": lambda n: "SELECT " + "(" * n + "1" + ")" * n,
    "operators": lambda n: "SELECT " + "+".join(["a"] * n),
    "operators behind commas": lambda n: "SELECT 1, " + "+".join(["a"] * n),
    "casts": lambda n: "SELECT a" + "::int" * n,
    "unions": lambda n: "SELECT 1, 2" + " UNION SELECT 1, 2" * n,
    "joins": lambda n: "SELECT 1 FROM a" + " JOIN b ON f(1, 2)" * n,
    "calls": lambda n: "SELECT " + "f(1, " * n + "1" + ")" * n,
    "collations": lambda n: "SELECT a" + ' COLLATE "C"' * n,
    "tests": lambda n: "SELECT a" + " IS NULL" * n,
    "branches": lambda n: "SELECT " + "CASE WHEN a THEN " * n + "1" + " END" * n,
    "arrays": lambda n: "SELECT ARRAY" + "[" * n + "1" + "]" * n,
    "a body": lambda n: (
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT " + "+".join(["a"] * n) + " $$"
    ),
    "blocks": lambda n: "DO $$ " + "BEGIN " * n + "NULL; " + "END; " * n + " $$",
    "an expression of a body": lambda n: "DO $$ BEGIN PERFORM " + "+".join(["a"] * n) + "; END $$",
    "a body in quotes": lambda n: "DO 'BEGIN PERFORM " + "+".join(["a"] * n) + "; END'",
}


@pytest.mark.parametrize("chain", CHAINS)
@pytest.mark.parametrize("length", [60, 2_500, 200_000])
def test_deep_nesting_is_not_understood_and_ends_no_process(chain: str, length: int) -> None:
    raw = RawStatement(Place("f.sql", 0, 1), CHAINS[chain](length), 0)
    statement = parse(raw, Dialect.POSTGRESQL)
    unread = statement.opaque_reason or any(
        isinstance(change, c.RunRoutine) or getattr(change, "dynamic", False) for change in statement.changes
    )
    assert unread or length == 60


@pytest.mark.parametrize(
    "text",
    [
        "INSERT INTO t VALUES " + ", ".join(f"({n}, 'x')" for n in range(20_000)),
        "DELETE FROM t WHERE id IN (" + ", ".join(map(str, range(20_000))) + ")",
        "INSERT INTO t VALUES ('" + "x;'' " * 200_000 + "')",
        "DELETE FROM t WHERE " + " OR ".join(f"id = {n}" for n in range(400)),
        "CREATE TABLE t (" + ", ".join(f"c{n} int DEFAULT {n} CHECK (c{n} > 0)" for n in range(1_500)) + ")",
    ],
    ids=["rows", "list", "string", "branches", "columns"],
)
def test_long_statements_are_read(text: str) -> None:
    assert read(text).opaque_reason == ""


@pytest.mark.parametrize(
    "text", ["SELECT 1; SELECT 2", "", ";", "SELECT '\0'", "SELECT '\ud800'", "\ufeffSELECT 1"]
)
def test_what_is_not_one_clean_statement_is_opaque(text: str) -> None:
    raw = RawStatement(Place("f.sql", 0, 1), text, 0)
    assert parse(raw, Dialect.POSTGRESQL).kind is Kind.OPAQUE


FRAGMENTS = st.sampled_from(
    [
        *Path(TABLE).read_text().splitlines(),
        *"CREATE TABLE ALTER DROP t ( ) , ; ' \" $$ $a$ E' U&\" BEGIN ATOMIC END CASE -- /* */ a.b :: = 1 * + é ☃ \\".split(),
        *[" ", "\n", "\r", "\0", "\ud800"],
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(FRAGMENTS, max_size=12).map(" ".join) | st.text(max_size=40))
def test_parsing_never_raises(text: str) -> None:
    statement = parse(RawStatement(Place("f.sql", 0, 1), text, 0), Dialect.POSTGRESQL)
    assert statement.text == text
    assert (statement.kind is Kind.OPAQUE) == bool(statement.opaque_reason)


@settings(max_examples=300, deadline=None)
@given(st.lists(FRAGMENTS, max_size=4).map("\n".join))
def test_reading_a_body_never_raises(text: str) -> None:
    for around in ("DO $body$ BEGIN {} END $body$", "CREATE PROCEDURE p() LANGUAGE sql AS $body$ {} $body$"):
        statement = parse(
            RawStatement(Place("f.sql", 0, 1), around.replace("{}", text), 0), Dialect.POSTGRESQL
        )
        assert (statement.kind is Kind.OPAQUE) == bool(statement.opaque_reason)
