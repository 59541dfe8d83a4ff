"""An index is dropped.

## What it sees
`DROP INDEX`, as a notice; as a warning where the index is known to be unique and no other unique index holds its columns, or
some of them. When the same file creates an index of that name afterwards, it is replaced: that is told on PostgreSQL. Not an
index of a table that the change set created.

## Why it hurts
Queries that used it read the whole table; a unique index also kept duplicates out.

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
from schemawarden_policy.facts import Index
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration, MigrationFile
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect, Statement

Key = tuple[tuple[str, str], str]
"""An index's name with its schema; on MySQL also its table, which alone makes the name mean one."""


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    last = {file.name: _last_creations(file, names) for file in migration.files}
    made: set[Key] = set()
    unique: list[Index] = []
    for statement, change, lifetimes in steps(migration, settings):
        if isinstance(change, CreateIndex):
            if lifetimes.born(change.table, change.schema):
                made.add(_key(change, names))
            if change.unique and not change.where:
                unique.append(Index(change.index, change.columns, unique=True))
        elif isinstance(change, DropIndex) and _key(change, names) not in made:
            replaced = last[statement.place.file].get(_key(change, names), -1) > statement.place.statement
            if not replaced:
                yield _sighting(statement, change, names, _loses_uniqueness(migration, change, unique, names))
            elif names.dialect is Dialect.POSTGRESQL:
                yield _replaced(statement, change)


def _key(change: CreateIndex | DropIndex, names: Names) -> Key:
    by_table = names.dialect in (Dialect.MYSQL, Dialect.MARIADB)
    return names.key(change.index, change.schema), names.fold(change.table) if by_table else ""


def _last_creations(file: MigrationFile, names: Names) -> dict[Key, int]:
    """Index -> the last statement of the file that creates it."""
    return {
        _key(change, names): statement.place.statement
        for statement in file.statements
        for change in statement.changes
        if isinstance(change, CreateIndex)
    }


def _loses_uniqueness(migration: Migration, change: DropIndex, made: list[Index], names: Names) -> bool:
    """The index is unique by the schema before, and nothing else keeps the same duplicates out."""
    for table in migration.facts.before.tables if migration.facts.before else ():
        for index in table.indexes:
            if not index.unique or _key(DropIndex(index.name, table.schema, table=table.name), names) != _key(
                change, names
            ):
                continue
            others = [other for other in (*table.indexes, *made) if other.unique and other.name != index.name]
            keys = [table.primary_key, *(other.columns for other in others)]
            return not any(columns and set(columns) <= set(index.columns) for columns in keys)
    return False


def _sighting(statement: Statement, change: DropIndex, names: Names, loses: bool) -> Sighting:
    name = shown(change.index, change.schema)
    message = f"Dropping index {name} makes the queries that use it read the whole table."
    if loses:
        message = f"{message} It is unique: from then on duplicates can come in."
    return Sighting(
        statement.place, message, _LOOK[names.dialect], (name,), Severity.WARNING if loses else None
    )


_LOOK = {
    Dialect.SQLITE: "EXPLAIN QUERY PLAN <the queries on that table>;  -- look first",
    Dialect.POSTGRESQL: "SELECT relname, indexrelname, idx_scan FROM pg_stat_user_indexes;  -- look first",
    Dialect.MYSQL: "SELECT * FROM sys.schema_unused_indexes;  -- look first; or make it INVISIBLE for a while",
    Dialect.MARIADB: "SELECT * FROM information_schema.index_statistics;  -- look first; or make it IGNORED for a while",
}


def _replaced(statement: Statement, change: DropIndex) -> Sighting:
    name = shown(change.index, change.schema)
    message = f"Index {name} is replaced; only its text tells whether it serves the same queries and keeps out the same duplicates."
    return Sighting(statement.place, message, "Compare the two texts.", (name,))


RULE = Rule(
    "drop-index",
    "data",
    Severity.NOTICE,
    ALL,
    _check,
    aliases=("remove_index", "ban-drop-index"),
    sees=(DropIndex,),
    facts=("before",),
)
