"""A foreign key reads both tables while writers wait.

## What it sees
`ADD CONSTRAINT ... FOREIGN KEY` without `NOT VALID`, and `ADD COLUMN ... REFERENCES` with a default, on a table that existed
before the change set. A new table that refers to an old one is not told: its lock is short.

## Why it hurts
PostgreSQL looks up every row's parent while nobody can write to either of the two tables; a row without a parent makes the
migration fail after all that.

## Instead
Add it `NOT VALID`, and validate it in a later file.

```sql
ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
```

## Example

```sql
ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id);
```

## When to allow it
When both tables are small: approve the plan.

## References
- Atlas PG306, squawk adding-foreign-key-constraint, strong_migrations add_foreign_key; measured on PostgreSQL 15
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


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        parent = _validated(change)
        if not isinstance(change, AddConstraint | AddColumn) or not parent:
            continue
        if not lifetimes.born(change.table, change.schema):
            table, spelt = shown(change.table, change.schema), names.sql(change.table, change.schema)
            name = names.sql(change.name) if isinstance(change, AddConstraint) and change.name else "<name>"
            yield Sighting(
                statement.place,
                f"Nobody writes to {table} and {parent} until every row of {table} has found its parent.",
                f"ALTER TABLE {spelt} ADD CONSTRAINT {name} FOREIGN KEY ... REFERENCES {parent} NOT VALID;\n"
                f"ALTER TABLE {spelt} VALIDATE CONSTRAINT {name};  -- in a later file",
                (table, parent),
            )


def _validated(change: Change) -> str:
    """The table that every row is looked up in; empty when no row is."""
    if isinstance(change, AddColumn) and change.column.default:
        return change.column.references or ""
    if isinstance(change, AddConstraint) and change.kind == "foreign_key" and not change.not_valid:
        return change.references
    return ""


RULE = Rule(
    "add-fk-validating",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("PG306", "adding-foreign-key-constraint", "add_foreign_key"),
)
