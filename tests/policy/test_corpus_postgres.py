"""Ordinary PostgreSQL migrations, as Django, Rails, Flyway, Prisma, Supabase and others write them: understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemawarden_policy import change as c
from schemawarden_policy.reading import read_file
from schemawarden_policy.statement import Dialect, Statement
from tests.policy.cases import HERE

CORPUS = sorted((HERE / "corpus" / "postgres").glob("*.sql"))
DYNAMIC: dict[str, list[str]] = {}
"""Routines whose SQL is known only when they run."""
RUNS_CODE = {"drizzle": ["DO"]}
"""Files that run code which a person has to read."""


def _statements(path: Path) -> tuple[Statement, ...]:
    file = read_file(path.name, path.read_bytes().decode(), Dialect.POSTGRESQL)
    assert file.split_error == ""
    return file.statements


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_ordinary_migration_is_understood(path: Path) -> None:
    statements = _statements(path)
    assert statements
    assert [s.opaque_reason for s in statements if s.opaque_reason] == []
    changes = [change for statement in statements for change in statement.changes]
    routines = [x.name for x in changes if isinstance(x, c.CreateObject) and x.dynamic]
    assert routines == DYNAMIC.get(path.stem, [])
    assert [x.name for x in changes if isinstance(x, c.RunRoutine)] == RUNS_CODE.get(path.stem, [])
    forbidden = c.CallFunction | c.OutsideServer | c.ClusterStatement | c.RoleChange
    assert [x for x in changes if isinstance(x, forbidden)] == []


def test_triggers_and_functions_say_what_they_write_and_run() -> None:
    path = next(path for path in CORPUS if path.stem == "supabase_profiles")
    made = {x.name: x for s in _statements(path) for x in s.changes if isinstance(x, c.CreateObject)}
    assert made["handle_new_user"].writes == ("public.profiles",)
    assert made["on_auth_user_created"].runs == "public.handle_new_user"
