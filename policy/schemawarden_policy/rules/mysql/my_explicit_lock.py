"""The statement asks for a lock.

## What it sees
`LOCK=SHARED` and `LOCK=EXCLUSIVE` in `ALTER TABLE`, `CREATE INDEX` or `DROP INDEX` on a table that existed before the change set.

## Why it hurts
With `SHARED` nobody can write while the statement runs, with `EXCLUSIVE` nobody can read either, even where the server could
let both go on.

## Instead
Ask for the opposite: then the server refuses rather than lock.

```sql
ALTER TABLE orders ADD INDEX orders_code (code), LOCK=NONE;
```

## Example

```sql
ALTER TABLE orders ADD INDEX orders_code (code), LOCK=SHARED;
```

## When to allow it
When others are meant to wait: approve the plan.

## References
- strong_migrations lock_option; measured on MariaDB 10.11: LOCK=NONE is taken where SHARED was written. MySQL: documented
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterTable
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_alter import alterations, table_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.settings import Settings

_WAITING = {"SHARED": "nobody can write to", "EXCLUSIVE": "nobody can read or write"}


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, change in alterations(migration, settings, AlterTable):
        if change.form == "LOCK" and change.name in _WAITING:
            table = table_of(change)
            message = f"LOCK={change.name}: {_WAITING[change.name]} {table} while the statement runs."
            yield Sighting(statement.place, message, "LOCK=NONE", (table,))


RULE = Rule(
    "my-explicit-lock",
    "mysql",
    Severity.WARNING,
    MYSQL,
    _check,
    aliases=("lock_option",),
    sees=(AlterTable,),
    scales=True,
)
