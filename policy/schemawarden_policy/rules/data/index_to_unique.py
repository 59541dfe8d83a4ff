"""An index becomes unique, and the old one goes first.

## What it sees
`DROP INDEX` and then, in the same file, a unique index or constraint of that name or, by the schema before, of the same columns.
Not when the dropped index was unique, and not when the new one is built before the old one goes.

## Why it hurts
If two rows agree, the unique index can't be built. Where each statement stands for itself (MySQL, MariaDB, `CONCURRENTLY`, a file
without a transaction) the old index is gone by then, and every query that used it reads the whole table.

## Instead
Build the unique index under another name, drop the old one when it stands, and look for duplicates before all that. On MySQL and
MariaDB one `ALTER TABLE ... DROP INDEX ..., ADD UNIQUE INDEX ...` does both or nothing.

```sql
SELECT email, count(*) FROM users GROUP BY email HAVING count(*) > 1;
```

## Example

```sql
DROP INDEX users_email;
CREATE UNIQUE INDEX users_email ON users (email);
```

## When to allow it
When the duplicate query returns nothing.

## References
- Atlas MF102; measured on PostgreSQL 15, MariaDB 10.11 and SQLite 3.40
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from schemawarden_policy.change import AddConstraint, CreateIndex, DropIndex
from schemawarden_policy.contents import content_steps
from schemawarden_policy.facts import Index
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.situation import situations
from schemawarden_policy.statement import Statement
from schemawarden_policy.uniqueness import Unique, cannot_clash, duplicates, unique_of


@dataclass(frozen=True, slots=True)
class Dropped:
    """An index that goes, with what is known of it."""

    statement: Statement
    change: DropIndex
    known: Index | None
    table: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Turned:
    """A unique index in the place of one that was dropped before it."""

    statement: Statement
    unique: Unique
    dropped: Dropped


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names, ways = names_of(migration, settings), situations(migration)
    for turned in turned_unique(migration, settings):
        change, place = turned.unique.change, turned.statement.place
        table = shown(change.table, change.schema)
        one_by_one = ways[place.file, place.statement].transaction is None
        lost = one_by_one and turned.statement is not turned.dropped.statement
        old = turned.dropped.change.index
        yield Sighting(
            place,
            f"{turned.unique.told} can't be built if two rows of {table} agree in {', '.join(turned.unique.columns)}"
            + (f", and index {old} is gone by then." if lost else f"; it takes the place of index {old}."),
            duplicates(turned.unique, names),
            (table,),
        )


def turned_unique(migration: Migration, settings: Settings) -> Iterator[Turned]:
    """The unique indexes that replace one that was not, in running order."""
    names = names_of(migration, settings)
    dropped: list[Dropped] = []
    for statement, change, lifetimes, _, contents in content_steps(migration, settings):
        dropped = [each for each in dropped if each.statement.place.file == statement.place.file]
        if isinstance(change, DropIndex):
            dropped.append(_known(statement, change, migration, names))
        elif isinstance(change, CreateIndex | AddConstraint) and not lifetimes.born(
            change.table, change.schema
        ):
            unique = unique_of(change, migration.dialect)
            if unique and not cannot_clash(unique, migration.facts.before, names, contents):
                same = next((each for each in dropped if _same(unique, each, names)), None)
                if same:
                    yield Turned(statement, unique, same)


def _known(statement: Statement, change: DropIndex, migration: Migration, names: Names) -> Dropped:
    before = migration.facts.before
    wanted = names.fold(change.index)
    for table in before.tables if before else ():
        key = names.key(table.name, table.schema)
        if change.table and names.key(change.table, change.schema) != key:
            continue
        if found := next((index for index in table.indexes if names.fold(index.name) == wanted), None):
            return Dropped(statement, change, found, key)
    return Dropped(statement, change, None, names.key(change.table, change.schema) if change.table else None)


def _same(unique: Unique, dropped: Dropped, names: Names) -> bool:
    """It takes the dropped one's place: by its name, or by the columns of one that is known."""
    table = names.key(unique.change.table, unique.change.schema)
    if dropped.table not in (None, table) or (dropped.known and dropped.known.unique):
        return False
    if names.fold(dropped.change.index) == names.fold(unique.name):
        return True
    columns = dropped.known.columns if dropped.known else ()
    return bool(columns) and [*map(names.fold, columns)] == [*map(names.fold, unique.columns)]


RULE = Rule(
    "index-to-unique",
    "data",
    Severity.WARNING,
    ALL,
    _check,
    aliases=("MF102",),
    sees=(DropIndex,),
    facts=("before",),
)
