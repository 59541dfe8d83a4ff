"""The names that a migration introduces, by kind: what the naming rules look at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemawarden_policy.change import (
    AddColumn,
    AddConstraint,
    AlterObject,
    Change,
    CreateIndex,
    CreateObject,
    CreateTable,
    RenameColumn,
    RenameTable,
)
from schemawarden_policy.migration import Migration
from schemawarden_policy.rebuild import all_rebuilds
from schemawarden_policy.rule import Sighting
from schemawarden_policy.statement import Statement


def misnamed(migration: Migration, kind: str, pattern: str) -> Iterator[Sighting]:
    """A sighting for each new name of `kind` that does not match `pattern`; none for an empty pattern."""
    if not pattern:
        return
    expression = re.compile(pattern)
    anchored = pattern.startswith("^") or pattern.endswith("$")
    matches = expression.search if anchored else expression.fullmatch
    for statement, found, name in introduced(migration):
        if found == kind and not matches(name):
            spoken = kind.replace("_", " ")
            message = f"The {spoken} name {name} does not match {pattern}."
            yield Sighting(statement.place, message, f"Rename the {spoken} to match {pattern}.", (name,))


def introduced(migration: Migration) -> Iterator[tuple[Statement, str, str]]:
    """(statement, kind, name) of each name that is there to stay; a rebuild's table aside has one that passes."""
    passing = {id(r.created) for r in all_rebuilds(migration) if r.shape == "copy-first"}
    for statement in migration.statements():
        for change in statement.changes:
            for kind, name in names(change):
                if not (kind == "table" and id(change) in passing):
                    yield statement, kind, name


def names(change: Change) -> Iterator[tuple[str, str]]:
    """(kind, name) of everything that a change gives a name to. A name that the server chooses is none."""
    return ((kind, name) for kind, name in _names(change) if name)


def _names(change: Change) -> Iterator[tuple[str, str]]:
    if isinstance(change, CreateTable):
        yield "table", change.table
        yield from (("column", column.name) for column in change.columns)
        yield from ((_constraint_kind(c.kind), c.name) for c in change.constraints)
    elif isinstance(change, RenameTable):
        yield "table", change.new_name
    elif isinstance(change, AddColumn):
        yield "column", change.column.name
    elif isinstance(change, RenameColumn):
        yield "column", change.new_name
    elif isinstance(change, CreateIndex):
        yield "index", change.index
    elif isinstance(change, AddConstraint):
        yield _constraint_kind(change.kind), change.name
    elif isinstance(change, CreateObject) and change.object not in _NAMED_ELSEWHERE:
        yield ("schema" if change.object == "database" else change.object), change.name
    elif isinstance(change, AlterObject) and change.form == "RENAME TO":
        yield change.object, change.value


_NAMED_ELSEWHERE = ("extension", "cast", "transform", "operator", "access_method", "language")
"""Objects whose names are not the migration's choice, or no names."""
_INDEXES = ("unique", "primary_key", "exclude", "index", "fulltext", "spatial")


def _constraint_kind(kind: str) -> str:
    """Unique and primary key constraints count as indexes, and so do the indexes that a CREATE TABLE lists (MySQL)."""
    return "index" if kind in _INDEXES else kind
