"""A column's change of type, in the words that hold for every dialect: what was, what is to be, and what that means.

- PostgreSQL: `ALTER COLUMN ... TYPE`; MySQL: MODIFY and CHANGE; SQLite: a rebuild that defines the column anew.
- The old type is the one that the change set gave it last, else that of the schema before; empty when neither says it.
- What SQLite's rebuild does to values was measured on 3.40: text that looks like a number becomes one, and an integer
  beyond 2^53 is rounded in a column of reals.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from schemawarden_policy import mysql_ranges
from schemawarden_policy.affinity import affinity
from schemawarden_policy.change import AlterColumnType, ModifyColumn
from schemawarden_policy.columns import Columns, column_steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.postgres_types import TypeChange, type_change
from schemawarden_policy.rebuilt import rebuilt_columns
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect, Statement

_SHOWN = 60
_NUMBERS = ("INTEGER", "REAL", "NUMERIC")
_LIKE_TEXT = ("DATE", "TIME", "BOOL")
"""Words of types that SQLite takes for numbers and people fill with texts."""


@dataclass(frozen=True, slots=True)
class TypeShift:
    statement: Statement
    dialect: Dialect
    table: str
    schema: str
    column: str
    """Its name after the change."""
    old: str
    """Empty when it is not known."""
    new: str
    using: str | None = None
    """PostgreSQL's USING."""

    @property
    def told(self) -> str:
        """What happens, in words that follow the column's name."""
        return (
            f"goes from {_short(self.old)} to {_short(self.new)}"
            if self.old
            else f"becomes {_short(self.new)}"
        )

    @property
    def same(self) -> bool:
        """The type is known to stay what it is."""
        if not self.old:
            return False
        if self.dialect is Dialect.SQLITE:
            return affinity(self.old) == affinity(self.new)
        if self.dialect is Dialect.POSTGRESQL:
            return _mutually_free(self.old, self.new)
        return mysql_ranges.read_type(self.old) == mysql_ranges.read_type(self.new)

    @property
    def narrows(self) -> bool:
        """Values are known to be in danger: one may not fit, or lose a part."""
        if not self.old or self.same:
            return False
        if self.dialect is Dialect.SQLITE:
            return _loses_in_sqlite(self.old, self.new)
        if self.dialect is Dialect.POSTGRESQL:
            return type_change(self.old, self.new) is TypeChange.NARROWER
        return mysql_ranges.narrows(self.old, self.new)

    @property
    def unseen(self) -> bool:
        """No client sees a difference: a longer text, a wider decimal."""
        if self.dialect is Dialect.POSTGRESQL:
            return bool(self.old) and type_change(self.old, self.new) is TypeChange.FREE
        if self.dialect is Dialect.SQLITE:
            return False
        before, after = (mysql_ranges.read_type(text) for text in (self.old or self.new, self.new))
        strings = ("text", "list")
        if not self.old:
            return after.family in strings
        if before.family in strings:
            return after.family in strings
        return before.family == after.family == "exact"


def type_shifts(migration: Migration, settings: Settings) -> Iterator[TypeShift]:
    """The changes of type on columns that existed before the change set, those that keep the type included."""
    for statement, change, lifetimes, columns in column_steps(migration, settings):
        if isinstance(change, AlterColumnType | ModifyColumn) and not lifetimes.born(
            change.table, change.schema
        ):
            shift = _shift(statement, change, columns, migration.dialect)
            if not lifetimes.added(shift.table, shift.column, shift.schema):
                yield shift
    for rebuild, column, new in rebuilt_columns(migration):
        yield TypeShift(rebuild.drop, migration.dialect, rebuild.table, "", new.name, column.type, new.type)


def _shift(
    statement: Statement, change: AlterColumnType | ModifyColumn, columns: Columns, dialect: Dialect
) -> TypeShift:
    column, known = columns.at(change)
    new = change.definition.type if isinstance(change, ModifyColumn) else change.type
    using = None if isinstance(change, ModifyColumn) else change.using
    old = known.type if known else ""
    return TypeShift(statement, dialect, change.table, change.schema, column, old, new, using)


def _short(kind: str) -> str:
    """A type as a message shows it; an enum may have hundreds of members."""
    return kind if len(kind) <= _SHOWN else kind[:_SHOWN] + "…"


def _mutually_free(one: str, other: str) -> bool:
    return type_change(one, other) is type_change(other, one) is TypeChange.FREE


def _loses_in_sqlite(old: str, new: str) -> bool:
    before, after = affinity(old), affinity(new)
    if before in ("TEXT", "BLOB"):
        return after in _NUMBERS and not any(word in new.upper() for word in _LIKE_TEXT)
    return before in ("INTEGER", "NUMERIC") and after == "REAL"
