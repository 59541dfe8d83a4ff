"""An index is built while writers wait.

## What it sees
`CREATE INDEX` without `CONCURRENTLY` on a table that existed before the change set. Not `ON ONLY` of a partitioned table,
which builds nothing.

## Why it hurts
Nobody can insert, update or delete in the table until the index is built: seconds on a small table, an hour on a large one.

## Instead
Build it beside the traffic, in a file of its own: `CONCURRENTLY` can't run in a transaction, so the file says so in its
first line.

```sql
-- atlas:txmode none

CREATE INDEX CONCURRENTLY users_email ON users (email);
```

## Example

```sql
CREATE INDEX users_email ON users (email);
```

## When to allow it
When the table is small, or writers may wait: approve the plan.

## References
- Atlas PG101, squawk require-concurrent-index-creation, strong_migrations add_index
- [Building indexes concurrently](https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CreateIndex
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, CreateIndex) or change.concurrently or change.only:
            continue
        if not lifetimes.born(change.table, change.schema):
            table = shown(change.table, change.schema)
            message = f"Nobody writes to {table} until the index {change.index}".rstrip() + " is built."
            yield Sighting(statement.place, message, _concurrently(change, names), (table,))


def _concurrently(change: CreateIndex, names: Names) -> str:
    unique, index = "UNIQUE " if change.unique else "", f" {names.sql(change.index)}" if change.index else ""
    columns = ", ".join(names.sql(c) if c.isidentifier() else c for c in change.columns)
    table = names.sql(change.table, change.schema)
    return f"-- atlas:txmode none\n\nCREATE {unique}INDEX CONCURRENTLY{index} ON {table} ({columns});"


RULE = Rule(
    "create-index-not-concurrent",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("PG101", "require-concurrent-index-creation", "add_index"),
)
