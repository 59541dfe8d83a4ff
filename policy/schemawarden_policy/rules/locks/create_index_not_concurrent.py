"""An index is built while writers wait.

## What it sees
`CREATE INDEX` without `CONCURRENTLY` on a table that existed before the change set. Not on a table that is known to be
partitioned: index-on-partitioned speaks of those. Not `ON ONLY`, which builds nothing, unless the table is known and not
partitioned: there the word changes nothing.

## Why it hurts
PostgreSQL holds a Share lock for as long as it reads the table and sorts: nobody can insert, update or delete until the index
is there. That is seconds on a small table and an hour on a large one.

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
When the table is small, or writers may wait: approve the plan. Where the table's size is known, a small one makes it a
warning.

## References
- Atlas PG101, squawk require-concurrent-index-creation, eugene E6, strong_migrations add_index, add_reference
- [Building indexes concurrently](https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY)
- measured on PostgreSQL 15 and 18
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemawarden_policy.change import CreateIndex
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.partitions import partitioned_tables
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement

_HEAD = re.compile(r"create\s+(?:unique\s+)?index\b", re.IGNORECASE)


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    partitioned = partitioned_tables(migration, names)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, CreateIndex) or change.concurrently:
            continue
        if lifetimes.born(change.table, change.schema) or _other_rules(migration, change, names, partitioned):
            continue
        table = shown(change.table, change.schema)
        message = f"Nobody writes to {table} until the index {change.index}".rstrip() + " is built."
        yield Sighting(statement.place, message, _concurrently(statement, change, names), (table,))


def _other_rules(
    migration: Migration, change: CreateIndex, names: Names, partitioned: frozenset[str]
) -> bool:
    """The table is partitioned, or ONLY says that it is and nothing shows that it is not."""
    if ".".join(names.key(change.table, change.schema)) in partitioned:
        return True
    return change.only and names.find(migration.facts.before, change.table, change.schema) is None


def _concurrently(statement: Statement, change: CreateIndex, names: Names) -> str:
    """The statement as it was written, with one word more."""
    head = _HEAD.match(statement.text)
    if head:
        rest = statement.text[head.end() :].rstrip().removesuffix(";")
        return f"-- atlas:txmode none\n\n{head[0]} CONCURRENTLY{rest};"
    unique, index = "UNIQUE " if change.unique else "", f" {names.sql(change.index)}" if change.index else ""
    table = names.sql(change.table, change.schema)
    return f"-- atlas:txmode none\n\nCREATE {unique}INDEX CONCURRENTLY{index} ON {table} (...);"


RULE = Rule(
    "create-index-not-concurrent",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=(
        "PG101",
        "require-concurrent-index-creation",
        "E6",
        "add_index",
        "add_reference",
        "INDEX_CREATE_CONCURRENTLY",
        "MP001",
    ),
    sees=(CreateIndex,),
    scales=True,
)
