"""A waiver does what the operator accepted, at the statement behind it, and nothing else."""

from __future__ import annotations

import pytest

from schemawarden_policy.facts import Facts, History
from schemawarden_policy.rule import Severity
from schemawarden_policy.settings import Mode, Settings
from schemawarden_policy.statement import Dialect
from schemawarden_policy.verdict import Verdict
from tests.policy.cases import report

WAIVER = '-- schemawarden:allow drop-table, drop-table-compat reason="carts are empty"\n'
FORM = "allow drop-table,drop-table-compat carts are empty"
ACCEPTED = Settings(waivers=(FORM,))


def severities(text: str, settings: Settings = ACCEPTED, facts: Facts | None = None) -> dict[str, str]:
    found = report(text, settings=settings, facts=facts, dialect=Dialect.POSTGRESQL).findings
    return {
        finding.rule: finding.severity.word
        for finding in found
        if finding.rule.startswith(("drop", "supp", "unu"))
    }


def test_accepted_waiver_lowers_the_findings_that_it_names_and_hides_none() -> None:
    result = report(f"{WAIVER}DROP TABLE carts;", settings=ACCEPTED, dialect=Dialect.POSTGRESQL)
    assert severities(f"{WAIVER}DROP TABLE carts;") == {"drop-table": "notice", "drop-table-compat": "notice"}
    assert any("Accepted waiver: carts are empty." in finding.message for finding in result.findings)
    assert result.destructive
    assert result.needs_destructive_level


@pytest.mark.parametrize(
    "text",
    [
        f"{WAIVER}SELECT 1;\nDROP TABLE carts;",
        f"DROP TABLE carts;\n{WAIVER}",
        f"DROP TABLE /* {WAIVER[3:-1]} */ carts;",
        '-- schemawarden:allow drop-table, drop-table-compat reason="carts are full"\nDROP TABLE carts;',
        "-- schemawarden:allow drop-table, drop-table-compat\nDROP TABLE carts;",
        '-- schemawarden:allow reason="carts are empty"\nDROP TABLE carts;',
        f"SELECT '{WAIVER[:-1]}'; DROP TABLE carts;",
    ],
    ids=["other statement", "behind", "within", "other reason", "no reason", "no rule", "in a string"],
)
def test_waiver_elsewhere_or_otherwise_lowers_nothing(text: str) -> None:
    assert severities(text)["drop-table"] == "error"


@pytest.mark.parametrize("form", ["allow *", "allow drop-table", "nolint *", "nolint ds102", "nolint * r"])
def test_waiver_without_rules_or_reason_is_accepted_by_nobody(form: str) -> None:
    settings = Settings(waivers=(form,))
    for waiver in (
        "schemawarden:allow",
        "schemawarden:allow drop-table",
        "atlas:nolint",
        "atlas:nolint DS102",
    ):
        assert severities(f"-- {waiver}\nDROP TABLE carts;", settings)["drop-table"] == "error"
        assert severities(f"-- {waiver}\nDROP TABLE carts;", settings)["suppression-added"] == "error"
    assert severities('-- atlas:nolint reason="r"\nDROP TABLE carts;', settings)["drop-table"] == "error"


def test_waiver_of_an_applied_file_is_not_new_and_lowers_nothing() -> None:
    facts = Facts(history=History(waivers=frozenset({FORM})))
    found = severities(f"{WAIVER}DROP TABLE carts;", Settings(), facts)
    assert found == {"drop-table": "error", "drop-table-compat": "warning"}


def test_code_of_another_tool_means_all_rules_that_share_it() -> None:
    text = '-- atlas:nolint DS102 BC103 reason="empty"\nDROP TABLE carts;'
    assert severities(text, Settings(waivers=("nolint bc103,ds102 empty",))) == {
        "drop-table": "notice",
        "drop-table-compat": "notice",
    }


def test_forbidden_finding_stays_whatever_was_accepted() -> None:
    text = '-- schemawarden:allow nested-transaction reason="r"\nBEGIN;\nCOMMIT;'
    settings = Settings(waivers=("allow nested-transaction r",), mode=Mode.ERROR_ONLY, disposable=True)
    result = report(text, settings=settings)
    assert result.highest is Severity.FORBIDDEN
    assert result.verdict is Verdict.DENY


def test_unused_waivers_are_told_where_they_stand() -> None:
    text = "-- atlas:nolint DS102\n\nCREATE TABLE a (id int);\nDROP TABLE b;"
    assert "unused-suppression" not in severities(text)  # Atlas reads it as meant for the file
    assert (
        severities("CREATE TABLE a (id int);\n-- atlas:nolint DS103\nDROP TABLE b;")["unused-suppression"]
        == "notice"
    )
    assert "unused-suppression" not in severities("-- atlas:nolint destructive\nDROP TABLE b;")
