"""A lock is waited for without an end.

## What it sees
The first statement of a file that takes a lock which stops writers or readers of a table that existed before the change set, or
readers of a view, or those who ask a sequence for numbers, when no `lock_timeout` is in effect (MySQL and MariaDB: `lock_wait_timeout`): the file has not set one before it, and none is
known of the runner or the role. A timeout of 0 is none. Statements that run `CONCURRENTLY` stop nobody and are not meant. On
a table that is known to be large it is a warning.

It is told once for each file. A team that wants a timeout in every file makes it an error under `[policy.rules]`.

## Why it hurts
The statement waits for every transaction that uses the table, an hour-long report included. While it waits, everybody who
comes after it waits behind it: the table is closed, though nothing happens to it.

## Instead
Give up soon, and try again when it is quiet.

```sql
SET lock_timeout = '2s';
ALTER TABLE users ADD COLUMN nickname text;
```

On MySQL and MariaDB it is `SET SESSION lock_wait_timeout = 5;`, in seconds; the default there is a day or a year.

## Example

```sql
ALTER TABLE users ADD COLUMN nickname text;
```

## When to allow it
When the runner sets a timeout, or the application is stopped: nothing needs to be done.

## References
- squawk require-timeout-settings, eugene E9, strong_migrations lock_timeout_limit, MigrationPilot MP004; measured on PostgreSQL
  15 and 18 and MariaDB 10.11; MySQL documented
- [lock_timeout](https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT),
  [lock_wait_timeout](https://mariadb.com/kb/en/server-system-variables/#lock_wait_timeout)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CreateObject
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.locking import blocks
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.situation import situations
from schemawarden_policy.statement import Dialect
from schemawarden_policy.table_locks import TAKERS, TableLock, stopping

_VIEWS = ("view", "materialized_view")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    if migration.facts.lock_timeout:
        return
    runs, told = situations(migration), set[str]()
    new_views = set[str]()
    postgres = migration.dialect is Dialect.POSTGRESQL
    for statement, change, lifetimes in steps(migration, settings):
        file = statement.place.file
        if isinstance(change, CreateObject) and change.object in _VIEWS and not change.replaces:
            new_views.add(shown(change.name, change.schema))
        if file in told or runs[file, statement.place.statement].lock_timeout:
            continue
        if locks := [lock for lock in stopping(change, lifetimes) if lock.table not in new_views]:
            told.add(file)
            yield Sighting(
                statement.place,
                _waits(locks[0])
                if postgres
                else f"Everybody who uses {locks[0].words} waits behind this statement, for as "
                "long as it waits for its lock: no lock_wait_timeout is set.",
                "SET lock_timeout = '2s';  -- the file's first statement"
                if postgres
                else "SET SESSION lock_wait_timeout = 5;  -- the file's first statement",
                tuple(lock.table for lock in locks),
            )


def _waits(lock: TableLock) -> str:
    return (
        f"All {blocks(lock.mode)} of {lock.words} wait behind this statement, for as long as it waits for its lock: "
        "no lock_timeout is set."
    )


RULE = Rule(
    "lock-without-timeout",
    "locks",
    Severity.NOTICE,
    POSTGRESQL | MYSQL,
    _check,
    aliases=("require-lock-timeout", "require-timeout-settings", "E9", "lock_timeout_limit", "MP004"),
    sees=TAKERS,
    scales=True,
    facts=("lock_timeout",),
)
