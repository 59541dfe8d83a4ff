"""An ENUM's members change places.

## What it sees
`MODIFY` or `CHANGE` of an `ENUM` that keeps all members, by the schema before, in another order. Silent with
`ALGORITHM=INSTANT`, `NOCOPY` or `INPLACE`, or `LOCK=NONE`, and on tables born in the change set.

## Why it hurts
Rows hold the number of their member. Every row is copied while nobody can write; `ORDER BY` and comparisons by number
change as well.

## Instead
Leave the order, and sort by an expression: `ORDER BY CASE status WHEN ...`. New members go to the end.

```sql
ALTER TABLE orders MODIFY COLUMN status ENUM('new','paid','sent','packed'), ALGORITHM=INSTANT;
```

## Example
Where `status` is `ENUM('new','paid','sent')`:

```sql
ALTER TABLE orders MODIFY COLUMN status ENUM('sent','new','paid');
```

## When to allow it
When the table is small, or writes may wait: approve the plan.

## References
- Atlas MY111; measured on MariaDB 10.11: COPY. MySQL: documented
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
        if found.kind == "ENUM":
            yield found.sighting(
                f"The members of {found.column} change places: every row of {found.table} is copied while nobody can write to it, "
                f"and sorting by the column changes.",
                "Leave the order as it is, and sort with ORDER BY CASE.",
            )


RULE = Rule(
    "my-enum-reorder",
    "mysql",
    Severity.ERROR,
    MYSQL,
    _check,
    aliases=("MY111",),
    sees=(ModifyColumn,),
    scales=True,
    facts=("before",),
)
