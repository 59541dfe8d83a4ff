"""What is known of a column where a statement stands: by what the change set did to it before, else by the schema before.

Nothing is known of a table that took its name within the change set: the schema before speaks of another one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

from schemawarden_policy.change import (
    AddColumn,
    AlterColumnType,
    Change,
    ColumnDef,
    CreateTable,
    DropColumn,
    DropNotNull,
    ModifyColumn,
    RenameColumn,
    RenameTable,
    SetDefault,
    SetNotNull,
)
from schemawarden_policy.facts import Column, Schema
from schemawarden_policy.lifetimes import Lifetimes, steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement

ColumnChange: TypeAlias = AlterColumnType | ModifyColumn | SetDefault | SetNotNull | DropNotNull
_Key = tuple[tuple[str, str], str]


class Columns:
    """The columns as they are so far. It moves on as `column_steps` is iterated."""

    def __init__(self, names: Names, before: Schema | None) -> None:
        self.names = names
        self.before = before
        self._changed: dict[_Key, Column | None] = {}
        self._moved: set[tuple[str, str]] = set()

    def of(self, table: str, column: str, schema: str = "") -> Column | None:
        """The column; None when nothing is known of it."""
        key = self.names.key(table, schema)
        wanted = self.names.fold(column)
        if (key, wanted) in self._changed:
            return self._changed[key, wanted]
        found = None if key in self._moved else self.names.find(self.before, table, schema)
        columns = found.columns if found else ()
        return next((each for each in columns if self.names.fold(each.name) == wanted), None)

    def at(self, change: ColumnChange) -> tuple[str, Column | None]:
        """The column that a change is about: its name afterwards, and what is known of it before."""
        if not isinstance(change, ModifyColumn):
            return change.column, self.of(change.table, change.column, change.schema)
        name = change.definition.name  # a CHANGE has renamed it just before
        known = self.of(change.table, name, change.schema)
        return name, known or self.of(change.table, change.column, change.schema)

    def follow(self, change: Change) -> None:
        """Take note of what a change does to columns."""
        if isinstance(change, CreateTable):
            for column in change.columns:
                if self.of(change.table, column.name, change.schema) is None:
                    self._set(change.table, change.schema, column.name, as_known(column))
        elif isinstance(change, AddColumn):
            self._set(change.table, change.schema, change.column.name, as_known(change.column))
        elif isinstance(change, ModifyColumn):
            self._set(change.table, change.schema, change.definition.name, as_known(change.definition))
        elif isinstance(change, DropColumn):
            self._set(change.table, change.schema, change.column, None)
        elif isinstance(change, RenameColumn):
            known = self.of(change.table, change.column, change.schema)
            self._set(change.table, change.schema, change.column, None)
            self._set(change.table, change.schema, change.new_name, known)
        elif isinstance(change, RenameTable):
            self._moved |= {self.names.key(name, change.schema) for name in (change.table, change.new_name)}
            self._changed = {key: known for key, known in self._changed.items() if key[0] not in self._moved}
        else:
            self._part(change)

    def _part(self, change: Change) -> None:
        """One property of a column changes."""
        if isinstance(change, AlterColumnType):
            self._update(change, lambda column: replace(column, type=change.type))
        elif isinstance(change, SetNotNull | DropNotNull):
            self._update(change, lambda column: replace(column, null=isinstance(change, DropNotNull)))
        elif isinstance(change, SetDefault):
            self._update(change, lambda column: replace(column, default=change.default))

    def _update(self, change: ColumnChange, new: Callable[[Column], Column]) -> None:
        name, known = self.at(change)
        if known is not None:
            self._set(change.table, change.schema, name, new(known))

    def _set(self, table: str, schema: str, column: str, known: Column | None) -> None:
        self._changed[self.names.key(table, schema), self.names.fold(column)] = known


def as_known(column: ColumnDef) -> Column:
    """A definition in the words of the facts."""
    null = not (column.not_null or column.primary_key)
    return Column(column.name, column.type, null, column.default, column.generated)


def column_steps(
    migration: Migration, settings: Settings
) -> Iterator[tuple[Statement, Change, Lifetimes, Columns]]:
    """`lifetimes.steps`, with what is known of the columns before each change."""
    columns = Columns(names_of(migration, settings), migration.facts.before)
    for statement, change, lifetimes in steps(migration, settings):
        yield statement, change, lifetimes, columns
        columns.follow(change)
