"""Maintenance that stops others.

## What it sees
`VACUUM FULL`, `CLUSTER`, `REINDEX` without `CONCURRENTLY`; and as a warning `REFRESH MATERIALIZED VIEW` without it.

## Why it hurts
`VACUUM FULL` and `CLUSTER` copy the table while nobody can read or write it; `REINDEX` lets nobody write, and nobody use the
index; `REFRESH` lets nobody read the view.

## Instead
Rebuild indexes concurrently, in a file of its own. Leave the rest to a maintenance window.

```sql
-- atlas:txmode none

REINDEX TABLE CONCURRENTLY users;
```

## Example

```sql
REINDEX TABLE users;
CLUSTER users USING users_pkey;
REFRESH MATERIALIZED VIEW totals;
```

## When to allow it
When everybody may wait: approve the plan.

## References
- squawk require-concurrent-reindex, MigrationPilot MP006, MP032, MP033; measured on PostgreSQL 15
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import Maintain
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings

_STOPS = {
    "VACUUM FULL": "nobody reads or writes",
    "CLUSTER": "nobody reads or writes",
    "REINDEX": "nobody writes to",
    "REFRESH MATERIALIZED VIEW": "nobody reads",
}


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement in migration.statements():
        for change in statement.changes:
            if isinstance(change, Maintain) and change.verb in _STOPS and not change.concurrently:
                name = change.name or "any table"
                light = change.verb == "REFRESH MATERIALIZED VIEW"
                yield Sighting(
                    statement.place,
                    f"While {change.verb} runs, {_STOPS[change.verb]} {name}.",
                    f"{change.verb} {'' if light else '... '}CONCURRENTLY {name};"
                    if change.verb in ("REINDEX", "REFRESH MATERIALIZED VIEW")
                    else "Leave it to a maintenance window.",
                    (change.name,) if change.name else (),
                    Severity.WARNING if light else None,
                )


RULE = Rule(
    "rewrite-maintenance",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("require-concurrent-reindex",),
)
