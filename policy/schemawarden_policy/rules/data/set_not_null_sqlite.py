"""A table rebuild makes a column NOT NULL, and copies its NULLs.

## What it sees
A rebuild whose new definition requires a column that may be NULL, by the schema before, while the copy hands it on as it is. Not
when the copy says `IFNULL` or `COALESCE`, or leaves the column out so that it gets its default, nor when an earlier statement of the
file fills the NULLs. Where the old columns are not known, a notice names those that the new definition requires.

## Why it hurts
The first NULL makes the copy fail ("NOT NULL constraint failed"), and the migration with it. A default in the new definition does
not help: it counts for columns that the copy leaves out, not for a NULL that it puts in. A rehearsal on an empty copy does not show
it.

## Instead
Say in the copy what a NULL becomes.

```sql
PRAGMA foreign_keys = off;
CREATE TABLE new_users (id integer PRIMARY KEY, email text NOT NULL);
INSERT INTO new_users (id, email) SELECT id, IFNULL(email, '') FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
PRAGMA foreign_key_check;
PRAGMA foreign_keys = on;
```

## Example
Where `email` may be NULL:

```sql
PRAGMA foreign_keys = off;
CREATE TABLE new_users (id integer PRIMARY KEY, email text NOT NULL DEFAULT '');
INSERT INTO new_users (id, email) SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
PRAGMA foreign_key_check;
PRAGMA foreign_keys = on;
```

## When to allow it
When `SELECT count(*) FROM users WHERE email IS NULL` gives 0.

## References
- Atlas LT101; measured on SQLite 3.40
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import ColumnDef, CreateTable, InsertRows
from schemawarden_policy.columns import Columns
from schemawarden_policy.contents import Contents, content_steps
from schemawarden_policy.lexing import fold
from schemawarden_policy.migration import Migration
from schemawarden_policy.rebuild import Rebuild, all_rebuilds
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import SQLITE
from schemawarden_policy.settings import Settings
from schemawarden_policy.spelling import ident


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    """Asked at the first copy, when the old columns are still there."""
    found = {id(rebuild.copies[0]): rebuild for rebuild in all_rebuilds(migration)}
    for _, change, lifetimes, columns, contents in content_steps(migration, settings):
        rebuild = found.get(id(change))
        if isinstance(change, InsertRows) and rebuild and not lifetimes.born(change.from_table):
            yield from _rebuilt(rebuild, change.from_table, columns, contents)


def _rebuilt(rebuild: Rebuild, source: str, columns: Columns, contents: Contents) -> Iterator[Sighting]:
    unknown: list[str] = []
    for column in _required(rebuild):
        known = columns.of(source, column)
        if contents.filled(source, column) or (known and not known.null):
            continue
        if known is None:
            unknown.append(column)
            continue
        name, told = f"{rebuild.table}.{column}", ident(column)
        message = (
            f"The rebuild makes {name} NOT NULL; copying it fails on the first row that holds NULL there."
        )
        yield Sighting(
            rebuild.last.place,
            message,
            f"SELECT ..., IFNULL({told}, <value>), ... FROM {ident(source)}",  # noqa: S608 - shown, never run
            (name,),
        )
    if unknown:
        message = f"Whether {', '.join(unknown)} of {rebuild.table} may hold NULL is not known; copying a NULL would fail."
        suggestion = f"SELECT count(*) FROM {ident(source)} WHERE {' OR '.join(f'{ident(c)} IS NULL' for c in unknown)};"  # noqa: S608 - shown, never run
        yield Sighting(rebuild.last.place, message, suggestion, (rebuild.table,), Severity.NOTICE)


def _required(rebuild: Rebuild) -> Iterator[str]:
    """The columns of the old table that some definition requires, and whose NULLs are copied into it."""
    for number, (copy, into) in enumerate(zip(rebuild.copies, rebuild.definitions, strict=True)):
        keys = [fold(c) for each in into.constraints if each.kind == "primary_key" for c in each.columns]
        if copy.replaces or (number and not copy.columns):
            continue
        for column, source in _handed_on(copy, into):
            if column.not_null and not column.primary_key and fold(column.name) not in keys:
                yield source


def _handed_on(copy: InsertRows, into: CreateTable) -> Iterator[tuple[ColumnDef, str]]:
    """(column of the new table, column of the old one) where a NULL goes from one into the other."""
    defined = {fold(column.name): column for column in into.columns}
    targets = copy.columns or tuple(column.name for column in into.columns if not column.generated)
    if copy.reads == (("*",),):
        yield from ((defined[fold(name)], name) for name in targets if fold(name) in defined)
        return
    for target, read, bare in zip(targets, copy.reads, copy.bare, strict=False):
        if read and bare and fold(target) in defined:
            yield defined[fold(target)], read[0]


RULE = Rule(
    "set-not-null-sqlite",
    "data",
    Severity.ERROR,
    SQLITE,
    _check,
    aliases=("LT101",),
    sees=(InsertRows,),
    facts=("before",),
)
