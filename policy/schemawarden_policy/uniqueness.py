"""What will keep duplicates out of a table from here on, and whether the rows that are there may hold some."""

from __future__ import annotations

from dataclasses import dataclass

from schemawarden_policy.change import AddColumn, AddConstraint, Change, CreateIndex
from schemawarden_policy.contents import Contents, Held, at_first
from schemawarden_policy.facts import Schema
from schemawarden_policy.names import Names
from schemawarden_policy.statement import Dialect

_WORDS = {"unique": "Unique constraint", "primary_key": "Primary key", "exclude": "Exclusion constraint"}


@dataclass(frozen=True, slots=True)
class Unique:
    """A unique index, key or exclusion constraint that a change puts on rows."""

    change: CreateIndex | AddConstraint | AddColumn
    told: str
    """What it is, in words: "Unique index users_email"."""
    columns: tuple[str, ...]
    name: str = ""

    @property
    def kind(self) -> str:
        return self.change.kind if isinstance(self.change, AddConstraint) else "unique"


def unique_of(change: Change, dialect: Dialect) -> Unique | None:
    """What the change makes unique; None where no row is asked, as by USING INDEX or for values that differ by themselves."""
    if isinstance(change, CreateIndex) and change.unique:
        return Unique(change, f"Unique index {change.index}".rstrip(), change.columns, change.index)
    if isinstance(change, AddConstraint) and change.kind in _WORDS and not change.using_index:
        told = f"{_WORDS[change.kind]} {change.name}".rstrip()
        return Unique(change, told, change.columns or ("its columns",), change.name)
    if isinstance(change, AddColumn) and _alike(change, dialect):
        name = change.column.name
        return Unique(change, f"Unique column {name}", (name,))
    return None


def _alike(change: AddColumn, dialect: Dialect) -> bool:
    """A new unique column has the same value in every row. SQLite adds none; PostgreSQL gives no value to NOT NULL alone."""
    column = change.column
    if dialect is Dialect.SQLITE or not (column.unique or column.primary_key) or column.generated:
        return False
    given = column.default is not None or dialect is not Dialect.POSTGRESQL
    return given and at_first(column) is Held.FILLED


def cannot_clash(unique: Unique, before: Schema | None, names: Names, contents: Contents) -> bool:
    """No two rows agree in the columns: one of them is NULL or differs in every row, or fewer of them are unique already."""
    change = unique.change
    where = change.table, change.schema
    distinct = any(contents.distinct(where[0], column, where[1]) for column in unique.columns)
    empty = any(contents.empty(where[0], column, where[1]) for column in unique.columns)
    if not isinstance(change, AddColumn) and (distinct or (empty and unique.kind != "primary_key")):
        return True
    table = names.find(before, *where)
    if table is None or unique.kind == "exclude":
        return False
    wanted = {names.fold(column) for column in unique.columns}
    kept = [table.primary_key, *(i.columns for i in table.indexes if i.unique and not i.partial)]
    return any(columns and {names.fold(column) for column in columns} <= wanted for columns in kept)


def duplicates(unique: Unique, names: Names) -> str:
    """The query that finds the rows that agree."""
    table = names.sql(unique.change.table, unique.change.schema)
    listed = ", ".join(names.sql(column) if column.isidentifier() else column for column in unique.columns)
    some = unique.change.where if isinstance(unique.change, CreateIndex) else ""
    rows = f"{table} WHERE {some}" if some else table
    return f"SELECT {listed}, count(*) FROM {rows} GROUP BY {listed} HAVING count(*) > 1;  -- first: it must find nothing"  # noqa: S608 - shown, never run
