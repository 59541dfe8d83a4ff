"""The relations that a change names: its table, and those that it refers to, fills, empties or moves."""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import (
    AddColumn,
    AddConstraint,
    AlterObject,
    AlterTable,
    Change,
    Comment,
    CreateObject,
    CreateTable,
    DropIndex,
    DropObject,
    Grant,
    InsertRows,
    LockTable,
    Maintain,
    RenameTable,
    Truncate,
)
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names

_PARTITIONING = ("ATTACH PARTITION", "DETACH PARTITION", "EXCHANGE PARTITION", "INHERIT")
_PARTS = ("column", "constraint", "trigger", "policy", "rule")
"""What a comment names behind its table: "users.email"."""


def touched(change: Change) -> Iterator[tuple[str, str]]:
    """(name, schema) of each relation; the schema is empty where the text leaves it out."""
    schema: str = getattr(change, "schema", "")
    if isinstance(change, CreateObject) and change.object == "virtual_table":
        yield change.name, schema  # its `table` is the module
    elif table := getattr(change, "table", ""):
        yield table, schema
    if isinstance(change, RenameTable):
        yield change.new_name, schema
    if isinstance(change, CreateObject | AlterObject | DropObject) and not change.table:
        yield change.name, schema
    if isinstance(change, InsertRows) and change.from_table:
        yield change.from_table, change.from_schema
    yield from map(_apart, _written(change))


def owning(change: Change, migration: Migration, names: Names) -> Iterator[tuple[str, str]]:
    """(table, schema) of what a change touches; DROP INDEX and the like name theirs only through the schema."""
    yield from touched(change)
    dropped, schema = _alone(change)
    if dropped:
        yield dropped, schema
        before = migration.facts.before
        for owner in before.tables if before else ():
            if names.fold(dropped) in map(
                names.fold, (*(index.name for index in owner.indexes), *owner.triggers)
            ):
                yield owner.name, owner.schema


def _alone(change: Change) -> tuple[str, str]:
    """(name, schema) of an object that may be an index or trigger, where the change does not say of which table."""
    if isinstance(change, Maintain | Comment):
        return ("", "") if getattr(change, "object", "") in _PARTS else _apart(change.name)
    if not isinstance(change, DropIndex | DropObject | AlterObject) or change.table:
        return "", ""
    return (change.index if isinstance(change, DropIndex) else change.name), change.schema


def _written(change: Change) -> Iterator[str]:
    """Names that carry their schema before a dot."""
    if isinstance(change, Truncate | LockTable):
        yield from change.tables
    elif isinstance(change, CreateTable):
        yield from (*change.references, *filter(None, (change.partition_of,)))
    elif isinstance(change, AddConstraint) and change.references:
        yield change.references
    elif isinstance(change, AddColumn) and change.column.references:
        yield change.column.references
    elif isinstance(change, CreateObject):
        yield from change.writes
    elif isinstance(change, Comment):
        yield change.name.rpartition(".")[0] if change.object in _PARTS else change.name
    elif (isinstance(change, Maintain) and change.name) or (
        isinstance(change, AlterTable) and any(word in change.form for word in _PARTITIONING)
    ):
        yield change.name
    elif isinstance(change, Grant) and change.object == "table":
        yield from change.names


def _apart(written: str) -> tuple[str, str]:
    schema, _, name = written.rpartition(".")
    return name, schema
