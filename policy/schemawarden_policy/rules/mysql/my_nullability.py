"""A column turns from NULL to NOT NULL or back, and the table is built anew.

## What it sees
`MODIFY` or `CHANGE` that changes nothing of a column's type, by the schema before, but whether it may be NULL; where nobody knows
the column, `NOT NULL` after the change set has given every row a value. Silent with `ALGORITHM=INPLACE` or `LOCK=NONE`, and on
tables born in the change set.

## Why it hurts
The rows are stored in another shape: the server writes the whole table and its indexes anew. Others can work meanwhile, but
it takes disk and time, and replicas wait for it. Where a generated column depends on the column, the table is copied, and
nobody can write.

## Instead
Let the server refuse whatever would stop writes. Whether rows hold NULL is a matter of its own: set-not-null-data.

```sql
ALTER TABLE orders MODIFY COLUMN quantity INT NULL, ALGORITHM=INPLACE, LOCK=NONE;
```

## Example
Where `quantity` is `INT NOT NULL`:

```sql
ALTER TABLE orders MODIFY COLUMN quantity INT NULL;
```

## When to allow it
When the table is small, or the disk and the replicas can take it: approve the plan.

## References
- Atlas MY147; measured on MariaDB 10.11: both directions are INPLACE with LOCK=NONE and never NOCOPY; COPY where a stored
  column depends on it. MySQL: documented
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import ModifyColumn
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_modify import Aspect, modifications
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for found in modifications(migration, settings, Aspect.NULLABILITY):
        becomes = "NOT NULL" if found.new.not_null else "nullable"
        unsure = "" if found.old else " or if it gets another type"
        yield found.sighting(
            f"{found.column} becomes {becomes}: {found.table} and its indexes are built anew, "
            f"and copied while nobody can write if a generated column depends on it{unsure}."
        )


RULE = Rule(
    "my-nullability",
    "mysql",
    Severity.WARNING,
    MYSQL,
    _check,
    aliases=("MY147",),
    sees=(ModifyColumn,),
    scales=True,
    facts=("before",),
)
