"""A table is locked by name.

## What it sees
`LOCK TABLE` (MySQL and MariaDB: `LOCK TABLES`) in a mode that stops writers or readers, on a table that existed before the
change set.

## Why it hurts
The lock is held to the end of the transaction, whatever else the file does meanwhile. On MySQL and MariaDB it is held until
`UNLOCK TABLES` or the end of the session, and the session can't use any table that it did not name.

## Instead
Leave it out: each statement takes the lock that it needs.

```sql
ALTER TABLE users ADD COLUMN nickname text;
```

## Example

```sql
LOCK TABLE users IN ACCESS EXCLUSIVE MODE;
```

## When to allow it
When several statements must see the same rows: approve the plan.

## References
- MigrationPilot MP065; measured on PostgreSQL 15 and 18 and MariaDB 10.11; MySQL documented
- [LOCK](https://www.postgresql.org/docs/current/sql-lock.html), [LOCK TABLES](https://mariadb.com/kb/en/lock-tables/)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import LockTable
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.locking import blocks
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect

_STOPS = ("writes", "reads and writes")
_MYSQL = {"READ": "writes", "READ LOCAL": "writes", "WRITE": "reads and writes"}


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    postgres = migration.dialect is Dialect.POSTGRESQL
    until = "the transaction ends" if postgres else "UNLOCK TABLES"
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, LockTable) or lifetimes.born_all(change.tables):
            continue
        if (stopped := _MYSQL.get(change.mode) or blocks(change.mode)) in _STOPS:
            names = ", ".join(change.tables)
            message = (
                f"{'LOCK TABLE' if postgres else 'LOCK TABLES'} stops {stopped} of {names} until {until}."
            )
            yield Sighting(statement.place, message, "Remove the statement.", change.tables)


RULE = Rule(
    "explicit-lock-table",
    "locks",
    Severity.WARNING,
    POSTGRESQL | MYSQL,
    _check,
    aliases=("MP065",),
    sees=(LockTable,),
)
