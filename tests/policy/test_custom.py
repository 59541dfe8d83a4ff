"""The operator's own rules: predicates, and functions of plugins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from schemawarden_policy.catalog import RULES
from schemawarden_policy.custom import CHANGES, Predicate, When, custom_rule, objection
from schemawarden_policy.explain import page
from schemawarden_policy.facts import Facts, Schema, Table
from schemawarden_policy.migration import Migration
from schemawarden_policy.plugged import plugged
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect
from schemawarden_policy.verdict import Verdict
from tests.policy.cases import report

PG, ME = Dialect.POSTGRESQL, "mine"


def said(sql: str, *, dialect: Dialect = PG, facts: Facts | None = None, **predicate: Any) -> list[str]:
    """The messages of a rule with these predicates."""
    asked = Predicate(**{"message": "{table}|{column}|{type}|{name}", **predicate})
    rule = custom_rule(ME, Severity.WARNING, asked)
    found = report(sql, dialect=dialect, settings=Settings(custom=(rule,)), facts=facts)
    return [finding.message for finding in found.findings if finding.rule == ME]


def test_a_rule_about_statements_looks_at_their_first_words() -> None:
    sql = (
        "create  table a (id int); CREATE\nINDEX i ON a (id); CREATE TABLED; ALTER TABLE a ADD COLUMN b int;"
    )
    assert len(said(sql, statement=("create table",), message="x")) == 1
    assert len(said(sql, statement=("create *",), message="x")) == 3
    assert said("FROBNICATE the table;", statement=("frobnicate",), message="{table}") == [""]


@pytest.mark.parametrize(
    "sql",
    [
        "/* a */ COMMENT ON TABLE t IS NULL;",
        "COMMENT--a\nON TABLE t IS NULL;",
        "COMMENT/* a /* b */ */ON TABLE t IS NULL;",
        'COMMENT ON TABLE"t"IS NULL;',
    ],
)
def test_no_layout_hides_the_first_words(sql: str) -> None:
    for pattern in ("comment on", "comment on table", "* on table * is null"):
        assert said(sql, statement=(pattern,), message="x") == ["x"]


def test_a_rule_about_changes_is_asked_for_each() -> None:
    sql = "ALTER TABLE a ADD COLUMN b int, DROP COLUMN c; DROP TABLE d;"
    assert said(sql, change=("DropColumn", "DropTable")) == ["a|||a", "d|||d"]
    assert said(sql, change=("DropColumn",), column=("*",)) == ["a|c||c"]


def test_a_rule_about_objects_knows_their_schema() -> None:
    sql = "DROP TABLE audit.events; DROP TABLE events; DROP VIEW audit.v;"
    assert said(sql, object=("audit.*",), change=("DropTable",)) == ["audit.events|||audit.events"]
    assert said(sql, object=("public.*",)) == ["events|||events"]
    assert said(sql, object=("EV*",), change=("DropTable",)) == [
        "audit.events|||audit.events",
        "events|||events",
    ]
    assert said(sql, object=("v",)) == ["v|||v"] or said(sql, object=("v",)) == ["audit.v|||audit.v"]


def test_a_rule_about_columns_is_asked_for_each_column() -> None:
    sql = "CREATE TABLE a (id text PRIMARY KEY, n text NOT NULL, d int DEFAULT 1); ALTER TABLE a ALTER COLUMN n TYPE varchar(20);"
    assert said(sql, column_type=("text",), message="{column}") == ["id", "n"]
    assert said(sql, column_type=("varchar*",), message="{column} {type}") == ["n VARCHAR(20)"]
    assert said(sql, primary_key=True, message="{column}") == ["id"]
    assert said(sql, not_null=True, message="{column}", change=("CreateTable",)) == ["id", "n"]
    assert said(sql, has_default=True, message="{column}") == ["d"]
    assert said(
        "CREATE TABLE a (x text, y int, PRIMARY KEY (x, y));", primary_key=True, message="{column}"
    ) == ["x", "y"]


@pytest.mark.parametrize("dialect", list(Dialect))
def test_a_rule_speaks_every_dialect(dialect: Dialect) -> None:
    assert said(
        "ALTER TABLE a ADD COLUMN b text;", dialect=dialect, column_type=("TEXT",), message="{column}"
    ) == ["b"]


def test_a_rule_keeps_to_its_dialects() -> None:
    rule = custom_rule(ME, Severity.ERROR, Predicate("x", statement=("drop *",)), frozenset({Dialect.SQLITE}))
    fired = {
        dialect: ME
        in [
            f.rule
            for f in report("DROP TABLE a;", dialect=dialect, settings=Settings(custom=(rule,))).findings
        ]
        for dialect in Dialect
    }
    assert fired == {dialect: dialect is Dialect.SQLITE for dialect in Dialect}


def test_facts_that_are_not_known_silence_nothing() -> None:
    def at(rows: int | None) -> Facts:
        return Facts(before=Schema((Table("a", (), rows=rows, bytes=rows, schema="public"),)))

    ask: dict[str, Any] = {"change": ("AddColumn",), "message": "x"}
    sql = "ALTER TABLE a ADD COLUMN b int;"
    for when in (When(rows_over=100), When(bytes_over=100)):
        assert said(sql, **ask, when=when) == ["x"]
        assert said(sql, **ask, when=when, facts=at(None)) == ["x"]
        assert said(sql, **ask, when=when, facts=at(101)) == ["x"]
        assert said(sql, **ask, when=when, facts=at(100)) == []


def test_versions_and_the_tables_age_are_facts_too() -> None:
    ask: dict[str, Any] = {"change": ("AddColumn",), "message": "x"}
    sql = "ALTER TABLE a ADD COLUMN b int;"
    old, new = Facts(server_version="14.9"), Facts(server_version="16.1")
    assert said(sql, **ask, when=When(version_at_least=(15,)), facts=old) == []
    assert said(sql, **ask, when=When(version_at_least=(15,)), facts=new) == ["x"]
    assert said(sql, **ask, when=When(version_below=(15,)), facts=new) == []
    assert said(sql, **ask, when=When(version_below=(15,))) == ["x"], "an unknown version fits"
    born = "CREATE TABLE a (id int); " + sql
    assert said(born, **ask, when=When(new_table=False)) == []
    assert said(born, **ask, when=When(new_table=True)) == ["x"]
    assert said(sql, **ask, when=When(new_table=True)) == []


@pytest.mark.parametrize(
    ("predicate", "told"),
    [
        (Predicate("x"), "expected at least one of statement"),
        (Predicate("x", when=When(rows_over=1)), "expected at least one of statement"),
        (Predicate("{tabel}", statement=("x",)), "a placeholder other than"),
        (Predicate("{table!r}", statement=("x",)), "a placeholder other than"),
        (Predicate("{table.__class__}", statement=("x",)), "a placeholder other than"),
        (Predicate("{0}", statement=("x",)), "a placeholder other than"),
        (Predicate("{}", statement=("x",)), "a placeholder other than"),
        (Predicate("{table:>9999999}", statement=("x",)), "a placeholder other than"),
        (Predicate("{table", statement=("x",)), "a brace without"),
        (Predicate("x", suggestion="{column}", statement=("x",)), "no predicate is about columns"),
        (Predicate("x", object=("a.b.c",)), "more than a schema and a table"),
    ],
)
def test_a_predicate_that_says_nothing_certain_is_refused(predicate: Predicate, told: str) -> None:
    assert told in objection(predicate)


def test_braces_can_be_written() -> None:
    assert objection(Predicate("{{x}}", statement=("x",))) == ""
    assert said("DROP TABLE a;", statement=("drop *",), message="{{{table}}}") == ["{a}"]


def test_a_custom_rule_can_be_forbidding_destructive_and_accepted_by_nobody() -> None:
    asked = Predicate("no", statement=("vacuum*",))
    forbidding = Settings(custom=(custom_rule(ME, Severity.FORBIDDEN, asked),), severities={ME: "off"})
    assert report("VACUUM a;", dialect=PG, settings=forbidding).verdict is Verdict.DENY
    losing = Settings(custom=(custom_rule(ME, Severity.NOTICE, asked, destructive=True),))
    assert report("VACUUM a;", dialect=PG, settings=losing).destructive


def test_an_accepted_waiver_can_name_a_custom_rule() -> None:
    rule = custom_rule(ME, Severity.ERROR, Predicate("no", statement=("select*",)))
    text = '-- schemawarden:allow mine reason="agreed"\nSELECT 1;'
    for waivers, words in (
        (("allow mine agreed",), {ME: "notice"}),
        ((), {ME: "error", "suppression-added": "error"}),
    ):
        found = report(text, dialect=PG, settings=Settings(custom=(rule,), waivers=waivers)).findings
        assert {f.rule: f.severity.word for f in found} == words


# --- plugins ---------------------------------------------------------------------------------------------------------


def _twice(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement in migration.statements():
        yield Sighting(statement.place, "seen")


def _fails(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    yield from _twice(migration, settings)
    raise KeyError("secret")


def rule(rule_id: str = ME, check: Any = _twice, **fields: Any) -> Rule:
    return Rule(
        **{
            "id": rule_id,
            "family": "x",
            "severity": Severity.NOTICE,
            "dialects": frozenset(Dialect),
            "check": check,
            **fields,
        }
    )


def test_a_plugins_rules_run_like_the_others() -> None:
    (found,) = plugged(rule(), ())
    assert found.family == "custom"
    findings = report("SELECT 1; SELECT 2;", settings=Settings(custom=(found,))).findings
    assert [(f.rule, f.message) for f in findings] == [(ME, "seen"), (ME, "seen")]


def test_a_rule_that_fails_is_an_error_and_keeps_what_it_had_seen() -> None:
    settings = Settings(custom=plugged([rule(check=_fails)], ()))
    findings = [f for f in report("SELECT 1;", settings=settings).findings if f.rule == ME]
    assert sorted(f.severity.word for f in findings) == ["error", "notice"]
    assert not [f for f in findings if "secret" in f.message]
    assert any("KeyError" in f.message for f in findings)


@pytest.mark.parametrize(
    "check", [lambda m, s: None, lambda m, s: ["text"], lambda m: (), lambda m, s: 1 / 0]
)
def test_a_rule_that_is_none_never_ends_the_check(check: Any) -> None:
    settings = Settings(custom=plugged(rule(check=check), ()))
    assert report("DROP TABLE a;", settings=settings).verdict is Verdict.APPROVE


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ((), "gives no rule"),
        ("text", "no schemawarden_policy.rule.Rule"),
        ([rule(), rule()], "the name of another rule"),
        (rule("drop-table"), "drop-table is the name of another rule"),
        (rule(aliases=("DS102",)), "DS102 is the name of another rule"),
        (rule("Not Kebab"), "not in kebab-case"),
        (rule(severity="off"), "without a severity"),
        (rule(check="text"), "or a function"),
        (rule(dialects=frozenset()), "without a dialect"),
        (rule(dialects={"pg"}), "without a dialect"),
    ],
)
def test_what_is_no_rule_is_refused(found: object, told: str) -> None:
    taken = {name for each in RULES for name in (each.id, *each.aliases)}
    with pytest.raises(ValueError, match=told):
        plugged(found, taken)


def test_a_rule_that_is_data_has_a_page() -> None:
    asked = Predicate(
        "{table} is large.", "Wait.", change=("DropTable",), when=When(rows_over=5, version_below=(14, 2))
    )
    text = page(custom_rule(ME, Severity.ERROR, asked, frozenset([PG])))
    assert "# mine\n\nA rule of the operator's: {table} is large.\n" in text
    seen = "- `change`: DropTable\n- `when.rows_over`: 5\n- `when.version_below`: 14.2"
    assert f"## What it sees\n\n{seen}\n\n## Instead\n\nWait.\n" in text


def test_the_page_names_every_change_and_every_predicate() -> None:
    page = (Path(__file__).parents[2] / "policy" / "docs" / "custom.md").read_text()
    assert [name for name in CHANGES if f"`{name}`" not in page] == []
    named = [field.name for field in fields(Predicate)] + [f"when.{field.name}" for field in fields(When)]
    assert {name for name in named if f"`{name}`" not in page} == {"when"}
