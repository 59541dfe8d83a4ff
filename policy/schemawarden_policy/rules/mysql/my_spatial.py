"""A SPATIAL index is built while nobody can write.

## What it sees
`CREATE SPATIAL INDEX` and `ADD SPATIAL` on a table that existed before the change set, unless `LOCK=NONE` or
`ALGORITHM=INSTANT` lets the server refuse.

## Why it hurts
Every write waits until the index stands. From then on, other changes of the table take a lock as well.

## Instead
Put the place into a table of its own, with its index from the start, and fill it in batches.

```sql
CREATE TABLE shop_places (
    shop_id INT NOT NULL PRIMARY KEY,
    spot POINT NOT NULL,
    SPATIAL INDEX shop_places_spot (spot)
);
```

## Example

```sql
CREATE SPATIAL INDEX shops_spot ON shops (spot);
```

## When to allow it
When the table is small, or writes may wait: approve the plan.

## References
- Atlas MY135; measured on MariaDB 10.11: NOCOPY with LOCK=SHARED. MySQL: documented
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CreateIndex
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_alter import alterations, clauses, table_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.settings import Settings

_SAFER = "Put the place into a table of its own, with its index from the start, and fill it in batches."


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, change in alterations(migration, settings, CreateIndex):
        if change.kind == "SPATIAL" and not clauses(statement).refuse_to_block:
            table = table_of(change)
            message = f"Nobody can write to {table} while its places are indexed."
            yield Sighting(statement.place, message, _SAFER, (table,))


RULE = Rule(
    "my-spatial",
    "mysql",
    Severity.WARNING,
    MYSQL,
    _check,
    aliases=("MY135",),
    sees=(CreateIndex,),
    scales=True,
)
