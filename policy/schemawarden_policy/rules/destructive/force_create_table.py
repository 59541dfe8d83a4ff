"""A table is created over one of its name, which goes first.

## What it sees
`CREATE OR REPLACE TABLE` (MariaDB) of a table that existed before the change set; and `CREATE TABLE` after a `DROP TABLE` of
that name in the same file, which is what mappers write for "force". Not when the table was made by the change set itself, and
not within a rebuild that copies every row.

## Why it hurts
The statement reads like a beginning and is an end: the old table's rows are gone, its indexes, triggers and grants as well.

## Instead
A plain `CREATE TABLE`, which fails where something is there.

```sql
CREATE TABLE carts (id bigint PRIMARY KEY);
```

## Example

```sql
DROP TABLE IF EXISTS carts;
CREATE TABLE carts (id bigint PRIMARY KEY);
```

## When to allow it
When the old table holds nothing that anybody misses: approve the plan.

## References
- strong_migrations create_table
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CreateTable, DropTable
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rebuild import handled_by_rebuild
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    handled, names = handled_by_rebuild(migration), names_of(migration, settings)
    gone: set[tuple[str, str, str]] = set()
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, DropTable | CreateTable):
            continue
        key = (statement.place.file, *names.key(change.table, change.schema))
        born = lifetimes.born(change.table, change.schema)
        if isinstance(change, DropTable):
            if not born and id(change) not in handled:
                gone.add(key)
        elif not change.temporary and (key in gone or (change.replaces and not born)):
            gone.discard(key)
            yield _sighting(statement, change, names)


def _sighting(statement: Statement, change: CreateTable, names: Names) -> Sighting:
    table = shown(change.table, change.schema)
    return Sighting(
        statement.place,
        f"{table} is created anew in the place of the old one, whose rows are gone.",
        f"CREATE TABLE {names.sql(change.table, change.schema)} (...);  -- without dropping first",
        (table,),
    )


RULE = Rule(
    "force-create-table",
    "destructive",
    Severity.ERROR,
    ALL,
    _check,
    destructive=True,
    aliases=("create_table",),
    sees=(CreateTable,),
)
