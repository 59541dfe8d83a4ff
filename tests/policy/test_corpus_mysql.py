"""Ordinary MySQL and MariaDB migrations, as Rails, Laravel, Django, Prisma, Flyway and others write them: understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemawarden_policy import change as c
from schemawarden_policy.reading import read_file
from schemawarden_policy.statement import Dialect, Statement
from tests.policy.cases import HERE

CORPUS = sorted((HERE / "corpus" / "mysql").glob("*.sql"))
RUNS_CODE = {"dynamic_if_missing": ["PREPARE", "EXECUTE"]}
"""Files that run code which a person has to read."""


def _statements(path: Path, dialect: Dialect) -> tuple[Statement, ...]:
    file = read_file(path.name, path.read_bytes().decode(), dialect)
    assert file.split_error == ""
    return file.statements


@pytest.mark.parametrize("dialect", [Dialect.MYSQL, Dialect.MARIADB])
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_ordinary_migration_is_understood(path: Path, dialect: Dialect) -> None:
    statements = _statements(path, dialect)
    assert statements
    assert [s.opaque_reason for s in statements if s.opaque_reason] == []
    changes = [change for statement in statements for change in statement.changes]
    assert [x.name for x in changes if isinstance(x, c.CreateObject) and x.dynamic] == []
    assert [x.name for x in changes if isinstance(x, c.RunRoutine)] == RUNS_CODE.get(path.stem, [])
    forbidden = c.CallFunction | c.OutsideServer | c.ClusterStatement | c.RoleChange
    assert [x for x in changes if isinstance(x, forbidden)] == []


def test_triggers_and_procedures_say_what_they_write() -> None:
    made = {
        change.name: change.writes
        for path in CORPUS
        for statement in _statements(path, Dialect.MYSQL)
        for change in statement.changes
        if isinstance(change, c.CreateObject) and change.object in ("trigger", "procedure")
    }
    assert made == {"backfill": ("users",), "users_audit": ("audit",), "users_touch": ()}
