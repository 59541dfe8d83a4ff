"""A table or index is moved to other disks.

## What it sees
`SET TABLESPACE` on a table, materialized view or index that existed before the change set, unless the table is known to be
partitioned, where it holds for partitions to come alone.

## Why it hurts
The whole file is copied, and goes to the write-ahead log, under a lock that stops readers and writers. For an index that is
everybody who wants to plan a query on its table. Indexes don't move along with their table.

## Instead
Build the index anew in the other tablespace, or make a new table there, fill it in batches, and swap the two. PostgreSQL 14
and later rebuild an index elsewhere beside the traffic:

```sql
-- atlas:txmode none

REINDEX (CONCURRENTLY, TABLESPACE fast) INDEX events_at;
```

## Example

```sql
ALTER TABLE events SET TABLESPACE fast;
ALTER INDEX events_at SET TABLESPACE fast;
```

## When to allow it
When everybody may wait for as long as the copy takes: approve the plan.

## References
- MigrationPilot MP095; measured on PostgreSQL 15 and 18
- [ALTER TABLE](https://www.postgresql.org/docs/current/sql-altertable.html)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterObject, AlterTable
from schemawarden_policy.lifetimes import Lifetimes, steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.partitions import known_whole
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names, before = names_of(migration, settings), migration.facts.before
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AlterTable | AlterObject) or change.form != "SET TABLESPACE":
            continue
        moved, space = _moved(change)
        if _mine(change, moved, lifetimes) or known_whole(before, moved, change.schema, names):
            continue
        name = shown(moved, change.schema)
        index = isinstance(change, AlterObject) and change.object == "index"
        who = f"uses {name} or plans a query on its table" if index else f"reads or writes {name}"
        safer = (
            f"REINDEX (CONCURRENTLY, TABLESPACE {names.sql(space)}) INDEX {names.sql(moved, change.schema)};"
        )
        yield Sighting(
            statement.place,
            f"{name} is copied to the tablespace {space}; nobody {who} meanwhile.",
            f"-- atlas:txmode none\n\n{safer}" if index else "Make a new table there, fill it, swap the two.",
            (name,),
        )


def _moved(change: AlterTable | AlterObject) -> tuple[str, str]:
    """(what is moved, the tablespace)."""
    return (change.table, change.name) if isinstance(change, AlterTable) else (change.name, change.value)


def _mine(change: AlterTable | AlterObject, moved: str, lifetimes: Lifetimes) -> bool:
    return not (isinstance(change, AlterObject) and change.object == "index") and lifetimes.born(
        moved, change.schema
    )


RULE = Rule(
    "set-tablespace",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("MP095",),
    sees=(AlterTable, AlterObject),
    scales=True,
    facts=("before",),
)
