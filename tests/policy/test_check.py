"""`check` joins rules, settings and facts into one verdict."""

from __future__ import annotations

import dataclasses

import pytest

from schemawarden_policy.allow import normal_form, waivers
from schemawarden_policy.check import check
from schemawarden_policy.directives import directives
from schemawarden_policy.facts import (
    AnalyzerFinding,
    Effect,
    Facts,
    Gap,
    History,
    Schema,
    StatementRun,
    Table,
)
from schemawarden_policy.migration import Migration
from schemawarden_policy.reading import read_file
from schemawarden_policy.rule import Severity
from schemawarden_policy.settings import Mode, Settings
from schemawarden_policy.statement import Dialect
from schemawarden_policy.verdict import Verdict
from tests.policy.cases import report

NAME = "20250101000000_x.sql"
SENSITIVE = Settings(mode=Mode.WARNING_SENSITIVE)


def rules(text: str, facts: Facts | None = None) -> list[str]:
    return [finding.rule for finding in report(text, facts=facts).findings]


def test_same_input_gives_the_same_report() -> None:
    text = "DROP TABLE a;\nDELETE FROM b;\n"
    assert report(text) == report(text)


def test_plain_change_is_allowed_where_the_mode_allows_it() -> None:
    assert report("CREATE TABLE a (id integer);", settings=SENSITIVE).verdict is Verdict.ALLOW


def test_closed_eye_asks_for_a_human() -> None:
    facts = Facts(gaps=(Gap("rehearsal", "no database"),))
    assert report("CREATE TABLE a (id integer);", facts=facts, settings=SENSITIVE).verdict is Verdict.APPROVE


def test_forbidden_can_not_be_switched_off_and_is_denied() -> None:
    settings = dataclasses.replace(SENSITIVE, severities={"attach-database": "off"})
    assert report("ATTACH 'x' AS y;", settings=settings).verdict is Verdict.DENY


def test_operator_can_switch_off_a_rule_that_is_not_forbidden() -> None:
    settings = dataclasses.replace(SENSITIVE, severities={"drop-table": "off", "drop-table-compat": "off"})
    assert report("DROP TABLE a;", settings=settings).findings == ()


def test_opaque_statement_is_an_error_and_counted() -> None:
    result = report("FROBNICATE;")
    assert (result.highest, result.coverage.opaque) == (Severity.ERROR, 1)


def test_drop_table_is_destructive_and_waivers_do_not_help() -> None:
    result = report("-- atlas:nolint\nDROP TABLE a;")
    assert result.destructive
    assert [f.rule for f in result.findings] == ["suppression-added", "drop-table", "drop-table-compat"]


def test_all_pending_files_count_and_tables_born_in_one_may_go_in_the_next() -> None:
    texts = ["CREATE TABLE a (id integer);", "DROP TABLE a; DROP TABLE b;"]
    files = tuple(read_file(f"{n}_x.sql", text, Dialect.SQLITE) for n, text in enumerate(texts, 1))
    result = check(Migration(Dialect.SQLITE, files, Facts()), Settings())
    assert [(f.rule, f.objects, f.place.file) for f in result.findings] == [
        ("drop-table", ("b",), "2_x.sql"),
        ("drop-table-compat", ("b",), "2_x.sql"),
    ]


def test_waiver_that_stands_in_an_applied_file_is_known() -> None:
    text = '-- schemawarden:allow  drop-index   reason="known"\nCREATE TABLE a (id integer);'
    (waiver,) = waivers(text, Dialect.SQLITE)
    assert normal_form(waiver) == "allow drop-index known"
    known = Facts(history=History(waivers=frozenset({"allow drop-index known"})))
    assert rules(text, known) == ["unused-suppression"]
    assert rules(text) == ["suppression-added", "unused-suppression"]


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("-- atlas:txmode none\n\nSELECT 1;", True),
        ("-- atlas:txmode none\nSELECT 1;", False),
        ("-- x\n-- atlas:txmode none\n\nSELECT 1;", True),
        ("SELECT 1; -- atlas:txmode none\n", False),
        ("/* atlas:txmode none */\n\nSELECT 1;", False),
        ("-- atlas:txmode none", True),
    ],
)
def test_directive_is_found_and_its_header_place_told(text: str, header: bool) -> None:
    (directive,) = directives(text, Dialect.SQLITE)
    assert (directive.name, directive.args, directive.header) == ("txmode", "none", header)


def test_string_that_looks_like_a_directive_is_none() -> None:
    assert directives("INSERT INTO t VALUES ('-- atlas:nolint');", Dialect.SQLITE) == ()


def test_cascade_is_unexplained_and_destructive() -> None:
    effects = (Effect("rows_deleted", "rows", "users"), Effect("rows_deleted", "rows", "sessions"))
    facts = Facts(runs=(StatementRun(NAME, 0, effects),))
    result = report("DELETE FROM users WHERE id = 1;", facts=facts)
    assert [(f.rule, f.objects) for f in result.findings if f.severity is Severity.ERROR] == [
        ("unexplained-effect", ("sessions",))
    ]
    assert result.destructive


def test_what_the_text_says_is_explained() -> None:
    text = "CREATE TABLE a (id integer PRIMARY KEY, n text UNIQUE); CREATE INDEX i ON a (n); INSERT INTO a VALUES (1, 'x');"
    effects = [
        (
            Effect("created", "table", "a"),
            Effect("created", "column", "a.id"),
            Effect("created", "index", "sqlite_autoindex_a_1"),
        ),
        (Effect("created", "index", "i"), Effect("changed", "table", "a")),
        (Effect("rows_inserted", "rows", "a"), Effect("rows_inserted", "rows", "sqlite_sequence")),
    ]
    runs = tuple(StatementRun(NAME, number, found) for number, found in enumerate(effects))
    assert rules(text, Facts(runs=runs)) == []


def test_table_that_vanishes_without_a_word_is_seen_from_the_schemas() -> None:
    facts = Facts(before=Schema((Table("a", ()), Table("b", ()))), after=Schema((Table("b", ()),)))
    assert rules("SELECT 1;", facts) == ["unexplained-effect"]


def test_atlas_finding_is_silent_where_our_rule_spoke() -> None:
    def facts(code: str) -> Facts:
        return Facts(analyzers=(AnalyzerFinding(code, "text", NAME, 0),))

    assert rules("DROP TABLE a;", facts("DS102")) == ["drop-table", "drop-table-compat"]
    assert rules("DROP TABLE a;", facts("CD101")) == ["drop-table", "atlas-analyzer", "drop-table-compat"]
    assert report("SELECT 1;", facts=facts("DS103")).destructive


def test_rehearsal_refusal_is_told_once() -> None:
    facts = Facts(runs=(StatementRun(NAME, 0, refused="ATTACH"),))
    assert rules("ATTACH 'x' AS y;", facts) == ["attach-database"]
    assert rules("SELECT 1;", facts) == ["attach-database"]
    assert rules("SELECT 1;", Facts(runs=(StatementRun(NAME, 0, refused="PRAGMA"),))) == ["rehearsal-refused"]


def test_history_problems_are_errors_and_a_wrong_sum_a_warning() -> None:
    history = History(rewritten=("1_a.sql",), missing=("2",), partial=("3",), sum_problem="checksum mismatch")
    found = report("SELECT 1;", facts=Facts(history=history)).findings
    assert [(f.rule, f.severity.word) for f in found] == [
        *[("non-linear-history", "error")] * 3,
        ("non-linear-history", "warning"),
    ]


def test_engine_that_cuts_otherwise_is_forbidden() -> None:
    facts = Facts(engine_statements={NAME: ("SELECT 1;", ";", "-- end")})
    assert rules("SELECT 1;;\n-- end", facts) == []
    assert rules("SELECT 1; SELECT 2;", facts) == ["split-mismatch"]
    assert rules("SELECT 1;", Facts(engine_statements={})) == ["split-mismatch"]
