"""Indexes are built anew while writers wait, and readers too.

## What it sees
`REINDEX` without `CONCURRENTLY`, of whatever. Not of a table that the change set created.

## Why it hurts
PostgreSQL holds a Share lock on the table, so that nobody writes, and AccessExclusive on each index while it is built: a
query that could use the index waits as well, since planning it takes a lock on all indexes of the table.

## Instead
From PostgreSQL 12 on: rebuild concurrently, in a file of its own. Before: create another index concurrently, and drop this
one.

```sql
-- atlas:txmode none

REINDEX TABLE CONCURRENTLY users;
```

## Example

```sql
REINDEX TABLE users;
```

## When to allow it
When the table is small, or everybody may wait: approve the plan.

## References
- squawk require-concurrent-reindex, pgfence reindex-non-concurrent
- [REINDEX](https://www.postgresql.org/docs/current/sql-reindex.html)
- measured on PostgreSQL 15 and 18
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemawarden_policy.change import Maintain
from schemawarden_policy.indexes import table_of_index
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement
from schemawarden_policy.version import older

_HEAD = re.compile(
    r"(reindex\s+(?:\([^)]*\)\s*)?(?:index|table|schema|database|system))\b(.*)", re.IGNORECASE | re.DOTALL
)


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names, old = names_of(migration, settings), older(migration, 12)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, Maintain) or not change.verb.startswith("REINDEX") or change.concurrently:
            continue
        if not change.name or not lifetimes.born_all((change.name,)):
            table = table_of_index(migration.facts.before, names.key_of(change.name), names)
            name = shown(table.name, table.schema) if table else change.name or "any table of this database"
            message = (
                f"While REINDEX runs, nobody writes to {name}, and queries that may use its indexes wait."
            )
            yield Sighting(statement.place, message, _safer(statement, old), (name,) if change.name else ())


def _safer(statement: Statement, old: bool) -> str:
    if old:
        return "CREATE INDEX CONCURRENTLY <another name> ON ...;  -- then DROP INDEX CONCURRENTLY the old one"
    head = _HEAD.match(statement.text)
    if head is None:
        return "REINDEX ... CONCURRENTLY ...;  -- with -- atlas:txmode none"
    return f"-- atlas:txmode none\n\n{head[1]} CONCURRENTLY{head[2].rstrip().removesuffix(';')};"


RULE = Rule(
    "reindex-not-concurrent",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("require-concurrent-reindex", "reindex-non-concurrent"),
    sees=(Maintain,),
    scales=True,
)
