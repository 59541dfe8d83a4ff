"""PostgreSQL's hiding places, collected as they are found. What the parser says of each is recorded beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemawarden_policy import change as c
from schemawarden_policy.migration import MigrationFile
from schemawarden_policy.reading import read_file
from schemawarden_policy.statement import Dialect
from tests.policy.cases import HERE
from tests.policy.snapshots import matches_snapshot
from tests.policy.test_parse_postgres import told

FOLDER = HERE / "evasions" / "postgres"
EVASIONS = sorted(FOLDER.glob("*.sql"))
HARMLESS = {
    "comment_only_words",
    "escape_continues_over_newline",  # one literal to the server; Atlas's lexer refuses the file
    "table_named_drop",
}
LOUD = (
    *(c.CallFunction, c.ClusterStatement, c.DeleteRows, c.DropColumn, c.DropTable, c.Grant, c.OutsideServer),
    *(c.RoleChange, c.RunRoutine, c.TransactionControl, c.UpdateRows),
)


def _file(path: Path) -> MigrationFile:
    return read_file(path.name, path.read_bytes().decode(), Dialect.POSTGRESQL)


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
    opaque = any(statement.opaque_reason for statement in file.statements)
    return bool(file.split_error) or opaque or writes or any(isinstance(change, LOUD) for change in changes)


def test_evasions_are_seen_as_recorded() -> None:
    matches_snapshot(FOLDER / "expected.json", {path.stem: _seen(path) for path in EVASIONS})


@pytest.mark.parametrize("path", EVASIONS, ids=lambda path: path.stem)
def test_no_evasion_is_read_as_harmless(path: Path) -> None:
    assert _loud(_file(path)) == (path.stem not in HARMLESS)
