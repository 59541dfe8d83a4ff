"""A materialized view is filled anew while its readers wait.

## What it sees
`REFRESH MATERIALIZED VIEW` without `CONCURRENTLY`, of a view that existed before the change set.

## Why it hurts
The view's query runs and its indexes are built again under a lock that stops every reader of the view.

## Instead
Refresh it concurrently: readers see the old rows until the new ones are there, and only another refresh waits. The view needs
a unique index over plain columns, without a predicate, and must have been filled before. It may share a transaction, but
takes long, so a file of its own serves best.

```sql
REFRESH MATERIALIZED VIEW CONCURRENTLY daily_totals;
```

## Example

```sql
REFRESH MATERIALIZED VIEW daily_totals;
```

## When to allow it
When the view is small, or its readers may wait: approve the plan.

## References
- MigrationPilot MP033, pgfence refresh-matview-blocking; measured on PostgreSQL 15 and 18
- [REFRESH MATERIALIZED VIEW](https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import Maintain
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        if (
            not isinstance(change, Maintain)
            or change.verb != "REFRESH MATERIALIZED VIEW"
            or change.concurrently
        ):
            continue
        if not lifetimes.born_all((change.name,)):
            schema, _, view = change.name.rpartition(".")
            yield Sighting(
                statement.place,
                f"Nobody reads {change.name} until its query has run and its indexes are built.",
                f"REFRESH MATERIALIZED VIEW CONCURRENTLY {names.sql(view, schema)};  -- it needs a unique index",
                (change.name,),
            )


RULE = Rule(
    "refresh-matview",
    "locks",
    Severity.WARNING,
    POSTGRESQL,
    _check,
    aliases=("MP033", "refresh-matview-blocking"),
    sees=(Maintain,),
    scales=True,
)
