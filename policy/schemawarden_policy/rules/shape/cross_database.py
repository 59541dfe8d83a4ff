"""Something outside of the schemas that the target covers is made or changed.

## What it sees
Where the operator names `schemas` for a target: a statement that names another schema for what it makes, changes or drops. And
objects that a replay of the pending files leaves in other schemas, however they got there. On MySQL and MariaDB, where a schema is
a database, also what it reads or refers to there, `USE` of another one, and without `schemas` a statement that names two databases.
On SQLite every name in an attached database.

## Why it hurts
The target's live state, drift and effects are watched in its own schemas only. What happens elsewhere is neither compared before
the apply nor verified after it, and the generated schema leaves it out.

## Instead
Keep to the target's schemas, or let the operator add the other one to `schemas`.

```sql
CREATE TABLE main.events (id integer PRIMARY KEY);
CREATE TABLE plain (id integer PRIMARY KEY);
CREATE TABLE temp.passing (id integer);
```

## Example
On SQLite; on the other servers where `schemas` does not name `archive`:

```sql
CREATE TABLE archive.events (id integer PRIMARY KEY);
```

## When to allow it
When the other schema is known and nobody minds that it is not watched: approve the plan.

## References
- Atlas's scope of a schema or a database connection, Bytebase STATEMENT_DISALLOW_CROSS_DB_QUERIES
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import (
    Change,
    CreateObject,
    DropObject,
    InsertRows,
    LockTable,
    Pragma,
    Truncate,
)
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL, MYSQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect, Place, Statement
from schemawarden_policy.touched import touched
from schemawarden_policy.visible import visible

_OF_SQLITE = ("main", "temp")
_ITS_OWN = ("", "pg_temp")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    covered = _OF_SQLITE if migration.dialect is Dialect.SQLITE else settings.schemas
    told: set[str] = set()
    for statement in migration.statements():
        for schema in _foreign(statement, covered, migration.dialect):
            told.add(schema)
            yield _sighting(statement.place, f"It acts in the schema {schema}", covered)
    for item in migration.facts.outside if settings.schemas else ():
        if item.rpartition(" ")[2].partition(".")[0] not in told and migration.files:
            place = Place(migration.files[0].name, -1, 1)
            yield _sighting(place, f"The files make {visible(item)}", covered)


def _foreign(statement: Statement, covered: tuple[str, ...], dialect: Dialect) -> list[str]:
    """The schemas of a statement that are not the target's."""
    named = {schema for change in statement.changes for schema in _schemas(change)}
    if dialect in MYSQL:
        named |= {schema for change in statement.changes for schema in _databases(change)}
    found = sorted(named.difference(_ITS_OWN))
    if not covered:
        return found[1:] if dialect in MYSQL else []
    known = {schema.lower() for schema in covered} if dialect is Dialect.SQLITE else set(covered)
    return [each for each in found if (each.lower() if dialect is Dialect.SQLITE else each) not in known]


def _schemas(change: Change) -> Iterator[str]:
    """The schemas in which the change makes, alters or drops something."""
    yield getattr(change, "schema", "")
    if isinstance(change, CreateObject | DropObject) and change.object in ("schema", "database"):
        yield change.name
    if isinstance(change, Truncate | LockTable):
        yield from (table.rpartition(".")[0] for table in change.tables)


def _databases(change: Change) -> Iterator[str]:
    """Those that it reads, refers to or goes on in, too."""
    yield from (schema for _, schema in touched(change))
    if isinstance(change, InsertRows):
        yield from (table.rpartition(".")[0] for table in change.sources)
    elif isinstance(change, Pragma) and change.name == "use" and change.value:
        yield change.value


def _sighting(place: Place, what: str, covered: tuple[str, ...]) -> Sighting:
    if not covered:
        return Sighting(
            place,
            f"{what} besides another one: one of them is not the target's.",
            "Keep to the target's database.",
        )
    return Sighting(
        place,
        f"{what}, and this target covers {', '.join(covered)} only: nothing is compared or verified there.",
        "Keep to the target's schemas, or ask the operator to add the other one to `schemas`.",
    )


RULE = Rule(
    "cross-database",
    "shape",
    Severity.ERROR,
    ALL,
    _check,
    aliases=("STATEMENT_DISALLOW_CROSS_DB_QUERIES",),
    facts=("outside",),
)
