"""A table is copied to be logged, or not to be.

## What it sees
`ALTER TABLE ... SET LOGGED` and `SET UNLOGGED` on a table that existed before the change set.

## Why it hurts
The table and its indexes are written anew while nobody can read or write it. `SET LOGGED` writes all of it to the
write-ahead log as well, which replicas and backups have to take in. An unlogged table is empty after a crash, and is not on
any replica.

## Instead
Create the table as it should be. For one that is there, make a new table, fill it, and swap the two.

```sql
CREATE UNLOGGED TABLE events_scratch (id bigint PRIMARY KEY, payload jsonb);
```

## Example

```sql
ALTER TABLE events SET UNLOGGED;
ALTER TABLE imports SET LOGGED;
```

## When to allow it
When everybody may wait for as long as the copy takes: approve the plan.

## References
- Atlas PG307, MigrationPilot MP047, pgfence set-logged-unlogged; measured on PostgreSQL 15 and 18
- [ALTER TABLE](https://www.postgresql.org/docs/current/sql-altertable.html)
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

_AFTERWARDS = {
    "SET LOGGED": "and all of it goes to the write-ahead log",
    "SET UNLOGGED": "and after a crash it is empty",
}


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AlterTable) or change.form not in _AFTERWARDS:
            continue
        if not lifetimes.born(change.table, change.schema):
            table = shown(change.table, change.schema)
            message = (
                f"{change.form} copies {table} while nobody reads or writes it, {_AFTERWARDS[change.form]}."
            )
            yield Sighting(statement.place, message, "Make a new table, fill it, swap the two.", (table,))


RULE = Rule(
    "set-logged",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("PG307", "MP047", "set-logged-unlogged"),
    sees=(AlterTable,),
    scales=True,
)
