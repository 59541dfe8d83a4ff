"""A table is locked by name.

## What it sees
`LOCK TABLE` on a table that existed before the change set.

## Why it hurts
The lock is held to the end of the transaction, whatever else the file does meanwhile.

## Instead
Leave it out: each statement takes the lock that it needs.

```sql
ALTER TABLE users ADD COLUMN nickname text;
```

## Example

```sql
LOCK TABLE users IN ACCESS EXCLUSIVE MODE;
```

## When to allow it
When several statements must see the same rows: approve the plan.

## References
- MigrationPilot MP065
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import LockTable
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.locking import blocks
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, change, lifetimes in steps(migration, settings):
        if isinstance(change, LockTable) and blocks(change.mode) and not lifetimes.born_all(change.tables):
            names = ", ".join(change.tables)
            message = f"LOCK TABLE stops {blocks(change.mode)} of {names} until the transaction ends."
            yield Sighting(statement.place, message, "Remove the statement.", change.tables)


RULE = Rule("explicit-lock-table", "locks", Severity.WARNING, POSTGRESQL, _check)
