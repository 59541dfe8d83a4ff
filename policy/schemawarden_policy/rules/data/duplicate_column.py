"""A column is named twice in one statement.

## What it sees
A column that is defined twice in a `CREATE TABLE` or an `ALTER TABLE`, that gets a value twice in an `INSERT` or `UPDATE`, or that
stands twice in an index or key. For an index of PostgreSQL or SQLite, which take it, it is a warning.

## Why it hurts
Most of it is refused, and the migration stops there. What is not refused hides a mistake: SQLite keeps the first of two values of
an `INSERT`, and the last of an `UPDATE`, as MySQL and MariaDB do; an index holds the column twice, and another one was meant.

## Instead
Name each column once.

```sql
UPDATE users SET first_name = 'Ann', last_name = 'Lee' WHERE id = 1;
```

## Example

```sql
UPDATE users SET first_name = 'Ann', first_name = 'Lee' WHERE id = 1;
```

## When to allow it
Never: it is a slip of the pen.

## References
- squawk ban-duplicate-column-assignments; measured on PostgreSQL 15 and 18, MariaDB 10.11 and SQLite 3.40
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schemawarden_policy.change import (
    AddColumn,
    AddConstraint,
    Change,
    CreateIndex,
    CreateTable,
    InsertRows,
    UpdateRows,
)
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect, Statement

_TAKEN = (Dialect.POSTGRESQL, Dialect.SQLITE)
"""They make an index that holds a column twice."""


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement in migration.statements():
        yield from _added_twice(statement, names)
        for change in statement.changes:
            for table, what, columns in _lists(change):
                for column in _repeated(columns, names):
                    taken = isinstance(change, CreateIndex) and names.dialect in _TAKEN
                    severity = Severity.WARNING if taken else None
                    message = f"Column {column} of {table} {what} twice."
                    yield Sighting(
                        statement.place, message, "Name it once.", (f"{table}.{column}",), severity
                    )


def _lists(change: Change) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(table, what befalls each, columns) of each list of a change."""
    if isinstance(change, CreateTable):
        table = shown(change.table, change.schema)
        yield table, "is defined", tuple(column.name for column in change.columns)
        yield from (
            (table, "stands in a key", each.columns) for each in change.constraints if _is_key(each.kind)
        )
    elif isinstance(change, InsertRows | UpdateRows):
        yield shown(change.table, change.schema), "gets a value", change.columns
    elif isinstance(change, CreateIndex):
        yield shown(change.table), f"stands in index {change.index}".rstrip(), change.columns
    elif isinstance(change, AddConstraint) and _is_key(change.kind):
        yield shown(change.table, change.schema), "stands in a key", change.columns


def _is_key(kind: str) -> bool:
    return kind not in ("check", "exclude")


def _added_twice(statement: Statement, names: Names) -> Iterator[Sighting]:
    """One ALTER TABLE that adds a column of one name twice."""
    added = [change for change in statement.changes if isinstance(change, AddColumn)]
    for column in _repeated((change.column.name for change in added), names):
        table = shown(added[0].table, added[0].schema)
        message = f"Column {column} of {table} is added twice."
        yield Sighting(statement.place, message, "Name it once.", (f"{table}.{column}",))


def _repeated(columns: Iterable[str], names: Names) -> tuple[str, ...]:
    seen: set[str] = set()
    found: dict[str, None] = {}
    for column in columns:
        if names.fold(column) in seen:
            found[column] = None
        seen.add(names.fold(column))
    return tuple(found)


RULE = Rule(
    "duplicate-column",
    "data",
    Severity.ERROR,
    ALL,
    _check,
    aliases=("ban-duplicate-column-assignments", "INDEX_NO_DUPLICATE_COLUMN"),
    sees=(CreateTable, AddColumn, AddConstraint, CreateIndex, InsertRows, UpdateRows),
)
