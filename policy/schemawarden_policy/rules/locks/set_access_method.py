"""A table is copied into another access method.

## What it sees
`SET ACCESS METHOD` on a table or materialized view that existed before the change set, unless the table is known to be
partitioned, where it holds for partitions to come alone.

## Why it hurts
Every row is written anew and each index built again while nobody can read or write the table. It needs as much disk space
again.

## Instead
Make a new table with the access method, fill it in batches, and swap the two.

```sql
CREATE TABLE events_new (id bigint PRIMARY KEY, payload jsonb) USING heap;
```

## Example

```sql
ALTER TABLE events SET ACCESS METHOD columnar;
```

## When to allow it
When everybody may wait for as long as the copy takes: approve the plan.

## References
- Atlas PG311; measured on PostgreSQL 15 and 18
- [ALTER TABLE](https://www.postgresql.org/docs/current/sql-altertable.html)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterObject, AlterTable
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.partitions import known_whole
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names, before = names_of(migration, settings), migration.facts.before
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AlterTable | AlterObject) or change.form != "SET ACCESS METHOD":
            continue
        table = change.table if isinstance(change, AlterTable) else change.name
        if lifetimes.born(table, change.schema) or known_whole(before, table, change.schema, names):
            continue
        method = change.name if isinstance(change, AlterTable) else change.value
        table = shown(table, change.schema)
        message = (
            f"{table} is copied into {method or 'the default access method'} while nobody reads or writes it."
        )
        yield Sighting(statement.place, message, "Make a new table, fill it, swap the two.", (table,))


RULE = Rule(
    "set-access-method",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("PG311",),
    sees=(AlterTable, AlterObject),
    scales=True,
    facts=("before",),
)
