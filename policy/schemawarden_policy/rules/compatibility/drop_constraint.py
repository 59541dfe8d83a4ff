"""A constraint is dropped.

## What it sees
`ALTER TABLE ... DROP CONSTRAINT` on a table that existed before the change set; an error when its name is that of a primary
key (`..._pkey`). When the same file adds a constraint of that name to the table again, that it is replaced is told: it
may keep out less.

## Why it hurts
Rows that it kept out get in from here on, and nothing looks for them later. Without a primary key, logical replication
refuses updates and deletes of the table.

## Instead
Put the wider constraint in place first, and drop the old one in a later plan.

```sql
ALTER TABLE orders ADD CONSTRAINT orders_total_positive CHECK (total >= 0) NOT VALID;
```

## Example

```sql
ALTER TABLE orders DROP CONSTRAINT orders_total_check;
ALTER TABLE orders DROP CONSTRAINT orders_pkey;
ALTER TABLE orders DROP CONSTRAINT orders_state, ADD CONSTRAINT orders_state CHECK (true) NOT VALID;
```

## When to allow it
When something else keeps the rule: approve the plan.

## References
- Atlas CD101, CD102, CD103
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddConstraint, DropConstraint
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    added = _last_added(migration, names)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, DropConstraint) or lifetimes.born(change.table, change.schema):
            continue
        key = (statement.place.file, *names.key(change.table, change.schema), change.name)
        again = added.get(key, -1) >= statement.place.statement
        yield (_replaced if again else _dropped)(statement, change, names)


def _dropped(statement: Statement, change: DropConstraint, names: Names) -> Sighting:
    table, primary = shown(change.table, change.schema), change.name.endswith("_pkey")
    return Sighting(
        statement.place,
        f"Dropping constraint {change.name} of {table}: nothing keeps out the rows that it refused.",
        f"ALTER TABLE {names.sql(change.table, change.schema)} ADD CONSTRAINT ... NOT VALID;  -- the wider one first",
        (table,),
        Severity.ERROR if primary else None,
    )


def _replaced(statement: Statement, change: DropConstraint, names: Names) -> Sighting:
    table = shown(change.table, change.schema)
    message = f"Constraint {change.name} of {table} is replaced; only its text tells whether it keeps out the same rows."
    return Sighting(statement.place, message, "Compare the two texts.", (table,))


def _last_added(migration: Migration, names: Names) -> dict[tuple[str, ...], int]:
    """(file, schema, table, constraint) -> number of the last statement that adds the constraint."""
    return {
        (
            statement.place.file,
            *names.key(change.table, change.schema),
            change.name,
        ): statement.place.statement
        for statement in migration.statements()
        for change in statement.changes
        if isinstance(change, AddConstraint)
    }


RULE = Rule(
    "drop-constraint",
    "compatibility",
    Severity.WARNING,
    POSTGRESQL,
    _check,
    aliases=("CD101", "CD102", "CD103"),
)
