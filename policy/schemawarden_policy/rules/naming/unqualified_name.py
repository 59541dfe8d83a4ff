"""A definition leaves open in which schema it acts.

## What it sees
`CREATE`, `ALTER` and `DROP` of tables, indexes, views, routines, types and sequences without a schema before the name; on MySQL
without a database. Temporary tables have none. Off unless the operator's policy switches it on.

## Why it hurts
The session's `search_path` decides where the object ends up, or the database that the client happens to be connected to. Another
role, another tool or a setting of the database makes another object of the same statement.

## Instead

```sql
CREATE TABLE app.invoices (id bigint PRIMARY KEY);
```

## Example

```sql
CREATE TABLE invoices (id bigint PRIMARY KEY);
```

## When to allow it
Where each project has a database and a schema of its own, the rule is of no use.

## References
- squawk require-table-schema, Bytebase NAMING_FULLY_QUALIFIED, STATEMENT_CREATE_SPECIFY_SCHEMA
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import (
    AlterObject,
    Change,
    CreateObject,
    CreateTable,
    DropIndex,
    DropObject,
)
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Kind

_DEFINES = (Kind.CREATE, Kind.ALTER, Kind.DROP)
_IN_SCHEMA = (
    "table view materialized_view sequence type enum domain function procedure routine aggregate collation statistics"
).split()


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    temporary: set[str] = set()
    for statement in migration.statements():
        if statement.kind not in _DEFINES:
            continue
        temporary |= {name for change in statement.changes for name in _passing(change)}
        bare = (name for change in statement.changes for name in _bare(change))
        for name in dict.fromkeys(name for name in bare if name not in temporary):
            message = f"{name} is named without its schema: the session decides which one is meant."
            yield Sighting(statement.place, message, f"Write the schema before {name}.", (name,))


def _passing(change: Change) -> Iterator[str]:
    if isinstance(change, CreateTable) and change.temporary:
        yield change.table
    elif isinstance(change, CreateObject) and change.temporary:
        yield change.name


def _bare(change: Change) -> Iterator[str]:
    """What the change names without a schema: its table, or the object itself."""
    if getattr(change, "schema", None) != "":
        return
    if isinstance(change, DropIndex):
        yield change.table or change.index
    elif table := getattr(change, "table", ""):
        yield table
    elif isinstance(change, CreateObject | AlterObject | DropObject) and change.object in _IN_SCHEMA:
        yield change.name


RULE = Rule(
    "unqualified-name",
    "naming",
    Severity.NOTICE,
    POSTGRESQL | MYSQL,
    _check,
    aliases=("require-table-schema", "NAMING_FULLY_QUALIFIED", "STATEMENT_CREATE_SPECIFY_SCHEMA"),
    opt_in=True,
)
