"""A check reads the whole table while everybody waits.

## What it sees
`ADD CONSTRAINT ... CHECK` or `NOT NULL` without `NOT VALID`, and `ADD COLUMN ... CHECK`, on a table that existed before the
change set.

## Why it hurts
PostgreSQL reads every row to see whether it fits, under a lock that stops readers and writers; a row that does not fit makes
the migration fail after all that.

## Instead
Add it `NOT VALID`, and validate it in a later file, under a lock that lets others work.

```sql
ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID;
```

## Example

```sql
ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0);
```

## When to allow it
When the table is small: approve the plan.

## References
- Atlas PG305, squawk constraint-missing-not-valid, strong_migrations add_check_constraint; measured on PostgreSQL 15
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


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AddConstraint | AddColumn) or not _scans(change):
            continue
        if not lifetimes.born(change.table, change.schema):
            table = shown(change.table, change.schema)
            message = f"Nobody reads or writes {table} until every row of it is checked."
            yield Sighting(statement.place, message, _safer(change, names), (table,))


def _scans(change: Change) -> bool:
    if isinstance(change, AddColumn):
        return change.column.check
    return isinstance(change, AddConstraint) and change.kind in ("check", "not_null") and not change.not_valid


def _safer(change: AddConstraint | AddColumn, names: Names) -> str:
    table = names.sql(change.table, change.schema)
    if isinstance(change, AddColumn):
        return f"ALTER TABLE {table} ADD CONSTRAINT ... CHECK (...) NOT VALID;  -- after a plain ADD COLUMN"
    name = names.sql(change.name) if change.name else f"{change.table}_check"
    what = (
        f"CHECK ({change.expression})" if change.kind == "check" else f"NOT NULL {', '.join(change.columns)}"
    )
    return (
        f"ALTER TABLE {table} ADD CONSTRAINT {name} {what} NOT VALID;\n"
        f"ALTER TABLE {table} VALIDATE CONSTRAINT {name};  -- in a later file"
    )


RULE = Rule(
    "add-check-validating",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("PG305", "constraint-missing-not-valid", "add_check_constraint"),
)
