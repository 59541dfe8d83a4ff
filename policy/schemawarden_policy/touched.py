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
    DropObject,
    Grant,
    InsertRows,
    LockTable,
    Maintain,
    RenameTable,
    Truncate,
)

_PARTITIONING = ("ATTACH PARTITION", "DETACH PARTITION", "INHERIT")


def touched(change: Change) -> Iterator[tuple[str, str]]:
    """(name, schema) of each relation; the schema is empty where the text leaves it out."""
    schema: str = getattr(change, "schema", "")
    if table := getattr(change, "table", ""):
        yield table, schema
    if isinstance(change, RenameTable):
        yield change.new_name, schema
    if isinstance(change, CreateObject | AlterObject | DropObject) and not change.table:
        yield change.name, schema
    if isinstance(change, InsertRows) and change.from_table:
        yield change.from_table, change.from_schema
    yield from map(_apart, _written(change))


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
    elif (isinstance(change, Maintain | Comment) and change.name) or (
        isinstance(change, AlterTable) and any(word in change.form for word in _PARTITIONING)
    ):
        yield change.name
    elif isinstance(change, Grant) and change.object == "table":
        yield from change.names


def _apart(written: str) -> tuple[str, str]:
    schema, _, name = written.rpartition(".")
    return name, schema
