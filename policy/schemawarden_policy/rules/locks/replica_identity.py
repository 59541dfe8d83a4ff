"""Replicas are told more than they need, or too little, of changed rows.

## What it sees
`REPLICA IDENTITY FULL` and `REPLICA IDENTITY NOTHING` on a table that existed before the change set.

## Why it hurts
Under `FULL` each update and delete writes the whole old row to the write-ahead log, and a subscriber without a fitting index
looks for it by reading its table. Under `NOTHING` updates and deletes fail as soon as the table is published, and change
feeds don't say which row they mean.

## Instead
Name a unique index over columns that are NOT NULL, or leave it at the primary key.

```sql
ALTER TABLE events REPLICA IDENTITY USING INDEX events_number;
```

## Example

```sql
ALTER TABLE events REPLICA IDENTITY FULL;
ALTER TABLE imports REPLICA IDENTITY NOTHING;
```

## When to allow it
`FULL` on a small table without a key, or where a change feed must have the old row: approve the plan.

## References
- Atlas PG314; its lock is brief, measured on PostgreSQL 15 and 18
- [REPLICA IDENTITY](https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-REPLICA-IDENTITY)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterTable
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings

_COSTS = {
    "REPLICA IDENTITY FULL": "Each update and delete in {} writes the whole old row to the write-ahead log from then on.",
    "REPLICA IDENTITY NOTHING": "Updates and deletes in {} fail once it is published: nothing tells which row is meant.",
}


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AlterTable) or change.form not in _COSTS:
            continue
        if not lifetimes.born(change.table, change.schema):
            table, spelt = shown(change.table, change.schema), names.sql(change.table, change.schema)
            yield Sighting(
                statement.place,
                _COSTS[change.form].format(table),
                f"ALTER TABLE {spelt} REPLICA IDENTITY USING INDEX ...;  -- a unique one over NOT NULL columns",
                (table,),
            )


RULE = Rule(
    "replica-identity",
    "locks",
    Severity.WARNING,
    POSTGRESQL,
    _check,
    aliases=("PG314", "ban-replica-identity"),
    sees=(AlterTable,),
)
