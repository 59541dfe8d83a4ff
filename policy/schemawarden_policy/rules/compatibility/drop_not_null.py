"""A column may be NULL from here on.

## What it sees
`ALTER COLUMN ... DROP NOT NULL`; on MySQL a `MODIFY` or `CHANGE` that leaves NOT NULL out where the schema before has it. On a
column that existed before the change set.

## Why it hurts
Code that reads the column and never met a NULL in it fails on the first one.

## Instead
Give rows without a value one that says so.

```sql
ALTER TABLE users ALTER COLUMN plan SET DEFAULT 'none';
```

## Example

```sql
ALTER TABLE users ALTER COLUMN plan DROP NOT NULL;
```

## When to allow it
When every reader knows NULL.

## References
- squawk ban-drop-not-null, Ptah DS104, MigrationPilot MP029
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import DropNotNull, ModifyColumn
from schemawarden_policy.columns import Columns, column_steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, change, lifetimes, columns in column_steps(migration, settings):
        if not isinstance(change, DropNotNull | ModifyColumn) or lifetimes.born(change.table, change.schema):
            continue
        if isinstance(change, ModifyColumn) and not _becomes_null(change, columns):
            continue
        name, _ = columns.at(change)
        if not lifetimes.added(change.table, name, change.schema):
            column = f"{shown(change.table, change.schema)}.{name}"
            message = f"{column} may be NULL from here on; code that reads it may not expect that."
            yield Sighting(statement.place, message, "Look at what reads the column.", (column,))


def _becomes_null(change: ModifyColumn, columns: Columns) -> bool:
    """The column is known to be NOT NULL, the new definition does not say so, and no primary key holds it."""
    (_, known), new = columns.at(change), change.definition
    table = columns.names.find(columns.before, change.table, change.schema)
    key = {columns.names.fold(column) for column in (table.primary_key if table else ())}
    keyed = new.primary_key or columns.names.fold(change.column) in key
    return known is not None and not known.null and not new.not_null and not keyed


RULE = Rule(
    "drop-not-null",
    "compatibility",
    Severity.NOTICE,
    POSTGRESQL | MYSQL,
    _check,
    aliases=("ban-drop-not-null", "DS104", "MP029"),
    sees=(DropNotNull, ModifyColumn),
    facts=("before",),
)
