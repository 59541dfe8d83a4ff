"""The statement asks for a copy.

## What it sees
`ALGORITHM=COPY` in `ALTER TABLE`, `CREATE INDEX` or `DROP INDEX` on a table that existed before the change set.

## Why it hurts
The server copies every row into a new table while nobody can write, even where it could do without.

## Instead
Ask for the opposite: then it refuses rather than copy.

```sql
ALTER TABLE orders ADD INDEX orders_code (code), ALGORITHM=INPLACE, LOCK=NONE;
```

## Example

```sql
ALTER TABLE orders ADD INDEX orders_code (code), ALGORITHM=COPY;
```

## When to allow it
When the change can't be made without a copy, and writes may wait: approve the plan.

## References
- strong_migrations copy_algorithm; measured on MariaDB 10.11: rows are copied that INPLACE leaves alone. MySQL: documented
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterTable
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_alter import alterations, table_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, change in alterations(migration, settings, AlterTable):
        if (change.form, change.name) == ("ALGORITHM", "COPY"):
            table = table_of(change)
            message = f"ALGORITHM=COPY: every row of {table} is copied while nobody can write to it."
            yield Sighting(statement.place, message, "ALGORITHM=INPLACE, or INSTANT", (table,))


RULE = Rule(
    "my-explicit-copy",
    "mysql",
    Severity.ERROR,
    MYSQL,
    _check,
    aliases=("copy_algorithm",),
    sees=(AlterTable,),
    scales=True,
)
