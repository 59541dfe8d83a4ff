"""A primary key builds its index while everybody waits.

## What it sees
`ADD PRIMARY KEY` without `USING INDEX`, and `ADD COLUMN ... PRIMARY KEY`, on a table that existed before the change set.

## Why it hurts
PostgreSQL reads the table and builds a unique index under AccessExclusive: nobody reads or writes it meanwhile. Columns that
may hold NULL are read once more, to make them NOT NULL.

## Instead
Make the columns NOT NULL first (see set-not-null-scan), build the unique index beside the traffic, in a file of its own, and
let the constraint take it over.

```sql
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_id_idx;
```

## Example

```sql
ALTER TABLE users ADD PRIMARY KEY (id);
```

## When to allow it
When the table is small: approve the plan. Where the table's size is known, a small one makes it a warning.

## References
- Atlas PG104, squawk adding-serial-primary-key-field, eugene E1
- [ALTER TABLE, ADD table_constraint_using_index](https://www.postgresql.org/docs/current/sql-altertable.html)
- measured on PostgreSQL 15 and 18
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, AddConstraint, Change
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.using_index import built_beside


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        columns = _built_over(change)
        if not isinstance(change, AddConstraint | AddColumn) or not columns:
            continue
        if not lifetimes.born(change.table, change.schema):
            table = shown(change.table, change.schema)
            message = f"Nobody reads or writes {table} until the index of its primary key is built."
            name = change.name if isinstance(change, AddConstraint) else ""
            safer = built_beside("primary_key", columns, change.table, change.schema, names, name)
            yield Sighting(statement.place, message, safer, (table,))


def _built_over(change: Change) -> tuple[str, ...]:
    """The columns of a primary key whose index is built now."""
    if isinstance(change, AddColumn):
        return (change.column.name,) if change.column.primary_key else ()
    if isinstance(change, AddConstraint) and change.kind == "primary_key" and not change.using_index:
        return change.columns
    return ()


RULE = Rule(
    "add-primary-key",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("PG104", "adding-serial-primary-key-field", "E1", "constraint-missing-not-valid"),
    sees=(AddConstraint, AddColumn),
    scales=True,
)
