"""A foreign key refers from columns that no index leads to.

## What it sees
A foreign key whose referencing columns are not the first ones of an index, in whatever order: of a table that the change set
creates, or added to one that is there. An index, unique constraint or primary key that the change set makes before or after
counts, also in a later file. A partial index counts when it leaves out nothing but NULL.

It is a notice; and a warning where the schema before shows that a table which is not small has no such index.

## Why it hurts
For each row that is deleted from the referenced table, or gets another key, the server looks for rows that refer to it by
reading the whole referencing table, while the row is locked. MySQL, MariaDB make the index themselves.

## Instead
Build the index concurrently, in a file before the foreign key's.

```sql
-- atlas:txmode none

CREATE INDEX CONCURRENTLY orders_user_id ON orders (user_id);
```

## Example

```sql
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
```

## When to allow it
When nothing is ever deleted from the referenced table, or the referencing one stays small: nothing needs to be done.

## References
- eugene E15, pgfence fk-missing-index
- [Foreign keys](https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from schemawarden_policy.change import AddColumn, AddConstraint, Change, ColumnDef, CreateIndex, CreateTable
from schemawarden_policy.facts import Table
from schemawarden_policy.lifetimes import Key, steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings

_INDEXED = ("unique", "primary_key")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Columns of a table, as a foreign key or an index has them."""

    table: str
    schema: str
    columns: tuple[str, ...]


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names, before = names_of(migration, settings), migration.facts.before
    indexes: dict[Key, list[tuple[str, ...]]] = {}
    for statement in migration.statements():
        for each in (index for change in statement.changes for index in _indexes(change)):
            indexes.setdefault(names.key(each.table, each.schema), []).append(each.columns)
    for statement, change, lifetimes in steps(migration, settings):
        for key in _foreign_keys(change):
            known = names.find(before, key.table, key.schema)
            there = [*indexes.get(names.key(key.table, key.schema), ()), *_before(known)]
            if any(_leads(index, key.columns) for index in there):
                continue
            grave = known is not None and known.rows is not None and known.rows > settings.small_rows
            mine = isinstance(change, CreateTable) or lifetimes.born(key.table, key.schema)
            table = shown(key.table, key.schema)
            message = (
                f"No index leads with {', '.join(key.columns)} of {table}: "
                f"a delete in the referenced table reads all of {table}."
            )
            severity = None if grave else Severity.NOTICE
            yield Sighting(statement.place, message, _safer(key, names, mine=mine), (table,), severity)


def _foreign_keys(change: Change) -> Iterator[_Columns]:
    """The referencing columns of each foreign key that the change makes."""
    if isinstance(change, CreateTable) and not change.temporary:
        for own in change.constraints:
            if own.kind == "foreign_key" and own.columns:
                yield _Columns(change.table, change.schema, own.columns)
        for column in change.columns:
            if column.references:
                yield _Columns(change.table, change.schema, (column.name,))
    elif isinstance(change, AddConstraint) and change.kind == "foreign_key" and change.columns:
        yield _Columns(change.table, change.schema, change.columns)
    elif isinstance(change, AddColumn) and change.column.references:
        yield _Columns(change.table, change.schema, (change.column.name,))


def _indexes(change: Change) -> Iterator[_Columns]:
    """The columns of each index that the change makes, by itself or for a constraint."""
    if isinstance(change, CreateIndex):
        if not change.where or _leaves_out_null(change.where):
            yield _Columns(change.table, change.schema, change.columns)
    elif isinstance(change, AddConstraint) and change.kind in _INDEXED:
        yield _Columns(change.table, change.schema, change.columns)
    elif isinstance(change, AddColumn) and _has_index(change.column):
        yield _Columns(change.table, change.schema, (change.column.name,))
    elif isinstance(change, CreateTable):
        for own in change.constraints:
            if own.kind in _INDEXED:
                yield _Columns(change.table, change.schema, own.columns)
        for column in filter(_has_index, change.columns):
            yield _Columns(change.table, change.schema, (column.name,))


def _has_index(column: ColumnDef) -> bool:
    return column.unique or column.primary_key


def _leaves_out_null(where: str) -> bool:
    return (
        where.upper().endswith(" IS NOT NULL")
        and " AND " not in where.upper()
        and " OR " not in where.upper()
    )


def _before(table: Table | None) -> list[tuple[str, ...]]:
    return [table.primary_key, *(index.columns for index in table.indexes)] if table else []


def _leads(index: tuple[str, ...], columns: tuple[str, ...]) -> bool:
    return set(index[: len(columns)]) == set(columns)


def _safer(key: _Columns, names: Names, *, mine: bool) -> str:
    index, columns = names.sql("_".join((key.table, *key.columns))), ", ".join(map(names.sql, key.columns))
    on = f"{index} ON {names.sql(key.table, key.schema)} ({columns});"
    return f"CREATE INDEX {on}" if mine else f"-- atlas:txmode none\n\nCREATE INDEX CONCURRENTLY {on}"


RULE = Rule(
    "fk-missing-index",
    "locks",
    Severity.WARNING,
    POSTGRESQL,
    _check,
    aliases=("E15",),
    sees=(CreateTable, AddColumn, AddConstraint),
    facts=("before",),
)
