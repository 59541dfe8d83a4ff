"""A foreign key is put on rows that are there.

## What it sees
`ADD CONSTRAINT ... FOREIGN KEY` that looks at the rows of a table that existed before the change set; on PostgreSQL and MariaDB
`ADD COLUMN ... REFERENCES` with a value for each row; on SQLite a rebuild that adds a foreign key, by the schema before. A notice
where nobody looks at the rows (`foreign_key_checks = 0`, a rebuild with `PRAGMA foreign_key_check` behind it), and where a foreign
key of that name was dropped in the same file. Not `NOT VALID`, nor columns that are NULL in every row.

## Why it hurts
The first row without a parent makes the statement fail, and the migration with it. Where nobody looks, it stays in the table
unseen, and any update of it fails later. A rehearsal on an empty copy does not show it.

## Instead
Look for rows without a parent, and mend them first. On PostgreSQL add the foreign key `NOT VALID`, and validate it later.

```sql
ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
```

## Example

```sql
ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id);
```

## When to allow it
When no row lacks its parent.

## References
- Atlas PG306, MY131; measured on PostgreSQL 15 and 18, MariaDB 10.11 and SQLite 3.40
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, AddConstraint, DropConstraint, Pragma
from schemawarden_policy.contents import Contents, Held, at_first, content_steps
from schemawarden_policy.lifetimes import Lifetimes
from schemawarden_policy.migration import Migration, MigrationFile
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rebuild import Rebuild, rebuilds_by_file
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect, Statement

_OFF = ("0", "off", "false")
_INLINE = (Dialect.POSTGRESQL, Dialect.MARIADB)
"""MySQL takes no notice of REFERENCES behind a column; SQLite's are findings of lite-add-references-default."""


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    yield from _added(migration, settings)
    for file, found in rebuilds_by_file(migration):
        for rebuild in found:
            yield from _rebuilt(migration, file, rebuild)


def _added(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    file, unchecked, dropped = "", False, set[str]()
    for statement, change, lifetimes, _, contents in content_steps(migration, settings):
        if statement.place.file != file:
            file, unchecked, dropped = statement.place.file, False, set()
        if isinstance(change, Pragma) and change.name == "foreign_key_checks":
            unchecked = (change.value or "").lower() in _OFF
        elif isinstance(change, DropConstraint):
            dropped.add(names.fold(change.name))
        elif isinstance(change, AddConstraint | AddColumn) and _asks(change, lifetimes, contents, names):
            again = isinstance(change, AddConstraint) and names.fold(change.name) in dropped
            yield _sighting(statement, change, names, unchecked, again)


def _asks(change: AddConstraint | AddColumn, lifetimes: Lifetimes, contents: Contents, names: Names) -> bool:
    """Rows that may lack a parent are looked at, or would have to be."""
    if lifetimes.born(change.table, change.schema):
        return False
    if isinstance(change, AddColumn):
        given = bool(change.column.references) and at_first(change.column) is not Held.EMPTY
        return given and names.dialect in _INLINE and not change.column.generated
    empty = any(contents.empty(change.table, column, change.schema) for column in change.columns)
    return change.kind == "foreign_key" and not change.not_valid and not empty


def _sighting(
    statement: Statement, change: AddConstraint | AddColumn, names: Names, unchecked: bool, again: bool
) -> Sighting:
    table = shown(change.table, change.schema)
    inline = isinstance(change, AddColumn)
    parent = (change.column.references or "") if isinstance(change, AddColumn) else change.references
    columns = (change.column.name,) if isinstance(change, AddColumn) else change.columns
    if unchecked:
        message = f"With foreign_key_checks off, rows of {table} without a parent in {parent} stay unseen."
    else:
        message = f"The foreign key from {table} to {parent} fails if a row of {table} has no parent there."
    if inline:
        message = f"Each row of {table} gets the same {columns[0]}; its foreign key fails if {parent} has no such row."
    severity = Severity.NOTICE if unchecked or again else None
    return Sighting(
        statement.place, message, _orphans(change, parent, columns, names), (table, parent), severity
    )


def _orphans(change: AddConstraint | AddColumn, parent: str, columns: tuple[str, ...], names: Names) -> str:
    """The query for rows without a parent."""
    table = names.sql(change.table, change.schema)
    schema, _, name = parent.rpartition(".")
    there = " AND ".join(f"child.{names.sql(column)} IS NOT NULL" for column in columns)
    same = " AND ".join(f"parent.<key> = child.{names.sql(column)}" for column in columns)
    return (
        f"SELECT * FROM {table} AS child WHERE {there}\n"  # noqa: S608 - shown, never run
        f"  AND NOT EXISTS (SELECT 1 FROM {names.sql(name, schema)} AS parent WHERE {same});  -- first: it must find nothing"
    )


def _rebuilt(migration: Migration, file: MigrationFile, rebuild: Rebuild) -> Iterator[Sighting]:
    """A rebuild does not look: foreign keys are off, or cascade."""
    before = migration.facts.before
    looked = any(
        isinstance(change, Pragma) and change.name == "foreign_key_check"
        for statement in file.statements[rebuild.last.place.statement :]
        for change in statement.changes
    )
    inline = (column.references for column in rebuild.created.columns)
    listed = (each.references for each in rebuild.created.constraints)
    for parent in dict.fromkeys(filter(None, (*inline, *listed))):
        known = before.table(parent) if before else None
        if known and rebuild.table.lower() not in map(str.lower, known.referenced_by):
            yield Sighting(
                rebuild.last.place,
                f"The rebuild gives {rebuild.table} a foreign key to {parent}; its rows without a parent stay unseen.",
                "PRAGMA foreign_key_check;  -- after the rebuild; it must find nothing",
                (rebuild.table, parent),
                Severity.NOTICE if looked else None,
            )


RULE = Rule(
    "add-fk-data",
    "data",
    Severity.WARNING,
    ALL,
    _check,
    aliases=("PG306", "MY131"),
    facts=("before",),
)
