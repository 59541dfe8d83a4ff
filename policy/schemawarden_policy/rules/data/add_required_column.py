"""A NOT NULL column is added without a default.

## What it sees
`ADD COLUMN ... NOT NULL` or `PRIMARY KEY` with no default (or `DEFAULT NULL`) on a table that existed before the change set. Not
generated, identity and serial columns, which fill themselves. A `PRIMARY KEY` on SQLite is a finding of lite-unsupported-alter,
since SQLite adds none to any table. MySQL and MariaDB put a zero value in: that is add-required-column-implicit-zero.

## Why it hurts
The rows that are there have no value for it. PostgreSQL ("contains null values") and SQLite ("Cannot add a NOT NULL column with
default value NULL") refuse the statement as soon as there is a row. A rehearsal on an empty copy does not show it.

## Instead
Give a constant default, which is in every row at once, or add it nullable, fill it, and require it later.

```sql
ALTER TABLE users ADD COLUMN plan text NOT NULL DEFAULT 'free';
```

## Example

```sql
ALTER TABLE users ADD COLUMN plan text NOT NULL;
```

## When to allow it
When the table is known to be empty.

## References
- Atlas MF103, squawk adding-required-field
- Measured on PostgreSQL 15 and 18 and SQLite 3.40: on an empty table all three accept it
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn
from schemawarden_policy.contents import has_default
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL, SQLITE
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AddColumn) or lifetimes.born(change.table, change.schema):
            continue
        if _required(change, migration.dialect):
            table, column = shown(change.table, change.schema), change.column
            spelt = (
                f"{names.sql(change.table, change.schema)} ADD COLUMN {names.sql(column.name)} {column.type}"
            )
            what = "NOT NULL" if column.not_null else "a primary key"
            yield Sighting(
                statement.place,
                f"Column {table}.{column.name} is {what} without a default: the rows of {table} have no value for it.",
                f"ALTER TABLE {spelt} NOT NULL DEFAULT <constant>;",
                (f"{table}.{column.name}",),
            )


def _required(change: AddColumn, dialect: Dialect) -> bool:
    column = change.column
    if column.primary_key and dialect is Dialect.SQLITE:
        return False
    filled = column.generated or column.identity or has_default(column)
    return (column.not_null or column.primary_key) and not filled


RULE = Rule(
    "add-required-column",
    "data",
    Severity.ERROR,
    POSTGRESQL | SQLITE,
    _check,
    aliases=(
        "MF103",
        "adding-required-field",
        "DD101",
        "MP084",
        "COLUMN_SET_DEFAULT_FOR_NOT_NULL",
    ),
    sees=(AddColumn,),
)
