"""A SET needs one more byte.

## What it sees
`MODIFY` or `CHANGE` that appends members to a `SET`, by the schema before, so that it has more than 8, 16, 24 or 32. Silent with
`ALGORITHM=INSTANT`, `NOCOPY` or `INPLACE`, or `LOCK=NONE`, and on tables born in the change set.

## Why it hurts
A row holds one bit for each member, in 1, 2, 3, 4 or 8 bytes. One more byte copies every row while nobody can write. 64
members are the end.

## Instead
Put the members into a table, and another one between the two.

```sql
CREATE TABLE parcel_marks (
    parcel_id INT NOT NULL,
    mark VARCHAR(20) NOT NULL,
    PRIMARY KEY (parcel_id, mark)
);
```

## Example
Where `marks` has the first eight of these members:

```sql
ALTER TABLE parcels MODIFY COLUMN marks SET('a','b','c','d','e','f','g','h','i');
```

## When to allow it
When the table is small, or writes may wait: approve the plan.

## References
- Atlas MY123; measured on MariaDB 10.11: 8 to 9 and 16 to 17 members are COPY. MySQL: documented
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
    for found in modifications(migration, settings, Aspect.MEMBERS_GROWN):
        if found.kind == "SET":
            yield found.sighting(
                f"The members of {found.column} need one more byte: "
                f"every row of {found.table} is copied while nobody can write to it.",
                "Put the members into a table, and another one between the two.",
            )


RULE = Rule(
    "my-set-grow",
    "mysql",
    Severity.WARNING,
    MYSQL,
    _check,
    aliases=("MY123",),
    sees=(ModifyColumn,),
    scales=True,
    facts=("before",),
)
