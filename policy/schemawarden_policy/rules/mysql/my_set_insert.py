"""A new member of a SET stands before an old one.

## What it sees
`MODIFY` or `CHANGE` of a `SET` that keeps all members, by the schema before, and puts a new one before one of them. Silent with
`ALGORITHM=INSTANT`, `NOCOPY` or `INPLACE`, or `LOCK=NONE`, and on tables born in the change set.

## Why it hurts
Each member is one bit in a row. A member in between moves the bits after it, so every row is copied while nobody can write;
comparisons by number change as well.

## Instead
Append the new member, which is free while the bytes suffice.

```sql
ALTER TABLE orders MODIFY COLUMN flags SET('gift','express','fragile'), ALGORITHM=INSTANT;
```

## Example
Where `flags` is `SET('gift','express')`:

```sql
ALTER TABLE orders MODIFY COLUMN flags SET('gift','fragile','express');
```

## When to allow it
When the table is small, or writes may wait: approve the plan.

## References
- Atlas MY122; measured on MariaDB 10.11: COPY; a member at the end is INSTANT. MySQL: documented
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
        if found.kind == "SET":
            yield found.sighting(
                f"A new member of {found.column} is not the last: "
                f"every row of {found.table} is copied while nobody can write to it.",
                "Put the new members after those that are there.",
            )


RULE = Rule(
    "my-set-insert",
    "mysql",
    Severity.ERROR,
    MYSQL,
    _check,
    aliases=("MY122",),
    sees=(ModifyColumn,),
    scales=True,
    facts=("before",),
)
