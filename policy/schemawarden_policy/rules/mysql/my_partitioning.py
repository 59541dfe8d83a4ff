"""A table is partitioned, or its partitions are made one table again.

## What it sees
`PARTITION BY` and `REMOVE PARTITIONING` on a table that existed before the change set; `REORGANIZE`, `COALESCE`, `REBUILD` and
`ADD PARTITION PARTITIONS n` as notices, which copy the partitions concerned. Silent where `ALGORITHM=INPLACE` or `LOCK=NONE` stands before the
partitioning: the server refuses then.

## Why it hurts
Every row is copied while nobody can write. There is no way of doing it in place.

## Instead
Make a new table with its partitions, fill it in batches, and switch over in a later plan.

```sql
CREATE TABLE events_by_month (
    id INT NOT NULL,
    happened DATE NOT NULL,
    PRIMARY KEY (id, happened)
) PARTITION BY HASH (MONTH(happened)) PARTITIONS 12;
```

## Example

```sql
ALTER TABLE events PARTITION BY HASH (id) PARTITIONS 8;
```

## When to allow it
In a window in which writes may wait: approve the plan.

## References
- Atlas MY139, Bytebase TABLE_DISALLOW_PARTITION; measured on MariaDB 10.11: INPLACE and LOCK=NONE are refused, INSTANT is taken
  and copies; REORGANIZE copies the rows of its partitions. MySQL: documented
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterTable
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_alter import alterations, clauses, table_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement

_WHOLE = ("PARTITION BY", "REMOVE PARTITIONING")
_PARTS = ("REORGANIZE PARTITION", "COALESCE PARTITION", "REBUILD PARTITION")
_SAFER = "Make a new table with its partitions, fill it in batches, and switch over in a later plan."


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, change in alterations(migration, settings, AlterTable):
        table = table_of(change)
        if change.form in _WHOLE and not clauses(statement).refuse_another_engine:
            message = f"{change.form}: every row of {table} is copied while nobody can write to it."
            yield Sighting(statement.place, message, _SAFER, (table,))
        elif change is _first_of_parts(statement):
            message = f"{change.form}: the rows of these partitions of {table} are copied while nobody can write to them."
            yield Sighting(statement.place, message, "", (table,), Severity.NOTICE)


def _first_of_parts(statement: Statement) -> AlterTable | None:
    """The first of the partitions that are copied; each that a statement names is a change."""
    found = (c for c in statement.changes if isinstance(c, AlterTable))
    return next((c for c in found if c.form in _PARTS or (c.form == "ADD PARTITION" and not c.name)), None)


RULE = Rule(
    "my-partitioning",
    "mysql",
    Severity.ERROR,
    MYSQL,
    _check,
    aliases=("MY139", "TABLE_DISALLOW_PARTITION"),
    sees=(AlterTable,),
    scales=True,
)
