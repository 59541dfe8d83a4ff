"""A foreign key column is added with a default.

## What it sees
`ADD COLUMN ... REFERENCES` with a default other than NULL.

## Why it hurts
With foreign keys on SQLite refuses it: "Cannot add a REFERENCES column with non-NULL default value". With them off it runs,
and every row refers to a parent that may not exist.

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
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import SQLITE
from schemawarden_policy.settings import Settings
from schemawarden_policy.spelling import ident


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement in migration.statements():
        for change in statement.changes:
            if isinstance(change, AddColumn) and change.column.references and _has_default(change):
                table, column = change.table, change.column
                yield Sighting(
                    statement.place,
                    f"SQLite refuses to add {table}.{column.name}: it refers to {column.references} and has a default.",
                    f"ALTER TABLE {ident(table)} ADD COLUMN {ident(column.name)} {column.type} "
                    f"REFERENCES {ident(column.references or '')};",
                    (f"{table}.{column.name}",),
                )


def _has_default(change: AddColumn) -> bool:
    return (change.column.default or "NULL").strip("() ").upper() != "NULL"


RULE = Rule("lite-add-references-default", "sqlite", Severity.ERROR, SQLITE, _check)
