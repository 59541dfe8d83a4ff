"""INSERT OR REPLACE deletes the rows that are in its way.

## What it sees
`INSERT OR REPLACE`, `REPLACE INTO` and `UPDATE OR REPLACE` on a table that existed before the change set. And on SQLite
`CREATE TABLE` with `ON CONFLICT REPLACE` in a constraint: from then on a plain INSERT does it, and no statement says so.

## Why it hurts
REPLACE is a delete followed by an insert: columns that the statement does not list fall back to their defaults, rows of
other tables that refer to the deleted row cascade, and on SQLite delete triggers don't run unless recursive triggers are on.

## Instead
Say what is to change with an upsert, or insert only what is missing:

```sql
INSERT INTO settings (name, value) VALUES ('theme', 'dark') ON CONFLICT (name) DO NOTHING;
```

## Example

```sql
INSERT OR REPLACE INTO settings (name, value) VALUES ('theme', 'dark');
```

## When to allow it
When no row can conflict, or the whole row is meant to be replaced: approve the plan.

## References
- [ON CONFLICT clause](https://sqlite.org/lang_conflict.html)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CreateTable, InsertRows, UpdateRows
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, SQLITE
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        if isinstance(change, CreateTable) and change.forgiving == "REPLACE":
            message = f"Any INSERT into {change.table} will delete the rows that conflict, and no statement will say so."
            yield Sighting(statement.place, message, "Say it where it is meant: an upsert.", (change.table,))
        if not isinstance(change, InsertRows | UpdateRows) or lifetimes.alone(change.table, change.schema):
            continue
        if change.replaces or _table_replaces(migration, change.table):
            yield Sighting(
                statement.place,
                f"REPLACE deletes the rows of {change.table} that conflict, with all their other columns.",
                _upsert(migration, names.sql(change.table, change.schema)),
                (change.table,),
            )


def _upsert(migration: Migration, table: str) -> str:
    sqlite = migration.dialect is Dialect.SQLITE
    clause = "ON CONFLICT (...) DO UPDATE SET ..." if sqlite else "ON DUPLICATE KEY UPDATE ..."
    return f"INSERT INTO {table} ... {clause};"


def _table_replaces(migration: Migration, name: str) -> bool:
    """The live table's own constraint says ON CONFLICT REPLACE, so that a plain INSERT or UPDATE does it too."""
    before = migration.facts.before
    table = before.table(name) if before else None
    return table is not None and table.replaces


RULE = Rule(
    "replace-rows",
    "destructive",
    Severity.ERROR,
    SQLITE | MYSQL,
    _check,
    destructive=True,
    sees=(CreateTable, InsertRows, UpdateRows),
    facts=("before",),
)
