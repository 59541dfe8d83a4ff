"""Hiding places, collected as they are found. Each file's kinds and findings are recorded beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemawarden_policy.reading import read_file
from schemawarden_policy.statement import Dialect
from tests.policy.cases import HERE, report
from tests.policy.snapshots import matches_snapshot

EVASIONS = sorted((HERE / "evasions").glob("*.sql"))
HARMLESS = {
    "attach_in_explain",  # EXPLAIN runs nothing
    "bracket_hides_semicolon",  # one CREATE TABLE to SQLite; split-mismatch tells it from what the engine cuts
    "executable_comment",  # a comment to SQLite
    "hint_comment",
    "semicolon_in_name",
    "semicolon_in_string",
    "table_named_drop",
}


def _seen(path: Path) -> dict[str, list[str]]:
    text = path.read_bytes().decode()
    kinds = [statement.kind.value for statement in read_file(path.name, text, Dialect.SQLITE).statements]
    return {"kinds": kinds, "rules": [finding.rule for finding in report(text).findings]}


def test_evasions_are_seen_as_recorded() -> None:
    matches_snapshot(HERE / "evasions" / "expected.json", {path.stem: _seen(path) for path in EVASIONS})


@pytest.mark.parametrize("path", EVASIONS, ids=lambda path: path.stem)
def test_no_evasion_passes_without_a_finding(path: Path) -> None:
    assert bool(_seen(path)["rules"]) == (path.stem not in HARMLESS)
