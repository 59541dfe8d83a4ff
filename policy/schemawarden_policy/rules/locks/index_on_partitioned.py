"""An index on a partitioned table: every partition waits for it.

## What it sees
`CREATE INDEX` on a table that is known to be partitioned, by the schema before or by the change set; with `CONCURRENTLY` it
is told of a new table as well. Not `ON ONLY`.

## Why it hurts
The index is built on each partition in one go, under Share locks on the table and on all of them: nobody writes to any.
`CONCURRENTLY` is no way out: PostgreSQL refuses it on a partitioned table.

## Instead
Make the index on the table alone, build one on each partition concurrently, and attach those. When the last one is attached,
the whole is valid.

```sql
CREATE INDEX events_at ON ONLY events (at);
```

## Example
Where `events` is partitioned:

```sql
CREATE INDEX events_at ON events (at);
```

## When to allow it
When all partitions are small: approve the plan.

## References
- Atlas PG108, MigrationPilot MP110
- [Partition maintenance](https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE)
- measured on PostgreSQL 15 and 18
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CreateIndex
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.partitions import partitioned_tables, partitions_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    partitioned = partitioned_tables(migration, names)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, CreateIndex):
            continue
        key = ".".join(names.key(change.table, change.schema))
        if key not in partitioned:
            continue
        born = lifetimes.born(change.table, change.schema)
        if change.concurrently or not (change.only or born):
            parts = sorted(
                part for part, whole in partitions_of(migration, names).parents.items() if whole == key
            )
            table = shown(change.table, change.schema)
            yield Sighting(statement.place, _message(change, table), _safer(change, parts, names), (table,))


def _message(change: CreateIndex, table: str) -> str:
    if change.concurrently:
        return f"{table} is partitioned: PostgreSQL refuses to build an index on it concurrently."
    return f"Nobody writes to {table} nor to any of its partitions until all of their indexes are built."


def _safer(change: CreateIndex, parts: list[str], names: Names) -> str:
    name = change.index or f"{change.table}_{'_'.join(c for c in change.columns if c.isidentifier())}"
    columns = ", ".join(names.sql(c) if c.isidentifier() else f"({c})" for c in change.columns)
    unique, table = "UNIQUE " if change.unique else "", names.sql(change.table, change.schema)
    part_schema, _, part = parts[0].rpartition(".") if parts else ("", "", "<partition>")
    of_part = names.sql(f"{name}_{part}") if parts else "<index>"
    where = names.sql(part, part_schema if part_schema != names.home else "") if parts else part
    whole = names.sql(name)
    return (
        f"CREATE {unique}INDEX {whole} ON ONLY {table} ({columns});\n"
        f"CREATE {unique}INDEX CONCURRENTLY {of_part} ON {where} ({columns});"
        "  -- for each partition, with -- atlas:txmode none\n"
        f"ALTER INDEX {whole} ATTACH PARTITION {of_part};"
    )


RULE = Rule(
    "index-on-partitioned",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("PG108", "MP110", "require-concurrent-index-creation"),
    sees=(CreateIndex,),
    facts=("before",),
)
