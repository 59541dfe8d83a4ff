"""The columns that statements drop from tables that were there, together for each statement and table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from schemawarden_policy.change import DropColumn
from schemawarden_policy.columns import column_steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement


@dataclass(frozen=True, slots=True)
class DroppedColumns:
    statement: Statement
    table: str
    schema: str
    columns: tuple[str, ...]
    """Those that the change set did not add itself."""
    virtual: frozenset[str] = frozenset()
    """Those that are known to hold no values of their own."""
    cascades: bool = False

    @property
    def stored(self) -> tuple[str, ...]:
        return tuple(column for column in self.columns if column not in self.virtual)


def dropped_columns(migration: Migration, settings: Settings) -> Iterator[DroppedColumns]:
    """In running order."""
    found: list[DroppedColumns] = []
    for statement, change, lifetimes, columns in column_steps(migration, settings):
        if not isinstance(change, DropColumn) or lifetimes.born(change.table, change.schema):
            continue
        if lifetimes.added(change.table, change.column, change.schema):
            continue
        known = columns.of(change.table, change.column, change.schema)
        virtual = frozenset({change.column} if known and known.generated == "VIRTUAL" else ())
        one = DroppedColumns(
            statement, change.table, change.schema, (change.column,), virtual, change.cascade
        )
        if found and _together(found[-1], one):
            one = _joined(found.pop(), one)
        found.append(one)
    yield from found


def _together(last: DroppedColumns, one: DroppedColumns) -> bool:
    return (last.statement, last.table, last.schema) == (one.statement, one.table, one.schema)


def _joined(last: DroppedColumns, one: DroppedColumns) -> DroppedColumns:
    columns, virtual = (*last.columns, *one.columns), last.virtual | one.virtual
    cascades = last.cascades or one.cascades
    return DroppedColumns(one.statement, one.table, one.schema, columns, virtual, cascades)
