"""A table is written anew to make it smaller, or to sort it.

## What it sees
`VACUUM FULL` and `CLUSTER`, of a table that existed before the change set or of all there are.

## Why it hurts
The table is copied and each of its indexes built again while nobody can read or write it, which takes as much disk space
again.

## Instead
Leave it to `pg_repack` or `pg_squeeze`, which copy beside the traffic, or to a maintenance window. A plain `VACUUM` makes the
space of dead rows free for new ones, and stops nobody.

```sql
-- atlas:txmode none

VACUUM (ANALYZE) users;
```

## Example

```sql
CLUSTER users USING users_pkey;
VACUUM FULL orders;
```

## When to allow it
When everybody may wait: approve the plan.

## References
- squawk prefer-repack, MigrationPilot MP006, MP032; measured on PostgreSQL 15 and 18
- [Routine vacuuming](https://www.postgresql.org/docs/current/routine-vacuuming.html)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import Maintain
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, Maintain) or change.verb not in ("VACUUM FULL", "CLUSTER"):
            continue
        if not change.name or not lifetimes.born_all((change.name,)):
            yield Sighting(
                statement.place,
                f"{change.verb} writes {change.name or 'each table'} anew; nobody reads or writes it meanwhile.",
                _safer(change, names),
                (change.name,) if change.name else (),
            )


def _safer(change: Maintain, names: Names) -> str:
    schema, _, table = change.name.rpartition(".")
    if change.verb == "CLUSTER" or not table:
        return "Leave it to pg_repack, or to a maintenance window."
    return f"-- atlas:txmode none\n\nVACUUM (ANALYZE) {names.sql(table, schema)};"


RULE = Rule(
    "rewrite-maintenance",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("prefer-repack", "MP006", "MP032"),
    sees=(Maintain,),
    scales=True,
)
