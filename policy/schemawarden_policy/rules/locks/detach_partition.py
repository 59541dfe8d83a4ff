"""A partition is detached while everybody waits.

## What it sees
`DETACH PARTITION`, from a table that existed before the change set: an error without `CONCURRENTLY`, a warning with it.

## Why it hurts
The partition's rows are gone from the table for every query. Without `CONCURRENTLY` nobody can read or write the partitioned
table meanwhile, nor before all its running queries have ended.

## Instead
Detach it concurrently, in a file of its own, and keep it.

```sql
CREATE TABLE events_2027 PARTITION OF events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
```

## Example

```sql
ALTER TABLE events DETACH PARTITION events_2019;
```

## When to allow it
When nothing asks for these rows: approve the plan.

## References
- squawk require-concurrent-partition-detach; measured on PostgreSQL 15
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


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AlterTable) or not change.form.startswith("DETACH PARTITION"):
            continue
        if not lifetimes.born(change.table, change.schema):
            table, waits = shown(change.table, change.schema), change.form == "DETACH PARTITION"
            message = f"The rows of {change.name} are gone from {table}" + (
                ", and nobody reads or writes it until it is detached." if waits else "."
            )
            spelt = names.sql(change.table, change.schema)
            yield Sighting(
                statement.place,
                message,
                f"ALTER TABLE {spelt} DETACH PARTITION {change.name} CONCURRENTLY;  -- in a file of its own, -- atlas:txmode none",
                (table, change.name),
                None if waits else Severity.WARNING,
            )


RULE = Rule(
    "detach-partition",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("require-concurrent-partition-detach",),
)
