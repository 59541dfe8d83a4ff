"""Columns change their order.

## What it sees
`MODIFY` and `CHANGE` with `FIRST` or `AFTER`, which move a column; as a notice `ADD COLUMN` with one of them, which puts a new
column between old ones. On a table that existed before the change set.

## Why it hurts
`SELECT *` read by position and `INSERT` without a list of columns put values into the wrong columns, often without an error.
To move a column the server writes the whole table anew.

## Instead
Append new columns, leave the old ones where they are, and let queries name what they want.

```sql
ALTER TABLE users ADD COLUMN phone varchar(20);
```

## Example

```sql
ALTER TABLE users MODIFY COLUMN email varchar(255) AFTER id;
ALTER TABLE users ADD COLUMN phone varchar(20) FIRST;
```

## When to allow it
When nothing that reads or writes the table counts columns: approve the plan.

## References
- Bytebase COLUMN_DISALLOW_CHANGING_ORDER and STATEMENT_ADD_COLUMN_WITHOUT_POSITION, Atlas MY142
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, ModifyColumn
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AddColumn | ModifyColumn) or not change.position:
            continue
        name = change.column.name if isinstance(change, AddColumn) else change.definition.name
        if lifetimes.born(change.table, change.schema):
            continue
        moves = isinstance(change, ModifyColumn) and not lifetimes.added(change.table, name, change.schema)
        column = f"{shown(change.table, change.schema)}.{name}"
        verb = "moves to another place" if moves else "is put between old columns"
        message = f"{column} {verb} ({change.position}): code that counts columns reads the wrong ones."
        severity = None if moves else Severity.NOTICE
        yield Sighting(
            statement.place, message, f"Leave out {change.position}; append new columns.", (column,), severity
        )


RULE = Rule(
    "column-order",
    "compatibility",
    Severity.WARNING,
    MYSQL,
    _check,
    aliases=("COLUMN_DISALLOW_CHANGING_ORDER", "STATEMENT_ADD_COLUMN_WITHOUT_POSITION", "MY142"),
    sees=(AddColumn, ModifyColumn),
)
