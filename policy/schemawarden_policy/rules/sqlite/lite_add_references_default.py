"""A foreign key column is added with a default.

## What it sees
`ADD COLUMN ... REFERENCES` with a default other than NULL, on a table that existed before the change set. A warning behind
`PRAGMA foreign_keys = off` in the same file.

## Why it hurts
With foreign keys on SQLite refuses it as soon as there is a row: "Cannot add a REFERENCES column with non-NULL default value". An
empty copy, as a rehearsal has it, takes it. With foreign keys off it runs, and every row refers to a parent that may not exist.

## Instead
Add it without a default, and fill it in a plan of its own.

```sql
ALTER TABLE posts ADD COLUMN author_id integer REFERENCES users (id);
```

## Example

```sql
ALTER TABLE posts ADD COLUMN author_id integer DEFAULT 1 REFERENCES users (id);
```

## When to allow it
When foreign keys are off on this connection and the parent row exists.

## References
- [ALTER TABLE ADD COLUMN](https://sqlite.org/lang_altertable.html#alter_table_add_column); measured on SQLite 3.40
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn
from schemawarden_policy.contents import has_default
from schemawarden_policy.foreign_keys import off_before
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import SQLITE
from schemawarden_policy.settings import Settings
from schemawarden_policy.spelling import ident


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    files = {file.name: file for file in migration.files}
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AddColumn) or lifetimes.born(change.table, change.schema):
            continue
        parent = change.column.references
        if parent and has_default(change.column):
            off = off_before(files[statement.place.file], statement.place.statement)
            yield Sighting(
                statement.place,
                _message(change, parent, off),
                f"ALTER TABLE {ident(change.table)} ADD COLUMN {ident(change.column.name)} {change.column.type} "
                f"REFERENCES {ident(parent)};",
                (f"{change.table}.{change.column.name}",),
                Severity.WARNING if off else None,
            )


def _message(change: AddColumn, parent: str, off: bool) -> str:
    name = f"{change.table}.{change.column.name}"
    if off:
        return f"Every row of {change.table} will refer to the same {parent} by {name}, and nothing looks whether it is there."
    return f"SQLite refuses to add {name} to a table with rows: it refers to {parent} and has a default."


RULE = Rule(
    "lite-add-references-default",
    "sqlite",
    Severity.ERROR,
    SQLITE,
    _check,
    sees=(AddColumn,),
)
