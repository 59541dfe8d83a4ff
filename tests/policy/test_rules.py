"""Each rule finds what its bad fixtures show, where they show it, and nothing in its good ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemawarden_policy.catalog import RULES, UnknownRuleError, rules_named
from schemawarden_policy.rule import Rule, Severity
from schemawarden_policy.statement import Dialect
from tests.policy.cases import RULES_FOLDER, Case, cases
from tests.policy.snapshots import matches_snapshot

SUFFIXES = {
    Dialect.SQLITE: ".sql",
    Dialect.POSTGRESQL: ".pg.sql",
    Dialect.MYSQL: ".my.sql",
    Dialect.MARIADB: ".maria.sql",
}


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.rule}/{case.path.stem}")
def test_rule_fires_on_bad_and_is_silent_on_good(case: Case) -> None:
    fired = [finding.rule for finding in case.report().findings]
    assert (case.rule in fired) == case.bad


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_findings_of_a_rules_fixtures_are_as_recorded(rule: object) -> None:
    folder: Path = RULES_FOLDER / rule.id  # type: ignore[attr-defined]
    actual = {
        case.path.name: [
            {"rule": f.rule, "severity": f.severity.word, "line": f.place.line, "message": f.message}
            for f in case.report().findings
        ]
        for case in cases()
        if case.path.parent == folder
    }
    matches_snapshot(folder / "expected.json", actual)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_good_fixture_is_refused_by_another_rule(rule: object) -> None:
    for case in cases():
        if case.rule == rule.id and not case.bad:  # type: ignore[attr-defined]
            worst = [f.rule for f in case.report().findings if f.severity >= Severity.ERROR]
            assert worst == []


def test_every_rule_has_fixtures_and_every_fixture_a_rule() -> None:
    folders = {
        path.name: {p.name.split(".")[0].split("_")[0] for p in path.glob("*.sql")}
        for path in RULES_FOLDER.iterdir()
    }
    assert folders == {rule.id: {"bad", "good"} for rule in RULES}


@pytest.mark.parametrize("dialect", SUFFIXES)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_has_a_bad_and_a_good_example_in_each_of_its_dialects_and_in_no_other(
    rule: Rule, dialect: Dialect
) -> None:
    wanted = dialect in rule.dialects
    for stem in ("bad", "good"):
        assert (RULES_FOLDER / rule.id / f"{stem}{SUFFIXES[dialect]}").exists() == wanted


def test_every_rule_file_is_in_the_catalog() -> None:
    import schemawarden_policy.rules as package

    root = Path(package.__file__ or "").parent
    files = {path.stem.replace("_", "-") for path in root.glob("*/*.py") if path.stem != "__init__"}
    assert files == {rule.id for rule in RULES}


def test_ids_are_kebab_case_and_names_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert len(set(rule.aliases)) == len(rule.aliases)
        assert not {rule.id for rule in RULES} & set(rule.aliases)
        assert rule.id == rule.id.lower()
        assert all(word.isalnum() for word in rule.id.split("-"))


def test_a_rules_family_is_its_folder() -> None:
    for rule in RULES:
        assert rule.check.__module__.split(".")[-2:] == [rule.family, rule.id.replace("-", "_")]


def test_rule_is_found_by_alias_and_a_miss_names_the_nearest() -> None:
    assert [rule.id for rule in rules_named("ds102")] == ["drop-table"]
    with pytest.raises(UnknownRuleError) as caught:
        rules_named("drop-tabel")
    assert "drop-table" in caught.value.nearest
