"""A constraint builds its index while everybody waits.

## What it sees
`ADD PRIMARY KEY`, `ADD CONSTRAINT ... UNIQUE` or `EXCLUDE`, and `ADD COLUMN` with one of them, on a table that existed
before the change set. Not with `USING INDEX`.

## Why it hurts
The index is built under a lock that stops readers and writers.

## Instead
Build the unique index beside the traffic, in a file of its own, and let the constraint take it over.

```sql
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email;
```

## Example

```sql
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);
```

## When to allow it
When the table is small: approve the plan. There is no other way for EXCLUDE.

## References
- Atlas PG104, PG105, PG109, squawk disallowed-unique-constraint, strong_migrations add_unique_constraint; measured on PostgreSQL 15
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, AddConstraint, Change
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings

_KINDS = {"unique": "UNIQUE", "primary_key": "PRIMARY KEY"}


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AddConstraint | AddColumn) or not _builds(change):
            continue
        if not lifetimes.born(change.table, change.schema):
            table = shown(change.table, change.schema)
            message = f"Nobody reads or writes {table} until the index of the new constraint is built."
            yield Sighting(statement.place, message, _safer(change, names), (table,))


def _builds(change: Change) -> bool:
    if isinstance(change, AddColumn):
        return change.column.unique or change.column.primary_key
    indexed = isinstance(change, AddConstraint) and change.kind in ("unique", "primary_key", "exclude")
    return indexed and isinstance(change, AddConstraint) and not change.using_index


def _safer(change: AddConstraint | AddColumn, names: Names) -> str:
    kind = change.kind if isinstance(change, AddConstraint) else "unique"
    if kind not in _KINDS:
        return "Put the constraint on a new table, and swap the two."
    columns = change.columns if isinstance(change, AddConstraint) else (change.column.name,)
    table, index = (
        names.sql(change.table, change.schema),
        names.sql(f"{change.table}_{'_'.join(columns)}_key"),
    )
    listed = ", ".join(map(names.sql, columns))
    return (
        f"CREATE UNIQUE INDEX CONCURRENTLY {index} ON {table} ({listed});  -- in a file of its own, -- atlas:txmode none\n"
        f"ALTER TABLE {table} ADD CONSTRAINT {index} {_KINDS[kind]} USING INDEX {index};"
    )


RULE = Rule(
    "constraint-builds-index",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("PG104", "PG105", "PG109", "disallowed-unique-constraint", "add_unique_constraint"),
)
