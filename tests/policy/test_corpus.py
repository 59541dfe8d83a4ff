"""Ordinary migrations, as Atlas, Django, Rails, Alembic, Prisma and Drizzle write them: understood, and not refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemawarden_policy.facts import Column, Facts, Index, Schema, Table
from schemawarden_policy.reading import read_file
from schemawarden_policy.rule import Severity
from schemawarden_policy.statement import Dialect
from tests.policy.cases import HERE, report

CORPUS = sorted((HERE / "corpus").glob("*.sql"))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_ordinary_migration_is_understood_and_raises_no_error(path: Path) -> None:
    text = path.read_bytes().decode()
    statements = read_file(path.name, text, Dialect.SQLITE).statements
    assert [s.opaque_reason for s in statements if s.opaque_reason] == []
    assert [f.rule for f in report(text).findings if f.severity >= Severity.ERROR] == []


def test_atlas_rebuild_with_known_schema_has_no_finding() -> None:
    columns = tuple(
        Column(name, "integer" if name in ("id", "age") else "text", name != "name")
        for name in ("id", "name", "age")
    )
    users = Table(
        "users", columns, ("id",), indexes=(Index("users_name", ("name",)),), referenced_by=("posts",)
    )
    text = (HERE / "corpus" / "atlas_rebuild.sql").read_text()
    assert report(text, facts=Facts(before=Schema((users,)))).findings == ()


def test_rebuild_that_leaves_a_column_out_is_destructive() -> None:
    columns = tuple(
        Column(name, "integer" if name in ("id", "age") else "text", name != "name")
        for name in ("id", "name", "age", "email")
    )
    users = Table("users", columns, ("id",), indexes=(Index("users_name", ("name",)),))
    text = (HERE / "corpus" / "atlas_rebuild.sql").read_text()
    result = report(text, facts=Facts(before=Schema((users,))))
    assert [(f.rule, f.objects) for f in result.findings] == [
        ("drop-column", ("users.email",)),
        ("drop-column-compat", ("users.email",)),
    ]
    assert result.destructive


def test_rebuild_that_fills_a_column_with_nothing_loses_it() -> None:
    columns = tuple(Column(name, "integer" if name in ("id", "age") else "text") for name in ("id", "name"))
    text = (
        "PRAGMA foreign_keys = off;\nCREATE TABLE new_t (id integer, name text);\n"
        "INSERT INTO new_t (id, name) SELECT id, NULL FROM t;\nDROP TABLE t;\nALTER TABLE new_t RENAME TO t;\n"
    )
    result = report(text, facts=Facts(before=Schema((Table("t", columns),))))
    assert [f.rule for f in result.findings] == ["drop-column"]
