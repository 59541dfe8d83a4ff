"""The corpus of realistic migrations as `schemawarden check` sees it: nothing crashes, and every finding is on record.

`corpus/findings.json` holds, file by file, how many statements there are and how many were understood, and the findings of
warning or above as `line severity rule`. Each was read and judged when it was recorded. A change of it shows in the diff.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from schemawarden_policy.reading import read_file
from schemawarden_policy.statement import Dialect
from tests.policy.atlas_plans import GENERATED, plans
from tests.policy.cases import report
from tests.policy.checked import CORPUS, checked, corpus, dialect_of, grave
from tests.policy.snapshots import matches_snapshot
from tests.postgres import Server

OPAQUE = {"handwritten/plain/postgresql/dba_script.sql": "a backslash command of psql is no SQL"}
"""Files with a statement that is not understood, and why that is right."""


def _seen(path: Path) -> dict[str, object]:
    [found] = checked(path, dialect_of(path))
    lines = [f"{f.line} {f.severity} {f.rule}" for f in grave(found)]
    return {
        "statements": found.statements,
        "understood": found.covered,
        "verdict": found.verdict,
        "findings": lines,
    }


def test_every_finding_is_the_one_that_was_judged() -> None:
    seen = {str(path.relative_to(CORPUS)): _seen(path) for path in corpus()}
    matches_snapshot(CORPUS / "findings.json", {"files": seen, "coverage": _coverage()})


def _coverage() -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {dialect.value: Counter() for dialect in Dialect}
    for path in corpus():
        [each] = checked(path, dialect_of(path))
        found[dialect_of(path)].update(files=1, statements=each.statements, understood=each.covered)
    return {dialect: dict(counts) for dialect, counts in found.items()}


@pytest.mark.parametrize("path", corpus(), ids=lambda path: str(path.relative_to(CORPUS)))
def test_every_statement_is_understood(path: Path) -> None:
    statements = read_file(path.name, path.read_bytes().decode(), dialect_of(path)).statements
    reasons = [s.opaque_reason for s in statements if s.opaque_reason]
    assert bool(reasons) == (str(path.relative_to(CORPUS)) in OPAQUE), reasons


def test_a_drop_behind_two_rebuilds_of_a_table_is_a_drop() -> None:
    """As Django writes it when a model changes and then goes: the last DROP TABLE belongs to no rebuild."""
    text = (CORPUS / "generated" / "django" / "sqlite" / "0003_change.sql").read_text()
    lost = [f.place.line for f in report(text).findings if f.rule == "drop-table"]
    assert text.splitlines()[lost[-1] - 1] == 'DROP TABLE "shop_order";'


async def test_what_atlas_plans_is_current(postgres18: Server) -> None:
    texts = await plans(postgres18)
    assert {path: path.read_text() for path in GENERATED.rglob("*.sql")} == texts
