"""A column may be NULL from here on.

## What it sees
`ALTER COLUMN ... DROP NOT NULL` on a table that existed before the change set.

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
- squawk ban-drop-not-null, MigrationPilot MP029
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import DropNotNull
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, change, lifetimes in steps(migration, settings):
        if isinstance(change, DropNotNull) and not lifetimes.born(change.table, change.schema):
            column = f"{shown(change.table, change.schema)}.{change.column}"
            message = f"{column} may be NULL from here on; code that reads it may not expect that."
            yield Sighting(statement.place, message, "Look at what reads the column.", (column,))


RULE = Rule(
    "drop-not-null", "compatibility", Severity.WARNING, POSTGRESQL, _check, aliases=("ban-drop-not-null",)
)
