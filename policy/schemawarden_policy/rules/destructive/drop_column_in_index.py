"""A column goes that an index holds.

## What it sees
`DROP COLUMN` of a column that an index or the primary key holds, by the schema before or by an index that the change set made.
Not when the index is dropped before, or by the same statement.

## Why it hurts
PostgreSQL drops the whole index with the column: queries on its other columns read the whole table, and a unique index keeps no
duplicates out. MySQL and MariaDB leave the index with the columns that remain: a unique one may then refuse rows that are there.

## Instead
Build the index that takes its place first, and drop the old one in a statement of its own.

```sql
-- atlas:txmode none

CREATE INDEX CONCURRENTLY users_city ON users (city);
```

## Example
Where the index `users_city_zip` holds `city` and `zip`:

```sql
ALTER TABLE users DROP COLUMN zip;
```

## When to allow it
When no query needs the index: approve the plan.

## References
- Bytebase COLUMN_DISALLOW_DROP_IN_INDEX
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from schemawarden_policy.change import CreateIndex, DropColumn, DropIndex
from schemawarden_policy.dropped_columns import DroppedColumns, dropped_columns
from schemawarden_policy.facts import Index
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect, Place

_WORD = re.compile(r"\w+")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for dropped in dropped_columns(migration, settings):
        gone = {names.fold(column) for column in dropped.columns}
        held = [index for index in _indexes(migration, dropped, names) if gone & _held(index, names)]
        if held:
            yield _sighting(dropped, held, names)


def _indexes(migration: Migration, dropped: DroppedColumns, names: Names) -> Iterable[Index]:
    """Those of the table as the statement finds it: before it, with what the change set made and dropped."""
    table = names.find(migration.facts.before, dropped.table, dropped.schema)
    found = {names.fold(index.name): index for index in (table.indexes if table else ())}
    if table and table.primary_key:
        found["primary key"] = Index("the primary key", table.primary_key, unique=True)
    for change in _until(migration, dropped.statement.place):
        if isinstance(change, DropIndex):
            found.pop(names.fold(change.index), None)
        elif names.key(change.table, change.schema) == names.key(dropped.table, dropped.schema):
            own = Index(change.index or "an index", change.columns, change.unique)
            found[names.fold(change.index)] = own
    return found.values()


def _until(migration: Migration, place: Place) -> Iterator[CreateIndex | DropIndex]:
    """What happens to indexes up to a statement, itself included."""
    for statement in migration.statements():
        for change in statement.changes:
            if isinstance(change, CreateIndex | DropIndex):
                yield change
        if (statement.place.file, statement.place.statement) == (place.file, place.statement):
            return


def _held(index: Index, names: Names) -> set[str]:
    """The columns of an index; of an expression each word."""
    return {names.fold(word) for column in index.columns for word in (column, *_WORD.findall(column))}


def _sighting(dropped: DroppedColumns, held: list[Index], names: Names) -> Sighting:
    table = shown(dropped.table, dropped.schema)
    whole = ", ".join(f"{table}.{column}" for column in dropped.columns)
    told = ", ".join(f"{index.name} ({', '.join(index.columns)})" for index in held)
    shrinks = names.dialect is not Dialect.POSTGRESQL and any(len(index.columns) > 1 for index in held)
    then = "is left with the other columns" if shrinks else "goes with it"
    message = f"Dropping {whole} takes it out of an index that {then}: {told}."
    suggestion = "Build the index that takes its place first, and drop the old one by a statement of its own."
    return Sighting(dropped.statement.place, message, suggestion, (table,))


RULE = Rule(
    "drop-column-in-index",
    "destructive",
    Severity.WARNING,
    POSTGRESQL | MYSQL,
    _check,
    aliases=("COLUMN_DISALLOW_DROP_IN_INDEX",),
    sees=(DropColumn,),
    facts=("before",),
)
