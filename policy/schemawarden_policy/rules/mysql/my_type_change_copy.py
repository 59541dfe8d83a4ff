"""A column's new type copies the table while nobody can write to it.

## What it sees
`MODIFY` or `CHANGE` to another type, by the schema before or by what the change set did to the column earlier; also to a type
of which nobody knows whether the column has it already. Silent: a `VARCHAR` or `VARBINARY` that grows without needing another
length byte, members appended to an `ENUM` or `SET`, another display width, another comment or default; whatever has
`ALGORITHM=INSTANT`, `NOCOPY` or `INPLACE`, or `LOCK=NONE`; tables born in the change set.

## Why it hurts
The server copies every row into a new table. Reads go on; every write waits, and replicas do the same work afterwards.

A text of at most 255 bytes has one length byte, a longer one has two. MySQL copies when the number changes. MariaDB does not
if the old type had at most 127 bytes: `VARCHAR(31)` of `utf8mb4` becomes `VARCHAR(100)` at once, `VARCHAR(32)` is copied.

## Instead
Let the server refuse: it takes the statement only if no copy is needed. For the others, add a column of the new type and fill
it in batches, or use a tool that copies beside the traffic (gh-ost, pt-online-schema-change).

```sql
ALTER TABLE orders MODIFY COLUMN code VARCHAR(60), ALGORITHM=INSTANT;
ALTER TABLE orders ADD COLUMN total_big BIGINT, ALGORITHM=INSTANT;
```

## Example
Where `total` is an `INT`:

```sql
ALTER TABLE orders MODIFY COLUMN total BIGINT;
```

## When to allow it
When the table is small, or writes may wait: approve the plan.

## References
- Atlas MY130, strong_migrations change_column; measured on MariaDB 10.11, MySQL by
  [its manual](https://dev.mysql.com/doc/refman/8.0/en/innodb-online-ddl-operations.html)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import ModifyColumn
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_modify import Aspect, Modification, modifications
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for found in modifications(migration, settings, Aspect.TYPE):
        copied = f"every row of {found.table} is copied while nobody can write to it"
        if found.old:
            yield found.sighting(f"{found.column} goes from {found.old.type} to {found.new.type}: {copied}.")
        else:
            yield found.sighting(f"{found.column} becomes {found.new.type}: {_unless(found)}, {copied}.")


def _unless(found: Modification) -> str:
    """When it is free, for a column whose definition before is not known."""
    if found.kind in ("ENUM", "SET"):
        return "unless it only appends members to those that the column has"
    if found.kind in ("VARCHAR", "VARBINARY"):
        return "unless it is longer by a little, or the same"
    return "unless the column has that type already"


RULE = Rule(
    "my-type-change-copy",
    "mysql",
    Severity.ERROR,
    MYSQL,
    _check,
    aliases=("MY130", "MY130P", "change_column"),
    sees=(ModifyColumn,),
    scales=True,
    facts=("before",),
)
