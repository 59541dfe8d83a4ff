"""What the database shows decides what is told about an apply."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schemawarden.flows.outcome import judge
from schemawarden.ports import LiveState, Revision
from schemawarden_policy.approval import State
from schemawarden_policy.facts import Schema

DOCUMENT = {
    "identity": "sqlite:1",
    "fingerprint_before": "before",
    "fingerprint_after": "after",
    "revisions_digest": "then",
    "files": [{"name": "1_a.sql", "tx_mode": "file"}, {"name": "2_b.sql", "tx_mode": "file"}],
}


def row(version: str, applied: int = 2, total: int = 2, error: str = "") -> Revision:
    return Revision(version, "", 2, applied, total, "", 0, error, "", "h1:", (), "")


def live(fingerprint: str, *rows: Revision, identity: str = "sqlite:1", history: str = "now") -> LiveState:
    return LiveState(identity, fingerprint, rows, history, Schema(), False, 1, "3")


@pytest.mark.parametrize(
    ("state", "seen"),
    [
        (State.APPLIED, live("after", row("1"), row("2"))),
        (State.FAILED, live("before")),
        (State.FAILED, live("before", row("1", applied=0, error="no such table"))),
        (State.FAILED_PARTIAL, live("between", row("1"))),
        (State.FAILED_PARTIAL, live("between", row("1", applied=1, error="boom"))),
        (State.FAILED_PARTIAL, live("before", row("1"))),
        (State.UNKNOWN, live("elsewhere", row("1"), row("2"))),
        (State.UNKNOWN, live("after")),
        (State.UNKNOWN, live("between")),
        (State.UNKNOWN, live("after", row("1"), row("2"), identity="sqlite:2")),
    ],
)
def test_the_outcome_is_what_the_database_shows(state: State, seen: LiveState) -> None:
    assert judge(DOCUMENT, seen).state is state


def test_a_change_of_rows_alone_is_applied_when_its_revisions_are_there() -> None:
    document = {**DOCUMENT, "fingerprint_after": "before"}
    assert judge(document, live("before", row("1"), row("2"))).state is State.APPLIED
    assert judge(document, live("before")).state is State.FAILED


def test_without_a_rehearsed_schema_the_revisions_alone_decide_and_it_is_said() -> None:
    outcome = judge({**DOCUMENT, "fingerprint_after": ""}, live("any", row("1"), row("2")))
    assert outcome.state is State.APPLIED
    assert "no rehearsed schema" in outcome.explanation


def test_the_engines_word_is_passed_on() -> None:
    outcome = judge(DOCUMENT, live("before"), "1_a.sql, statement 2: no such table: t")
    assert outcome.explanation.endswith("no such table: t")
    assert replace(outcome, explanation="").finished == ()


def test_a_half_applied_file_whose_resumption_did_not_begin_is_failed() -> None:
    half = row("1", applied=1, error="boom")
    assert judge(DOCUMENT, live("before", half, history="then")).state is State.FAILED


def test_without_a_transaction_the_same_history_proves_nothing() -> None:
    files = [{"name": "1_a.sql", "tx_mode": "none"}, {"name": "2_b.sql", "tx_mode": "file"}]
    half = row("1", applied=1)
    outcome = judge({**DOCUMENT, "files": files}, live("before", half, history="then"))
    assert outcome.state is State.FAILED_PARTIAL
