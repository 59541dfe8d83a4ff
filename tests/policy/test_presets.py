"""Presets: what they change, what they never touch, and that the documented table is theirs."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemawarden_policy.catalog import RULES
from schemawarden_policy.presets import PRESETS, demands_lock_timeout, presets_page, severities
from schemawarden_policy.rule import Severity

PAGE = Path(__file__).parents[2] / "policy" / "docs" / "presets.md"
BY_ID = {rule.id: rule for rule in RULES}


def test_the_default_changes_nothing() -> None:
    assert severities("default") == {}
    assert not demands_lock_timeout("default")


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_names_rules_that_can_be_set(preset: str) -> None:
    for rule_id, word in severities(preset).items():
        assert BY_ID[rule_id].severity is not Severity.FORBIDDEN
        assert word in ("notice", "warning", "error")


def test_strict_lowers_nothing_and_switches_on_all_that_is_off() -> None:
    strict = severities("strict")
    for rule_id, word in strict.items():
        assert Severity[word.upper()] >= BY_ID[rule_id].severity
    assert {rule.id for rule in RULES if rule.opt_in} <= strict.keys()
    assert strict["lock-without-timeout"] == "error"
    assert demands_lock_timeout("strict")


def test_relaxed_lowers_by_one_step_and_nothing_that_loses_data() -> None:
    relaxed = severities("relaxed")
    assert {"rename-table", "rename-column", "drop-table-compat"} <= relaxed.keys()
    for rule_id, word in relaxed.items():
        rule = BY_ID[rule_id]
        assert not rule.destructive
        assert rule.severity - Severity[word.upper()] == 1
        assert rule.family in ("compatibility", "locks", "mysql")


@pytest.mark.parametrize(
    "family", ["destructive", "data", "security", "shape", "effects", "forbidden", "ownership"]
)
def test_relaxed_leaves_a_family_alone(family: str) -> None:
    assert not [rule.id for rule in RULES if rule.family == family and rule.id in severities("relaxed")]


def test_the_documented_table_is_the_presets() -> None:
    assert PAGE.read_text() == presets_page(), "./dev docs writes it"
