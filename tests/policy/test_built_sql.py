"""What a routine builds and runs is followed as far as the text tells, and never further."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemawarden_policy.change import CreateObject, OutsideServer
from schemawarden_policy.parse import parse
from schemawarden_policy.statement import Dialect, Place, RawStatement, Statement

HEAD = "CREATE FUNCTION f(t text, n integer, c regclass) RETURNS void LANGUAGE plpgsql AS $body$"


def routine(run: str, declare: str = "") -> Statement:
    text = f"{HEAD} {declare} BEGIN {run} END $body$;"
    return parse(RawStatement(Place("f.sql", 0, 1), text, 0), Dialect.POSTGRESQL)


def made(statement: Statement) -> CreateObject:
    return next(change for change in statement.changes if isinstance(change, CreateObject))


def test_statement_that_is_built_out_of_quoted_parts_counts_as_the_routines_own() -> None:
    found = made(routine("EXECUTE format('DELETE FROM %I WHERE n = %L AND %s > 0', 'orders', t, n);"))
    assert (found.writes, found.dynamic, found.injects) == (("orders",), False, "")


@pytest.mark.parametrize(
    "run",
    [
        "EXECUTE 'COPY orders TO PROGRAM ''sh''';",
        "EXECUTE format('COPY %I TO PROGRAM %L', t, 'sh');",
        "EXECUTE 'ANALYZE; ' || 'COPY orders TO PROGRAM ''sh''';",
        "EXECUTE format('COPY %2$I TO PROGRAM %1$L', 'sh', t);",
    ],
)
def test_what_is_forbidden_is_found_in_a_text_that_is_run(run: str) -> None:
    assert any(isinstance(change, OutsideServer) for change in routine(run).changes)


@pytest.mark.parametrize(
    "run",
    [
        "EXECUTE t;",
        "EXECUTE (SELECT definition FROM jobs);",
        "EXECUTE format(t, n);",
        "EXECUTE format('SELECT %*s', n, n);",
        "EXECUTE 'SELECT ' || chr(39) || '; DROP TABLE orders';",
        "EXECUTE convert_from('\\x44', 'UTF8');",
        "EXECUTE to_char(now(), '\"DROP TABLE orders\"');",
        "EXECUTE CASE WHEN n > 0 THEN 'SELECT 1' ELSE 'DROP TABLE orders' END;",
        "q := 'SELECT 1'; q := q || ' --'; q := q || 'DROP TABLE orders'; EXECUTE q;",
        "IF n > 0 THEN q := 'SELECT 1'; ELSE q := 'DROP TABLE orders'; END IF; EXECUTE q;",
        "EXECUTE 'SELECT ' || c || ' FROM';",
    ],
)
def test_text_that_is_not_known_whole_leaves_the_routine_dynamic(run: str) -> None:
    assert made(routine(run, "DECLARE q text;")).dynamic


PARTS = st.sampled_from(
    [
        *(
            "t",
            "n",
            "c",
            "q",
            "r.x",
            "'a'",
            "'it''s %s %I'",
            "format('%s %1$L', t)",
            "format(t)",
            "quote_ident(t)",
        ),
        *(
            "(SELECT 1)",
            "NULL",
            "now()",
            "t::regclass",
            "ARRAY['a']",
            "TG_OP",
            "$1",
            "coalesce(t, 'x')",
            "q := 'a'",
        ),
    ]
)
FORMS = st.sampled_from(
    [
        *(
            "EXECUTE {};",
            "q := {}; EXECUTE q;",
            "RETURN QUERY EXECUTE {};",
            "FOR r IN EXECUTE {} LOOP NULL; END LOOP;",
        ),
        *(
            "SELECT {} INTO q; EXECUTE q;",
            "FOREACH q IN ARRAY {} LOOP EXECUTE q; END LOOP;",
            "OPEN k FOR EXECUTE {};",
        ),
    ]
)


@settings(max_examples=300, deadline=None)
@given(FORMS, st.lists(PARTS, min_size=1, max_size=4).map(" || ".join))
def test_following_a_text_never_raises(form: str, text: str) -> None:
    statement = routine(form.replace("{}", text), "DECLARE q text; r record; k refcursor;")
    assert statement.changes or statement.opaque_reason
