"""An index is dropped under a lock that stops everybody.

## What it sees
`DROP INDEX` without `CONCURRENTLY`. Not of an index that the change set made on a table of its own.

## Why it hurts
PostgreSQL takes AccessExclusive on the index and on its table. Dropping takes no time, but the statement waits for every
running query of the table, and everybody who comes later waits behind it.

## Instead
Drop it concurrently, in a file of its own. That can't be done with an index that belongs to a constraint (drop the
constraint) nor with one of a partitioned table.

```sql
-- atlas:txmode none

DROP INDEX CONCURRENTLY users_email;
```

## Example

```sql
DROP INDEX users_email;
```

## When to allow it
When the table sees few long queries, and a `lock_timeout` bounds the wait: approve the plan.

## References
- Atlas PG102, squawk require-concurrent-index-deletion, strong_migrations remove_index
- [DROP INDEX](https://www.postgresql.org/docs/current/sql-dropindex.html)
- measured on PostgreSQL 15 and 18
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CreateIndex, DropIndex
from schemawarden_policy.facts import Table
from schemawarden_policy.indexes import table_of_index
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    made: set[tuple[str, str]] = set()
    for statement, change, lifetimes in steps(migration, settings):
        if isinstance(change, CreateIndex) and lifetimes.born(change.table, change.schema):
            made.add(names.key(change.index, change.schema))
        elif isinstance(change, DropIndex) and not change.concurrently:
            key = names.key(change.index, change.schema)
            if key not in made:
                yield _sighting(statement, change, names, table_of_index(migration.facts.before, key, names))
            made.discard(key)


def _sighting(statement: Statement, change: DropIndex, names: Names, table: Table | None) -> Sighting:
    index = shown(change.index, change.schema)
    whose = shown(table.name, table.schema) if table else "its table"
    message = f"Until {index} is gone, nobody reads or writes {whose}, and it waits for every query that runs there."
    objects = (whose, index) if table else (index,)
    if table and table.partitioned:
        safer = f"Set a lock_timeout first: an index of {whose}, which is partitioned, can't be dropped concurrently."
        return Sighting(statement.place, message, safer, objects)
    there = "IF EXISTS " if change.if_exists else ""
    safer = (
        f"-- atlas:txmode none\n\nDROP INDEX CONCURRENTLY {there}{names.sql(change.index, change.schema)};"
    )
    return Sighting(statement.place, message, safer, objects)


RULE = Rule(
    "drop-index-not-concurrent",
    "locks",
    Severity.WARNING,
    POSTGRESQL,
    _check,
    aliases=("PG102", "require-concurrent-index-deletion", "remove_index"),
    sees=(DropIndex,),
    facts=("before",),
)
