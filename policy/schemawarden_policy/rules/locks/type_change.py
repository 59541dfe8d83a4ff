"""A column's type changes.

## What it sees
`ALTER COLUMN ... TYPE` on a table that existed before the change set: an error, unless the rehearsal or the schema before
shows that the stored values stay as they are (a longer `varchar`, `varchar` to `text`, a wider `numeric` of the same scale
...), which is a warning.

## Why it hurts
Almost every change of type writes the table and its indexes anew while nobody can read or write it. Clients that bind the
old type may fail on the new one.

## Instead
Add a column of the new type, fill it in batches, switch readers over, and drop the old one in a later plan.

```sql
ALTER TABLE orders ADD COLUMN total_big bigint;
```

## Example

```sql
ALTER TABLE orders ALTER COLUMN total TYPE bigint;
```

## When to allow it
When the table is small, or everybody may wait: approve the plan.

## References
- Atlas PG301, squawk changing-column-type, strong_migrations change_column; measured on PostgreSQL 15 and 18
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterColumnType
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.postgres_types import TypeChange, type_change
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.rules.destructive.narrowing_type import old_type, only_a_cast
from schemawarden_policy.settings import Settings
from schemawarden_policy.under_lock import run_of


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names, before = names_of(migration, settings), migration.facts.before
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AlterColumnType) or lifetimes.born(change.table, change.schema):
            continue
        table = shown(change.table, change.schema)
        old = old_type(before, change, names)
        free = only_a_cast(change) and type_change(old, change.type) is TypeChange.FREE
        if run := run_of(migration, statement.place):
            free = ".".join(names.key(change.table, change.schema)) not in run.rewrites
        cost = (
            "the stored values stay" if free else f"{table} is written anew while nobody reads or writes it"
        )
        spelt, new = names.sql(change.table, change.schema), names.sql(f"{change.column}_new")
        yield Sighting(
            statement.place,
            f"{table}.{change.column} becomes {change.type}: {cost}, and clients see another type.",
            f"ALTER TABLE {spelt} ADD COLUMN {new} {change.type};  -- fill it in batches, then switch over",
            (f"{table}.{change.column}",),
            Severity.WARNING if free else None,
        )


RULE = Rule(
    "type-change",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("PG301", "changing-column-type", "change_column"),
    facts=("before", "runs"),
)
