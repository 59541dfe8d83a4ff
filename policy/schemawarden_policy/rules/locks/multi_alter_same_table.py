"""A table is gone through several times where once is enough.

## What it sees
Two or more `ALTER TABLE` statements on one table that existed before the change set, each of which reads or copies the whole
table: on PostgreSQL within one transaction, on MySQL and MariaDB within one file. Not `VALIDATE CONSTRAINT`, which has to
come after its `NOT VALID`, nor `SET NOT NULL` and the drop of the check that proved it.

## Why it hurts
Each statement goes through all rows, and copies them perhaps, where one with several actions does it once. The table stays
locked for the sum of the times.

## Instead
One statement with an action for each: `ALTER TABLE orders ALTER COLUMN total TYPE bigint, ALTER COLUMN discount TYPE bigint;`.
Better still, a form that leaves the rows alone:

```sql
ALTER TABLE orders
  ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID,
  ADD CONSTRAINT orders_discount CHECK (discount >= 0) NOT VALID;
```

## Example

```sql
ALTER TABLE orders ALTER COLUMN total TYPE bigint;
ALTER TABLE orders ALTER COLUMN discount TYPE bigint;
```

## When to allow it
When the table is small: nothing needs to be done.

## References
- eugene W12, MigrationPilot MP058, Bytebase STATEMENT_MERGE_ALTER_TABLE; measured on PostgreSQL 15 and
  18 and MariaDB 10.11; MySQL documented
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from schemawarden_policy.change import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    AlterTable,
    Change,
    CreateIndex,
    DropConstraint,
    ModifyColumn,
    SetNotNull,
)
from schemawarden_policy.lifetimes import Key, steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.situation import situations
from schemawarden_policy.statement import Dialect, Kind, Place, Statement
from schemawarden_policy.table_work import Works

_MERGED = (AddColumn, AddConstraint, AlterColumnType, AlterTable, SetNotNull)
_MAY_COPY = (
    *("ENGINE", "FORCE", "CONVERT TO CHARACTER SET", "CHARACTER SET", "ROW_FORMAT", "KEY_BLOCK_SIZE"),
    *("PARTITION BY", "REMOVE PARTITIONING", "ADD SYSTEM VERSIONING", "DROP SYSTEM VERSIONING"),
)


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    works, runs = Works(names, migration.facts.before), situations(migration)
    postgres = migration.dialect is Dialect.POSTGRESQL
    seen: dict[tuple[Hashable, Key], set[Place]] = {}
    for statement, change, lifetimes in steps(migration, settings):
        work = works.of(change) if postgres else None
        if not isinstance(change, (*_MERGED, CreateIndex, DropConstraint, ModifyColumn)):
            continue
        costly = (work and isinstance(change, _MERGED)) if postgres else _may_copy(statement, change)
        place = statement.place
        run: Hashable = runs[place.file, place.statement].transaction if postgres else place.file
        if not costly or run is None or lifetimes.born(change.table, change.schema):
            continue
        places = seen.setdefault((run, names.key(change.table, change.schema)), set())
        second = len(places) == 1 and place not in places
        places.add(place)
        if second:
            table = shown(change.table, change.schema)
            message = f"All rows of {table} are gone through again: one ALTER TABLE with several actions does it once."
            safer = f"ALTER TABLE {names.sql(change.table, change.schema)} ..., ...;  -- the actions of both statements"
            yield Sighting(place, message, safer, (table,))


def _may_copy(statement: Statement, change: Change) -> bool:
    """On MySQL: the table may be copied or built anew, or read for an index that the same ALTER could build."""
    if isinstance(change, CreateIndex):
        return statement.kind is Kind.ALTER
    if isinstance(change, AddColumn):
        column = change.column
        return bool(column.auto_increment or column.generated == "STORED" or change.position)
    if isinstance(change, DropConstraint):
        return not change.name or change.kind == "primary_key"
    return isinstance(change, AddConstraint | ModifyColumn) or (
        isinstance(change, AlterTable) and change.form in _MAY_COPY
    )


RULE = Rule(
    "multi-alter-same-table",
    "locks",
    Severity.NOTICE,
    POSTGRESQL | MYSQL,
    _check,
    aliases=("W12", "MP058", "STATEMENT_MERGE_ALTER_TABLE"),
    sees=(*_MERGED, CreateIndex, DropConstraint, ModifyColumn),
)
