"""A NOT NULL column is added without a default.

## What it sees
`ADD COLUMN ... NOT NULL` with no default (or `DEFAULT NULL`) on a table that existed before the change set. Not generated
columns.

## Why it hurts
The rows that are there have no value for it. SQLite refuses the statement even on an empty table; other servers refuse it as
soon as there is a row.

## Instead
Give a constant default, or add it nullable, fill it, and require it later.

```sql
ALTER TABLE users ADD COLUMN plan text NOT NULL DEFAULT 'free';
```

## Example

```sql
ALTER TABLE users ADD COLUMN plan text NOT NULL;
```

## When to allow it
There is no case on SQLite; elsewhere, when the table is known to be empty.

## References
- Atlas MF103, squawk adding-required-field
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.spelling import ident
from schemawarden_policy.statement import Dialect


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, change, lifetimes in steps(migration):
        if not isinstance(change, AddColumn) or not _required(change):
            continue
        if migration.dialect is Dialect.SQLITE or not lifetimes.born(change.table, change.schema):
            table, column = ident(change.table), change.column
            yield Sighting(
                statement.place,
                f"Column {change.table}.{column.name} is NOT NULL without a default: the rows of {change.table} have no value for it.",
                f"ALTER TABLE {table} ADD COLUMN {ident(column.name)} {column.type} NOT NULL DEFAULT <constant>;",
                (f"{change.table}.{column.name}",),
            )


def _required(change: AddColumn) -> bool:
    column = change.column
    empty = column.default is None or column.default.strip("() ").upper() == "NULL"
    return column.not_null and empty and not column.generated and not column.primary_key


RULE = Rule(
    "add-required-column",
    "data",
    Severity.ERROR,
    ALL,
    _check,
    aliases=("MF103", "adding-required-field"),
)
