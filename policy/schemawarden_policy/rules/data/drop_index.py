"""An index is dropped.

## What it sees
`DROP INDEX`. On PostgreSQL, when the same file creates an index of that name afterwards, that it is replaced is told: it may
be another one. Not an index of a table that the change set created.

## Why it hurts
Queries that used it read the whole table; a unique index also kept duplicates out. On PostgreSQL a plain `DROP INDEX` needs a
lock that stops readers and writers of the table; `CONCURRENTLY` does not.

## Instead
Create the index that replaces it first, under another name, and drop the old one in a later plan.

```sql
CREATE INDEX users_email_active ON users (email, active);
```

## Example

```sql
DROP INDEX users_email;
```

## When to allow it
When no query uses it.

## References
- strong_migrations remove_index
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CreateIndex, DropIndex
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect, Statement


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    made = _made(migration, settings, names)
    for file in migration.files:
        created: set[tuple[str, str]] = set()
        found: list[Sighting] = []
        for statement in reversed(file.statements):
            for change in statement.changes:
                if isinstance(change, CreateIndex):
                    created.add(names.key(change.index, change.schema))
                elif isinstance(change, DropIndex):
                    key = names.key(change.index, change.schema)
                    if key in made:
                        continue
                    if key not in created:
                        found.append(_sighting(statement, change, names))
                    elif names.dialect is Dialect.POSTGRESQL:
                        found.append(_replaced(statement, change))
        yield from reversed(found)


def _made(migration: Migration, settings: Settings, names: Names) -> set[tuple[str, str]]:
    """Indexes of tables that are born within the change set (PostgreSQL)."""
    if migration.dialect is not Dialect.POSTGRESQL:
        return set()
    return {
        names.key(change.index, change.schema)
        for _, change, lifetimes in steps(migration, settings)
        if isinstance(change, CreateIndex) and lifetimes.born(change.table, change.schema)
    }


def _sighting(statement: Statement, change: DropIndex, names: Names) -> Sighting:
    name = shown(change.index, change.schema)
    message = f"Dropping index {name} makes the queries that use it read the whole table."
    if names.dialect is not Dialect.POSTGRESQL:
        suggestion = "EXPLAIN QUERY PLAN <the queries on that table>;  -- look first"
        return Sighting(statement.place, message, suggestion, (name,))
    if change.concurrently:
        suggestion = "SELECT relname, indexrelname, idx_scan FROM pg_stat_user_indexes;  -- look first"
        return Sighting(statement.place, message, suggestion, (name,), Severity.WARNING)
    message = f"{message} Until it is gone, nobody reads or writes the table."
    suggestion = f"DROP INDEX CONCURRENTLY {names.sql(change.index, change.schema)};  -- in a file of its own, with -- atlas:txmode none"
    return Sighting(statement.place, message, suggestion, (name,), Severity.WARNING)


def _replaced(statement: Statement, change: DropIndex) -> Sighting:
    name = shown(change.index, change.schema)
    message = f"Index {name} is replaced; only its text tells whether it serves the same queries and keeps out the same duplicates."
    return Sighting(statement.place, message, "Compare the two texts.", (name,), Severity.WARNING)


RULE = Rule("drop-index", "data", Severity.NOTICE, ALL, _check, aliases=("remove_index",))
