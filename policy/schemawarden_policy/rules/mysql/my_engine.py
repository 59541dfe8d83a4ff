"""A table gets another storage engine, or the same one again.

## What it sees
`ALTER TABLE ... ENGINE =` on a table that existed before the change set, unless `ALGORITHM=INPLACE` or `LOCK=NONE` lets the
server refuse a copy. `ALGORITHM=INSTANT` does not: MariaDB 10.11 copies to another engine all the same.

## Why it hurts
Another engine copies every row while nobody can write; one without transactions or foreign keys loses those as well. The
engine that the table has already builds it anew, which takes disk and time, and replicas wait. Often neither is meant, and a
tool wrote it.

## Instead
Leave the clause away. To give space back to the disk, build the table anew in place.

```sql
ALTER TABLE orders ENGINE=InnoDB, ALGORITHM=INPLACE, LOCK=NONE;
```

## Example

```sql
ALTER TABLE orders ENGINE=MyISAM;
```

## When to allow it
In a window in which writes may wait: approve the plan.

## References
- Atlas MY138, Bytebase ENGINE_MYSQL_USE_INNODB; measured on MariaDB 10.11: INPLACE with LOCK=NONE for the same engine, a copy
  for another, also with ALGORITHM=INSTANT. MySQL: documented
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterTable
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_alter import alterations, clauses, guarded, table_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, change in alterations(migration, settings, AlterTable):
        if change.form == "ENGINE" and not clauses(statement).refuse_another_engine:
            table = table_of(change)
            message = (
                f"{table} goes to engine {change.name}: every row is copied while nobody can write to it, "
                f"or the table is built anew if that is its engine already."
            )
            yield Sighting(statement.place, message, guarded(statement), (table,))


RULE = Rule(
    "my-engine",
    "mysql",
    Severity.ERROR,
    MYSQL,
    _check,
    aliases=("MY138", "ENGINE_MYSQL_USE_INNODB"),
    sees=(AlterTable,),
    scales=True,
)
