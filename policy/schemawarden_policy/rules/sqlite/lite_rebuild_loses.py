"""A table rebuild leaves something behind.

## What it sees
A rebuild that does not create the old table's indexes and triggers again; one whose `INSERT ... SELECT` lists no columns;
and, as a warning that makes the plan destructive, one that gives a column a type under which SQLite turns stored values into
others (text into numbers, fractions into text). Columns that are not copied are findings of drop-column. Where the old
table's columns are not known, a warning says so.

## Why it hurts
`DROP TABLE` takes the table's indexes and triggers with it without a word: queries get slow, unique indexes stop keeping
duplicates out. Without a column list, values go by position, into the wrong column when the order differs.

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
INSERT INTO new_users SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
PRAGMA foreign_keys = on;
```

## When to allow it
When the index or trigger is not wanted any more.

## References
- [Making other kinds of table schema changes](https://sqlite.org/lang_altertable.html#otheralter), step 3 and 8
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.affinity import affinity
from schemawarden_policy.change import CreateIndex, CreateObject
from schemawarden_policy.facts import Table
from schemawarden_policy.lexing import fold
from schemawarden_policy.migration import Migration
from schemawarden_policy.rebuild import Rebuild, all_rebuilds
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import SQLITE
from schemawarden_policy.settings import Settings
from schemawarden_policy.spelling import ident


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    before = migration.facts.before
    for rebuild in all_rebuilds(migration):
        yield from _unlisted(rebuild)
        table = before.table(rebuild.table) if before else None
        if table:
            yield from _left_behind(migration, rebuild, table)
            yield from _converted(rebuild, table)
        elif before is None:
            yield Sighting(
                rebuild.drop.place,
                f"What {rebuild.table} had before is not known here, so nothing says that the rebuild keeps it all.",
                "Check it against the target's schema.",
                (rebuild.table,),
                Severity.WARNING,
            )


def _unlisted(rebuild: Rebuild) -> Iterator[Sighting]:
    for copy in rebuild.copies:
        if not copy.columns:
            target, source = ident(copy.table), ident(copy.from_table)
            yield Sighting(
                rebuild.drop.place,
                f"The copy from {copy.from_table} into {copy.table} names no columns: values go by position.",
                f"INSERT INTO {target} (<columns>) SELECT <columns> FROM {source};",  # noqa: S608 - shown, never run
                (rebuild.table,),
            )


def _converted(rebuild: Rebuild, table: Table) -> Iterator[Sighting]:
    for definition in rebuild.definitions:
        types = {fold(column.name): column.type for column in definition.columns}
        for column in table.columns:
            old, new = affinity(column.type), affinity(types.get(fold(column.name), "BLOB"))
            if column.generated or new not in _OTHERS.get(old, ()):
                continue
            name = f"{table.name}.{column.name}"
            yield Sighting(
                rebuild.drop.place,
                f"{name} goes from {column.type or 'no type'} to {types[fold(column.name)] or 'no type'}: SQLite stores what it can as"
                f" {new}, so values may not be what they were ('007' becomes 7).",
                "Keep the type, or look first at the values that would change.",
                (name,),
                Severity.WARNING,
                destructive=True,
            )


_OTHERS = {
    "TEXT": ("INTEGER", "REAL", "NUMERIC"),
    "BLOB": ("INTEGER", "REAL", "NUMERIC", "TEXT"),
    "REAL": ("TEXT",),
    "NUMERIC": ("TEXT", "REAL"),
    "INTEGER": ("REAL",),
}
"""Affinity -> those under which a value may not be what it was."""


def _left_behind(migration: Migration, rebuild: Rebuild, table: Table) -> Iterator[Sighting]:
    made = {
        fold(change.index if isinstance(change, CreateIndex) else change.name)
        for statement in migration.statements()
        if statement.place.file == rebuild.drop.place.file
        for change in statement.changes
        if isinstance(change, CreateIndex | CreateObject)
    }
    for kind, names in (("index", table.indexes), ("trigger", table.triggers)):
        for name in names:
            if fold(name) not in made and not name.startswith("sqlite_autoindex_"):
                yield Sighting(
                    rebuild.drop.place,
                    f"The rebuild of {rebuild.table} drops its {kind} {name} and does not create it again.",
                    f"CREATE {kind.upper()} {ident(name)} ... ON {ident(rebuild.table)} ...;  -- after the rename",
                    (name,),
                )


RULE = Rule("lite-rebuild-loses", "sqlite", Severity.ERROR, SQLITE, _check, facts=("before",))
