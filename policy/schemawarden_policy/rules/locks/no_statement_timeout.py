"""A long statement may run without an end.

## What it sees
The first statement of a file that reads or writes a whole table that existed before the change set while no
`statement_timeout` is in effect (MariaDB: `max_statement_time`). Statements that run `CONCURRENTLY` are not meant: they take
long on purpose. It is told once for each file, and only where the operator's policy asks for it.

MySQL has no such limit for statements that change something: its `max_execution_time` ends queries alone.

## Why it hurts
A statement that was to take seconds and takes an hour holds its locks for that hour.

## Instead

```sql
SET statement_timeout = '30s';
ALTER TABLE orders VALIDATE CONSTRAINT orders_total;
```

On MariaDB it is `SET max_statement_time = 30;`, in seconds.

## Example

```sql
ALTER TABLE orders VALIDATE CONSTRAINT orders_total;
```

## When to allow it
When the runner sets a limit: nothing needs to be done.

## References
- squawk require-statement-timeout, MigrationPilot MP020, Bytebase STATEMENT_MAX_EXECUTION_TIME; measured on
  MariaDB 10.11
- [statement_timeout](https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-STATEMENT-TIMEOUT),
  [max_statement_time](https://mariadb.com/kb/en/server-system-variables/#max_statement_time)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import Change, DeleteRows, UpdateRows
from schemawarden_policy.lifetimes import Lifetimes, steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MARIADB, POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.situation import situations
from schemawarden_policy.statement import Dialect
from schemawarden_policy.table_locks import TAKERS, locks_of
from schemawarden_policy.table_work import Work, Works


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    works = Works(names_of(migration, settings), migration.facts.before)
    runs, told = situations(migration), set[str]()
    setting = "statement_timeout" if migration.dialect is Dialect.POSTGRESQL else "max_statement_time"
    limit = "'30s'" if setting == "statement_timeout" else "30"
    for statement, change, lifetimes in steps(migration, settings):
        file, work = statement.place.file, works.of(change)
        tables = _long(change, work, lifetimes)
        if tables and file not in told and not runs[file, statement.place.statement].statement_timeout:
            told.add(file)
            yield Sighting(
                statement.place,
                f"Nothing ends this statement over all of {tables[0]}, however long it takes: no {setting} is set.",
                f"SET {setting} = {limit};  -- the file's first statement",
                tables,
            )


def _long(change: Change, work: Work | None, lifetimes: Lifetimes) -> tuple[str, ...]:
    """The tables that were there and that the change reads or writes as a whole."""
    if isinstance(change, UpdateRows | DeleteRows):
        named = f"{change.schema}.{change.table}" if change.schema else change.table
        return (named,) if not change.bounds and not lifetimes.born(change.table, change.schema) else ()
    tables = tuple(lock.table for lock in locks_of(change)) if work else ()
    return tuple(table for table in tables if not lifetimes.born_all((table,)))


RULE = Rule(
    "no-statement-timeout",
    "locks",
    Severity.NOTICE,
    POSTGRESQL | MARIADB,
    _check,
    aliases=("require-statement-timeout", "MP020", "STATEMENT_MAX_EXECUTION_TIME"),
    sees=(*TAKERS, UpdateRows, DeleteRows),
    opt_in=True,
)
