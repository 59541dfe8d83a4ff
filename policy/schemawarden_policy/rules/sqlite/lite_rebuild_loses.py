"""A table rebuild leaves something behind.

## What it sees
A rebuild that does not create the old table's indexes and triggers again, nor the views that the file drops for it; one whose
`INSERT ... SELECT` names no columns, unless it selects just those of the new definition in their order; and, as a warning that makes
the plan destructive, one that stores fractions or bytes as text from here on. Columns that are not copied are findings of drop-column,
types that hold less of narrowing-type. Where the old table is not known, a notice says so.

## Why it hurts
`DROP TABLE` takes the table's indexes and triggers with it without a word: queries get slow, unique indexes stop keeping
duplicates out. Without a column list, values go by position, into the wrong column when the order differs.
Views stay, but the rename of the new table fails while one of them names the old one, so it has to go before and come back.

## Instead
Name the columns on both sides, and create indexes and triggers again.

```sql
PRAGMA foreign_keys = off;
CREATE TABLE new_users (id integer PRIMARY KEY, email text NOT NULL);
INSERT INTO new_users (id, email) SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
CREATE INDEX users_email ON users (email);
PRAGMA foreign_keys = on;
```

## Example
Where `users` has the index `users_email`:

```sql
PRAGMA foreign_keys = off;
CREATE TABLE new_users (id integer PRIMARY KEY, email text NOT NULL);
INSERT INTO new_users SELECT email, id FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
PRAGMA foreign_keys = on;
```

## When to allow it
When the index or trigger is not wanted any more.

## References
- [Making other kinds of table schema changes](https://sqlite.org/lang_altertable.html#otheralter), step 3 and 8; measured on
  SQLite 3.40
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.affinity import affinity
from schemawarden_policy.change import (
    CreateIndex,
    CreateObject,
    CreateTable,
    DropObject,
    DropTable,
    InsertRows,
)
from schemawarden_policy.dependents import dependent_steps
from schemawarden_policy.facts import Schema, Table
from schemawarden_policy.lexing import fold
from schemawarden_policy.migration import Migration, MigrationFile
from schemawarden_policy.rebuild import Rebuild, rebuilds_by_file
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import SQLITE
from schemawarden_policy.settings import Settings
from schemawarden_policy.spelling import ident


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    before = migration.facts.before
    taken = dict(_taken_along(migration))
    for file, found in rebuilds_by_file(migration):
        for rebuild in found:
            place = rebuild.drop.place
            yield from _unlisted(rebuild, before)
            yield from _left_behind(file, rebuild, taken.get((place.file, place.statement), ()))
            yield from _views_gone(file, rebuild)
            table = before.table(rebuild.table) if before else None
            if table:
                yield from _converted(rebuild, table)
            elif before is None:
                yield Sighting(
                    place,
                    f"What {rebuild.table} had before is not known here, so nothing says that the rebuild keeps it all.",
                    "Check it against the target's schema.",
                    (rebuild.table,),
                    Severity.NOTICE,
                )


def _unlisted(rebuild: Rebuild, before: Schema | None) -> Iterator[Sighting]:
    order: tuple[str, ...] | None = None
    if table := before.table(rebuild.table) if before else None:
        order = tuple(column.name for column in table.columns if not column.generated)
    for copy, into in zip(rebuild.copies, rebuild.definitions, strict=True):
        if not copy.columns and not _in_order(copy, into, order):
            target, source = ident(copy.table), ident(copy.from_table)
            yield Sighting(
                rebuild.drop.place,
                f"The copy from {copy.from_table} into {copy.table} names no columns: values go by position.",
                f"INSERT INTO {target} (<columns>) SELECT <columns> FROM {source};",  # noqa: S608 - shown, never run
                (rebuild.table,),
            )
        order = _stored(into)


def _in_order(copy: InsertRows, into: CreateTable, source: tuple[str, ...] | None) -> bool:
    """The SELECT hands on the columns of the new definition, each under its own name."""
    star = copy.reads == (("*",),)
    given = source if star else tuple(read[0] if read else "" for read in copy.reads)
    return given is not None and [*map(fold, given)] == [*map(fold, _stored(into))]


def _stored(table: CreateTable) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if not column.generated)


def _converted(rebuild: Rebuild, table: Table) -> Iterator[Sighting]:
    for definition in rebuild.definitions:
        types = {fold(column.name): column.type for column in definition.columns}
        for column in table.columns:
            new = types.get(fold(column.name), "BLOB")
            if column.generated or affinity(new) != "TEXT" or affinity(column.type) not in _SPELT:
                continue
            name = f"{table.name}.{column.name}"
            yield Sighting(
                rebuild.drop.place,
                f"{name} goes from {column.type or 'no type'} to {new}: SQLite stores its numbers as text, and spells fractions"
                " with 15 digits.",
                "Keep the type, or look first at the values that would change.",
                (name,),
                Severity.WARNING,
                destructive=True,
            )


_SPELT = ("REAL", "NUMERIC", "BLOB")
"""Affinities whose numbers may be fractions."""


def _taken_along(migration: Migration) -> Iterator[tuple[tuple[str, int], tuple[tuple[str, str], ...]]]:
    """(file, statement) of a DROP TABLE -> the indexes and triggers that go with it, each with its kind."""
    for statement, change, dependents in dependent_steps(migration):
        if isinstance(change, DropTable):
            indexes = [index.name for index in dependents.indexes_on(change.table)]
            triggers = dependents.triggers_on(change.table)
            found = (*(("index", name) for name in indexes), *(("trigger", name) for name in triggers))
            yield (statement.place.file, statement.place.statement), found


def _left_behind(
    file: MigrationFile, rebuild: Rebuild, taken: tuple[tuple[str, str], ...]
) -> Iterator[Sighting]:
    made = {
        fold(change.index if isinstance(change, CreateIndex) else change.name)
        for statement in file.statements[rebuild.drop.place.statement :]
        for change in statement.changes
        if isinstance(change, CreateIndex | CreateObject)
    }
    for kind, name in taken:
        if fold(name) not in made and not name.startswith("sqlite_autoindex_"):
            yield Sighting(
                rebuild.drop.place,
                f"The rebuild of {rebuild.table} drops its {kind} {name} and does not create it again.",
                f"CREATE {kind.upper()} {ident(name)} ... ON {ident(rebuild.table)} ...;  -- after the rename",
                (name,),
            )


def _views_gone(file: MigrationFile, rebuild: Rebuild) -> Iterator[Sighting]:
    """Views that the file drops before a rebuild, and does not make again."""
    made = {
        fold(change.name): statement.place.statement  # the last of its name
        for statement in file.statements
        for change in statement.changes
        if isinstance(change, CreateObject) and change.object == "view"
    }
    for statement in file.statements[: rebuild.drop.place.statement]:
        for change in statement.changes:
            if not isinstance(change, DropObject) or change.object != "view":
                continue
            if made.get(fold(change.name), -1) < statement.place.statement:
                yield Sighting(
                    statement.place,
                    f"View {change.name} goes before the rebuild of {rebuild.table}, and is not created again.",
                    f"CREATE VIEW {ident(change.name)} AS ...;  -- after the rename",
                    (change.name,),
                )


RULE = Rule(
    "lite-rebuild-loses",
    "sqlite",
    Severity.ERROR,
    SQLITE,
    _check,
    sees=(DropTable,),
    facts=("before",),
)
