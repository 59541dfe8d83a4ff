"""The names that a migration introduces, by kind: what the naming rules look at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemawarden_policy.change import (
    AddColumn,
    AddConstraint,
    Change,
    CreateIndex,
    CreateTable,
    RenameColumn,
    RenameTable,
)
from schemawarden_policy.migration import Migration
from schemawarden_policy.rebuild import all_rebuilds
from schemawarden_policy.rule import Sighting
from schemawarden_policy.statement import Statement


def misnamed(migration: Migration, kind: str, pattern: str) -> Iterator[Sighting]:
    """A sighting for each new name of `kind` that does not match `pattern` in full; none for an empty pattern."""
    if not pattern:
        return
    expression = re.compile(pattern)
    passing = {id(r.created) for r in all_rebuilds(migration) if r.shape == "copy-first"}
    for statement, change in _changes(migration):
        for found, name in names(change):
            if (
                found == kind
                and not (kind == "table" and id(change) in passing)
                and not expression.fullmatch(name)
            ):
                spoken = kind.replace("_", " ")
                message = f"The {spoken} name {name} does not match {pattern}."
                yield Sighting(statement.place, message, f"Rename the {spoken} to match {pattern}.", (name,))


def names(change: Change) -> Iterator[tuple[str, str]]:
    """(kind, name) of everything that a change gives a name to."""
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
    elif isinstance(change, CreateIndex) and change.index:
        yield "index", change.index
    elif isinstance(change, AddConstraint) and change.name:
        yield _constraint_kind(change.kind), change.name


def _constraint_kind(kind: str) -> str:
    """Unique and primary key constraints count as indexes."""
    return "index" if kind in ("unique", "primary_key", "exclude") else kind


def _changes(migration: Migration) -> Iterator[tuple[Statement, Change]]:
    return ((statement, change) for statement in migration.statements() for change in statement.changes)
