"""A SET's members change places.

## What it sees
`MODIFY` or `CHANGE` of a `SET` that keeps all members, by the schema before, in another order. Silent with
`ALGORITHM=INSTANT`, `NOCOPY` or `INPLACE`, or `LOCK=NONE`, and on tables born in the change set.

## Why it hurts
Each member is one bit in a row. Every row is copied while nobody can write; comparisons by number change as well.

## Instead
Leave the order. New members go to the end.

```sql
ALTER TABLE orders MODIFY COLUMN flags SET('gift','express','fragile'), ALGORITHM=INSTANT;
```

## Example
Where `flags` is `SET('gift','express')`:

```sql
ALTER TABLE orders MODIFY COLUMN flags SET('express','gift');
```

## When to allow it
When the table is small, or writes may wait: approve the plan.

## References
- Atlas MY121; measured on MariaDB 10.11: COPY. MySQL: documented
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
    for found in modifications(migration, settings, Aspect.MEMBERS_REORDERED):
        if found.kind == "SET":
            yield found.sighting(
                f"The members of {found.column} change places: "
                f"every row of {found.table} is copied while nobody can write to it.",
                "Leave the order as it is.",
            )


RULE = Rule(
    "my-set-reorder",
    "mysql",
    Severity.ERROR,
    MYSQL,
    _check,
    aliases=("MY121",),
    sees=(ModifyColumn,),
    scales=True,
    facts=("before",),
)
