"""MySQL's hiding places, collected as they are found. What the parser says of each is recorded beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemawarden_policy import change as c
from schemawarden_policy.migration import MigrationFile
from schemawarden_policy.reading import read_file
from schemawarden_policy.statement import Dialect
from tests.policy.cases import HERE, report
from tests.policy.snapshots import matches_snapshot
from tests.policy.test_parse_postgres import told

FOLDER = HERE / "evasions" / "mysql"
EVASIONS = sorted(FOLDER.glob("*.sql"))
HARMLESS = {
    "carriage_return",  # to the server and to Atlas the comment goes on; the rule hidden-characters refuses it
    "comment_only_words",
    "semicolon_in_name",
    "table_named_drop",
}
QUIET = {
    *(HARMLESS - {"carriage_return"}),
    "on_duplicate_key_values",  # bounded by the rows that are listed
}
LOUD = (
    *(c.AlterTable, c.CallFunction, c.ClusterStatement, c.DeleteRows, c.DropColumn, c.DropConstraint),
    *(c.DropTable, c.Grant, c.OutsideServer, c.RunRoutine, c.TransactionControl, c.UpdateRows),
)


def _file(path: Path) -> MigrationFile:
    return read_file(path.name, path.read_bytes().decode(), Dialect.MYSQL)


def _seen(path: Path) -> list[list[str]]:
    file = _file(path)
    if file.split_error:
        return [[f"not split: {file.split_error}"]]
    return [[s.opaque_reason or s.kind.value, *map(told, s.changes)] for s in file.statements]


def _loud(file: MigrationFile) -> bool:
    changes = [change for statement in file.statements for change in statement.changes]
    writes = any(
        isinstance(change, c.CreateObject) and (change.dynamic or change.writes) for change in changes
    )
    replaces = any(isinstance(change, c.InsertRows) and change.replaces for change in changes)
    opaque = any(statement.opaque_reason for statement in file.statements)
    loud = any(isinstance(change, LOUD) for change in changes)
    return bool(file.split_error) or opaque or writes or replaces or loud


def test_evasions_are_seen_as_recorded() -> None:
    matches_snapshot(FOLDER / "expected.json", {path.stem: _seen(path) for path in EVASIONS})


@pytest.mark.parametrize("path", EVASIONS, ids=lambda path: path.stem)
def test_no_evasion_is_read_as_harmless(path: Path) -> None:
    assert _loud(_file(path)) == (path.stem not in HARMLESS)


@pytest.mark.parametrize("path", EVASIONS, ids=lambda path: path.stem)
def test_no_evasion_passes_without_a_finding(path: Path) -> None:
    findings = report(path.read_bytes().decode(), dialect=Dialect.MYSQL).findings
    assert any(finding.severity.word != "notice" for finding in findings) == (path.stem not in QUIET)
