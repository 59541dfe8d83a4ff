"""What the rows that are there hold in a column, as far as the change set itself says so: nothing, something, or each a value of its own.

A column that was added without a default is empty until something is written into it. One that was added with a default,
was backfilled, or is covered by a validated check has a value in every row. Code that was not read ends all such knowledge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum

from schemawarden_policy.change import (
    AddColumn,
    AddConstraint,
    Change,
    ColumnDef,
    DropColumn,
    InsertRows,
    RenameColumn,
    RenameTable,
    RunRoutine,
    SetNotNull,
    UpdateRows,
)
from schemawarden_policy.columns import Columns, column_steps
from schemawarden_policy.lifetimes import Key, Lifetimes
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of
from schemawarden_policy.not_null_proofs import NotNullProofs
from schemawarden_policy.said_of_null import columns_taken_when_null
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement

_OWN_VALUE = re.compile(
    r"\b(gen_random_uuid|uuid_generate_v[14]\w*|uuidv[47]|uuid|sys_guid|nextval)\s*\(", re.IGNORECASE
)
"""Defaults that give each row a value that no other has."""


class Held(IntEnum):
    EMPTY = 0
    """NULL in every row."""
    FILLED = 1
    """A value in every row."""
    DISTINCT = 2
    """In every row a value that no other row has."""


class Contents:
    """What is known so far. It moves on as `content_steps` is iterated."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._held: dict[tuple[Key, str], Held] = {}
        self._proofs = NotNullProofs(names)

    def empty(self, table: str, column: str, schema: str = "") -> bool:
        return self._of(table, column, schema) is Held.EMPTY

    def filled(self, table: str, column: str, schema: str = "") -> bool:
        held = self._of(table, column, schema) or Held.EMPTY
        return held >= Held.FILLED or self.proven(table, column, schema)

    def proven(self, table: str, column: str, schema: str = "") -> bool:
        """A validated constraint says that there is no NULL, or does so by its name."""
        proofs = self._proofs
        return proofs.proves(table, column, schema) or bool(proofs.may_prove(table, column, schema))

    def distinct(self, table: str, column: str, schema: str = "") -> bool:
        return self._of(table, column, schema) is Held.DISTINCT

    def _of(self, table: str, column: str, schema: str) -> Held | None:
        return self._held.get((self.names.key(table, schema), self.names.fold(column)))

    def follow(self, change: Change) -> None:
        """Take note of what a change puts into columns."""
        if isinstance(change, AddColumn):
            self._added(change)
        elif isinstance(change, UpdateRows):
            self._updated(change)
        elif isinstance(change, InsertRows):
            self._unsettle(self.names.key(change.table, change.schema), change.columns)
        elif isinstance(change, AddConstraint) and change.kind == "primary_key":
            self._fill(change, change.columns)
        elif isinstance(change, SetNotNull):
            self._fill(change, (change.column,))
        elif isinstance(change, DropColumn | RenameColumn | RenameTable):
            self._moved(change)
        elif isinstance(change, RunRoutine):
            self.forget()
        self._proofs.follow(change)

    def forget(self) -> None:
        self._held.clear()
        self._proofs = NotNullProofs(self.names)

    def _added(self, change: AddColumn) -> None:
        at = self.names.key(change.table, change.schema), self.names.fold(change.column.name)
        if not change.if_not_exists and not change.column.generated:
            self._held[at] = at_first(change.column)

    def _updated(self, change: UpdateRows) -> None:
        table = self.names.key(change.table, change.schema)
        self._unsettle(table, change.columns)
        taken = {self.names.fold(column) for column in columns_taken_when_null(change.where or "")}
        for column in map(self.names.fold, change.columns):
            if change.always_true or column in taken:
                self._held[table, column] = Held.FILLED

    def _unsettle(self, table: Key, columns: tuple[str, ...]) -> None:
        """Some rows get other values, in these columns or nobody knows where."""
        written = {self.names.fold(column) for column in columns}
        for at, held in list(self._held.items()):
            if at[0] == table and (not written or at[1] in written):
                if held is Held.EMPTY:
                    del self._held[at]
                else:
                    self._held[at] = Held.FILLED

    def _fill(self, change: AddConstraint | SetNotNull, columns: tuple[str, ...]) -> None:
        for column in columns:
            at = self.names.key(change.table, change.schema), self.names.fold(column)
            self._held[at] = max(self._held.get(at, Held.FILLED), Held.FILLED)

    def _moved(self, change: DropColumn | RenameColumn | RenameTable) -> None:
        table = self.names.key(change.table, change.schema)
        if isinstance(change, RenameTable):
            new = self.names.key(change.new_name, change.schema)
            kept = {at: held for at, held in self._held.items() if at[0] != new}
            self._held = {((new if at[0] == table else at[0]), at[1]): held for at, held in kept.items()}
            return
        held = self._held.pop((table, self.names.fold(change.column)), None)
        if isinstance(change, RenameColumn) and held is not None:
            self._held[table, self.names.fold(change.new_name)] = held


def at_first(column: ColumnDef) -> Held:
    """What a column has in the rows that were there before it."""
    if column.identity or column.auto_increment or _OWN_VALUE.search(column.default or ""):
        return Held.DISTINCT
    return Held.FILLED if has_default(column) or column.not_null or column.primary_key else Held.EMPTY


def has_default(column: ColumnDef) -> bool:
    """It has a default, and that is not NULL."""
    return (column.default or "NULL").split("::")[0].strip("() ").upper() != "NULL"


def content_steps(
    migration: Migration, settings: Settings
) -> Iterator[tuple[Statement, Change, Lifetimes, Columns, Contents]]:
    """`columns.column_steps`, with what is known of the rows before each change."""
    contents = Contents(names_of(migration, settings))
    unread = _unread_before(migration)
    seen = 0
    for statement, change, lifetimes, columns in column_steps(migration, settings):
        if unread[statement.place.file, statement.place.statement] != seen:
            seen = unread[statement.place.file, statement.place.statement]
            contents.forget()
        yield statement, change, lifetimes, columns, contents
        contents.follow(change)


def _unread_before(migration: Migration) -> dict[tuple[str, int], int]:
    """(file, statement) -> how many statements before it nobody read."""
    found: dict[tuple[str, int], int] = {}
    unread = 0
    for statement in migration.statements():
        found[statement.place.file, statement.place.statement] = unread
        unread += bool(statement.opaque_reason)
    return found
