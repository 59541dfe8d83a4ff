"""A table is converted to another character set.

## What it sees
`ALTER TABLE ... CONVERT TO CHARACTER SET` on a table that existed before the change set, unless `ALGORITHM=INPLACE`,
`INSTANT` or `NOCOPY`, or `LOCK=NONE`, lets the server refuse a copy. A new default alone (`CHARACTER SET`, `COLLATE`) is a notice.

## Why it hurts
Every text column is encoded anew, in all rows, while nobody can write. `TEXT` columns grow to `MEDIUMTEXT`, and an index on a
long text may become too long. A default changes at once and leaves the columns as they are, so that the next ones differ
from them, and joins between the two can't use an index.

## Instead
Convert column by column, each through a column of the new character set, or with a tool that copies beside the traffic.

```sql
ALTER TABLE customers ADD COLUMN name_utf8 VARCHAR(50) CHARACTER SET utf8mb4, ALGORITHM=INSTANT;
```

## Example

```sql
ALTER TABLE customers CONVERT TO CHARACTER SET utf8mb4;
```

## When to allow it
In a window in which writes may wait: approve the plan.

## References
- Atlas MY136, Bytebase TABLE_DISALLOW_SET_CHARSET; measured on MariaDB 10.11: the conversion copies if the table has a text
  column of another character set, the default is instant. MySQL: documented
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterTable
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_alter import alterations, clauses, guarded, table_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.settings import Settings

_DEFAULTS = ("CHARACTER SET", "COLLATE")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, change in alterations(migration, settings, AlterTable):
        table = table_of(change)
        if change.form == "CONVERT TO CHARACTER SET" and not clauses(statement).refuse_a_copy:
            message = (
                f"Every text in {table} is encoded anew, and every row copied while nobody can write to it."
            )
            yield Sighting(statement.place, message, guarded(statement), (table,))
        elif change.form in _DEFAULTS and not _converts(statement.changes):
            message = f"New columns of {table} get another character set or collation; those that are there keep theirs."
            yield Sighting(statement.place, message, "", (table,), Severity.NOTICE)


def _converts(changes: tuple[object, ...]) -> bool:
    return any(isinstance(c, AlterTable) and c.form == "CONVERT TO CHARACTER SET" for c in changes)


RULE = Rule(
    "my-charset-table",
    "mysql",
    Severity.ERROR,
    MYSQL,
    _check,
    aliases=("MY136", "TABLE_DISALLOW_SET_CHARSET"),
    sees=(AlterTable,),
    scales=True,
)
