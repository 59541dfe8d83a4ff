"""A unique constraint builds its index while everybody waits.

## What it sees
`ADD CONSTRAINT ... UNIQUE` without `USING INDEX`, and `ADD COLUMN ... UNIQUE`, on a table that existed before the change set.

## Why it hurts
PostgreSQL reads the table and builds the index under AccessExclusive: nobody reads or writes it meanwhile. `USING INDEX` takes
the same lock, for a moment only.

## Instead
Build the unique index beside the traffic, in a file of its own, and let the constraint take it over.

```sql
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_idx;
```

## Example

```sql
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);
```

## When to allow it
When the table is small: approve the plan. Where the table's size is known, a small one makes it a warning.

## References
- Atlas PG105, squawk disallowed-unique-constraint, eugene E7, strong_migrations add_unique_constraint
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
            name = change.name if isinstance(change, AddConstraint) else ""
            message = f"Nobody reads or writes {table} until the index of the new constraint is built."
            safer = built_beside("unique", columns, change.table, change.schema, names, name)
            yield Sighting(statement.place, message, safer, (table,))


def _built_over(change: Change) -> tuple[str, ...]:
    """The columns of a unique constraint whose index is built now."""
    if isinstance(change, AddColumn):
        return (change.column.name,) if change.column.unique else ()
    if isinstance(change, AddConstraint) and change.kind == "unique" and not change.using_index:
        return change.columns
    return ()


RULE = Rule(
    "add-unique-constraint",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=(
        "PG105",
        "disallowed-unique-constraint",
        "E7",
        "add_unique_constraint",
        "MP027",
        "constraint-missing-not-valid",
    ),
    sees=(AddConstraint, AddColumn),
    scales=True,
)
