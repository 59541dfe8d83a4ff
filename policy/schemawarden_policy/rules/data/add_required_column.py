"""A NOT NULL column is added without a default.

## What it sees
`ADD COLUMN ... NOT NULL` with no default (or `DEFAULT NULL`) on a table that existed before the change set. Not generated,
identity and serial columns, which fill themselves.

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
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AddColumn) or not _required(change, migration.dialect):
            continue
        if migration.dialect is Dialect.SQLITE or not lifetimes.born(change.table, change.schema):
            table, column = shown(change.table, change.schema), change.column
            spelt = (
                f"{names.sql(change.table, change.schema)} ADD COLUMN {names.sql(column.name)} {column.type}"
            )
            yield Sighting(
                statement.place,
                f"Column {table}.{column.name} is NOT NULL without a default: the rows of {table} have no value for it.",
                f"ALTER TABLE {spelt} NOT NULL DEFAULT <constant>;",
                (f"{table}.{column.name}",),
            )


def _required(change: AddColumn, dialect: Dialect) -> bool:
    """SQLite refuses a PRIMARY KEY column in any case, which is another rule's finding."""
    column = change.column
    empty = column.default is None or column.default.split("::")[0].strip("() ").upper() == "NULL"
    filled = column.generated or column.identity
    if column.primary_key and dialect is Dialect.SQLITE:
        return False
    return (column.not_null or column.primary_key) and empty and not filled


RULE = Rule(
    "add-required-column",
    "data",
    Severity.ERROR,
    ALL,
    _check,
    aliases=("MF103", "adding-required-field"),
)
