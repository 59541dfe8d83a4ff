"""Texts that want to get by: what must be found in each, and how grave it must be at least, stands in `must.json` beside them.

What is called harmless was run on PostgreSQL 15, MariaDB 10.11 or SQLite and lost nothing; MySQL itself was not asked. The others
were not all run: what must be found in them was recorded from `check` and then read.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from schemawarden_policy.check import Report, check
from schemawarden_policy.facts import Facts
from schemawarden_policy.migration import Migration
from schemawarden_policy.reading import read_file
from schemawarden_policy.rule import Severity
from schemawarden_policy.settings import Mode, Settings
from schemawarden_policy.statement import Dialect
from schemawarden_policy.verdict import Verdict
from tests.policy.cases import HERE, NEXT_FILE

FOLDER = HERE / "evasions" / "attacks"
DIALECTS = {
    "sqlite": (Dialect.SQLITE,),
    "postgresql": (Dialect.POSTGRESQL,),
    "mysql": (Dialect.MYSQL, Dialect.MARIADB),
}


@dataclass(frozen=True)
class Attack:
    path: Path
    dialect: Dialect
    must: dict[str, str]
    """Rule -> its severity at least; only "harmless" with a reason for what does no harm."""

    def report(self) -> Report:
        texts = self.path.read_bytes().decode().split(NEXT_FILE)
        files = tuple(
            read_file(f"2025010100000{n}_x.sql", text, self.dialect) for n, text in enumerate(texts)
        )
        return check(Migration(self.dialect, files, Facts()), Settings(mode=Mode.WARNING_SENSITIVE))


def _attacks() -> list[Attack]:
    return [
        Attack(FOLDER / folder / f"{name}.sql", dialect, must)
        for folder, dialects in DIALECTS.items()
        for name, must in json.loads((FOLDER / folder / "must.json").read_text()).items()
        for dialect in dialects
    ]


@pytest.mark.parametrize("attack", _attacks(), ids=lambda attack: f"{attack.dialect}-{attack.path.stem}")
def test_attack_is_found_for_what_it_is(attack: Attack) -> None:
    report = attack.report()
    if "harmless" in attack.must:
        assert report.verdict is Verdict.ALLOW
        return
    assert report.verdict is not Verdict.ALLOW
    worst: dict[str, int] = {}
    for finding in report.findings:
        worst[finding.rule] = max(worst.get(finding.rule, 0), finding.severity)
    assert not {
        rule: severity
        for rule, severity in attack.must.items()
        if worst.get(rule, 0) < Severity[severity.upper()]
    }


@pytest.mark.parametrize("folder", DIALECTS)
def test_every_attack_says_what_must_be_found(folder: str) -> None:
    said = json.loads((FOLDER / folder / "must.json").read_text())
    assert sorted(said) == sorted(path.stem for path in (FOLDER / folder).glob("*.sql"))
