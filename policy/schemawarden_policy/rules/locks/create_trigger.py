"""A trigger is made on a table that is in use.

## What it sees
`CREATE TRIGGER` on a table that existed before the change set.

## Why it hurts
Making it takes a moment, under a lock that stops writers: it waits for every open transaction that wrote to the table, and
all new writers wait behind it. From then on each row that is written costs the trigger's function too, and fails when it
does.

A trigger that keeps two columns in step is part of many safe changes, so this is a notice. Dropping a trigger stops readers
as well; drop-behaviour-object tells of it.

## Instead
Wait for the lock only so long, with `SET lock_timeout = '2s';` before it, and try again later. On a new table it stops nobody:

```sql
CREATE TABLE invoices (id bigint PRIMARY KEY, changed timestamptz);
CREATE TRIGGER invoices_stamp BEFORE UPDATE ON invoices FOR EACH ROW EXECUTE FUNCTION stamp();
```

## Example

```sql
CREATE TRIGGER invoices_stamp BEFORE UPDATE ON invoices FOR EACH ROW EXECUTE FUNCTION stamp();
```

## When to allow it
When the function is known to be quick and right: approve the plan.

## References
- Atlas PG308, MigrationPilot MP090, pgfence create-trigger; measured on PostgreSQL 15 and 18
- [CREATE TRIGGER](https://www.postgresql.org/docs/current/sql-createtrigger.html)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CreateObject
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, CreateObject) or change.object != "trigger":
            continue
        if not lifetimes.born(change.table, change.schema):
            table = shown(change.table, change.schema)
            yield Sighting(
                statement.place,
                f"Writers of {table} wait while the trigger {change.name} is made, and run {change.runs}() from then on.",
                "SET lock_timeout = '2s';  -- before it",
                (table,),
            )


RULE = Rule(
    "create-trigger",
    "locks",
    Severity.NOTICE,
    POSTGRESQL,
    _check,
    aliases=("PG308", "MP090"),
    sees=(CreateObject,),
)
