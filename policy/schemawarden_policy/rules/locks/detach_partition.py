"""A partition is detached while everybody waits.

## What it sees
`DETACH PARTITION` without `CONCURRENTLY`, from a table that existed before the change set.

## Why it hurts
Without `CONCURRENTLY` nobody can read or write the partitioned table, all of it, nor the partition, from the moment the
statement begins to wait for running queries until its transaction ends.

## Instead
PostgreSQL 14 and later detach concurrently, outside of a transaction, in a file of its own. That can't be done while the
table has a default partition. Keep what was detached until nobody misses it.

```sql
-- atlas:txmode none

ALTER TABLE events DETACH PARTITION events_2019 CONCURRENTLY;
```

## Example

```sql
ALTER TABLE events DETACH PARTITION events_2019;
```

## When to allow it
Before PostgreSQL 14, with a short lock_timeout: approve the plan.

## References
- squawk require-concurrent-partition-detach, MigrationPilot MP046; measured on PostgreSQL 15 and 18
- [DETACH PARTITION](https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterTable
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.version import at_least


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AlterTable) or change.form != "DETACH PARTITION":
            continue
        if not lifetimes.born(change.table, change.schema):
            table = shown(change.table, change.schema)
            yield Sighting(
                statement.place,
                f"Nobody reads or writes {table}, nor {change.name}, until the transaction that detaches it ends.",
                _safer(change, names, concurrent=at_least(migration, 14)),
                (table, change.name),
            )


def _safer(change: AlterTable, names: Names, *, concurrent: bool) -> str:
    schema, _, part = change.name.rpartition(".")
    spelt = f"ALTER TABLE {names.sql(change.table, change.schema)} DETACH PARTITION {names.sql(part, schema)}"
    if not concurrent:
        return f"SET lock_timeout = '2s';\n{spelt};  -- try again when it gives up"
    return f"-- atlas:txmode none\n\n{spelt} CONCURRENTLY;"


RULE = Rule(
    "detach-partition",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("require-concurrent-partition-detach", "MP046"),
    sees=(AlterTable,),
)
