"""Tables that `CREATE TABLE IF NOT EXISTS` makes, unless they are there: for the check that knows no schema.

The text does not tell whether such a table was there, so nothing that it may hold counts as lost by nobody: a drop stays a
drop. But a statement that builds an index over it is most often the second half of its making, and whoever is asked to look at
each of them stops looking. So what takes a lock or asks something of the rows is told as a notice. It is not,

- where the schema before is known: it says which tables are new;
- where a column is named that the definition lacks: then the table must have been there, or the statement fails.
"""

from __future__ import annotations

import re

from schemawarden_policy.change import (
    AddColumn,
    AddConstraint,
    Change,
    CreateIndex,
    CreateObject,
    CreateTable,
    ModifyColumn,
    SetNotNull,
)
from schemawarden_policy.lifetimes import Key
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names
from schemawarden_policy.statement import Place

_NAME = re.compile(r"\w+")
_HOLDS_ROWS = "materialized_view"


class LikelyNew:
    def __init__(self, migration: Migration, names: Names) -> None:
        self._names = names
        self._made: dict[Key, tuple[int, frozenset[str] | None]] = {}
        """Table -> (number of the statement that makes it, its columns); no columns for a materialized view."""
        self._number: dict[tuple[str, int], int] = {}
        self._changes: dict[int, tuple[Change, ...]] = {}
        if migration.facts.before is None:
            self._read(migration)

    def _read(self, migration: Migration) -> None:
        for number, statement in enumerate(migration.statements()):
            self._number[statement.place.file, statement.place.statement] = number
            self._changes[number] = statement.changes
            for change in statement.changes:
                if isinstance(change, CreateTable) and change.if_not_exists and not change.temporary:
                    columns = frozenset(self._names.fold(column.name) for column in change.columns)
                    self._made.setdefault(self._names.key(change.table, change.schema), (number, columns))
                elif (
                    isinstance(change, CreateObject) and change.if_not_exists and change.object == _HOLDS_ROWS
                ):
                    self._made.setdefault(self._names.key(change.name, change.schema), (number, None))
                elif isinstance(change, AddColumn):
                    self._grown(change)

    def _grown(self, change: AddColumn) -> None:
        key = self._names.key(change.table, change.schema)
        number, columns = self._made.get(key, (0, None))
        if columns is not None:
            self._made[key] = number, columns | {self._names.fold(change.column.name)}

    def all(self, written: tuple[str, ...], place: Place) -> bool:
        """Each of the names, "users", "public.users" or "users.email", is of a table that an earlier statement makes, unless it
        is there."""
        number = self._number.get((place.file, place.statement), -1)
        found = [self._table(name) for name in written]
        return bool(found) and all(
            made is not None and made[0] < number and self._fits(number, made[1]) for made in found
        )

    def _table(self, written: str) -> tuple[int, frozenset[str] | None] | None:
        above = written.rpartition(".")[0]
        made = self._made.get(self._names.key_of(written))
        return made or (self._made.get(self._names.key_of(above)) if above else None)

    def _fits(self, number: int, columns: frozenset[str] | None) -> bool:
        """The statement names no column that the definition lacks."""
        return columns is None or all(
            self._names.fold(name) in columns
            for change in self._changes[number]
            for name in _named(change)
            if _NAME.fullmatch(name)
        )


def _named(change: Change) -> tuple[str, ...]:
    if isinstance(change, CreateIndex | AddConstraint):
        return change.columns
    return (change.column,) if isinstance(change, SetNotNull | ModifyColumn) else ()
