"""A table is written anew or moved.

## What it sees
`SET LOGGED`, `SET UNLOGGED`, `SET ACCESS METHOD` and `SET TABLESPACE` on a table that existed before the change set.

## Why it hurts
The whole table is copied while nobody can read or write it. An unlogged table is empty after a crash, and is not on any
replica.

## Instead
Make a new table as it should be, fill it, and swap the two.

```sql
CREATE UNLOGGED TABLE scratch (id bigint);
```

## Example

```sql
ALTER TABLE events SET UNLOGGED;
ALTER TABLE events SET TABLESPACE fast;
```

## When to allow it
When everybody may wait: approve the plan.

## References
- Atlas PG307, PG311; measured on PostgreSQL 15
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterTable
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings

_FORMS = ("SET LOGGED", "SET UNLOGGED", "SET ACCESS METHOD", "SET TABLESPACE")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AlterTable) or change.form not in _FORMS:
            continue
        if not lifetimes.born(change.table, change.schema):
            table = shown(change.table, change.schema)
            message = f"{change.form} copies {table} while nobody reads or writes it."
            yield Sighting(statement.place, message, "Make a new table, fill it, swap the two.", (table,))


RULE = Rule("rewriting-alter", "locks", Severity.ERROR, POSTGRESQL, _check, aliases=("PG307", "PG311"))
