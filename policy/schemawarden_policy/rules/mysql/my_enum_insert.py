"""A new member of an ENUM stands before an old one.

## What it sees
`MODIFY` or `CHANGE` of an `ENUM` that keeps all members, by the schema before, and puts a new one before one of them. Silent with
`ALGORITHM=INSTANT`, `NOCOPY` or `INPLACE`, or `LOCK=NONE`, and on tables born in the change set.

## Why it hurts
Rows hold the number of their member. A member in between moves those after it, so every row is copied while nobody can
write; `ORDER BY` and comparisons by number change as well.

## Instead
Append the new member, which is free, and sort by an expression where the order matters.

```sql
ALTER TABLE orders MODIFY COLUMN status ENUM('new','paid','sent','packed'), ALGORITHM=INSTANT;
```

## Example
Where `status` is `ENUM('new','paid','sent')`:

```sql
ALTER TABLE orders MODIFY COLUMN status ENUM('new','paid','packed','sent');
```

## When to allow it
When the table is small, or writes may wait: approve the plan.

## References
- Atlas MY112; measured on MariaDB 10.11: COPY; a member at the end is INSTANT. MySQL: documented
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
    for found in modifications(migration, settings, Aspect.MEMBER_INSERTED):
        if found.kind == "ENUM":
            yield found.sighting(
                f"A new member of {found.column} is not the last: every row of {found.table} is copied while nobody can write to it, "
                f"and sorting by the column changes.",
                "Put the new members after those that are there, and sort with ORDER BY CASE.",
            )


RULE = Rule(
    "my-enum-insert",
    "mysql",
    Severity.ERROR,
    MYSQL,
    _check,
    aliases=("MY112",),
    sees=(ModifyColumn,),
    scales=True,
    facts=("before",),
)
