"""A new column writes the whole table anew.

## What it sees
`ADD COLUMN` with an identity or serial type, a stored generated expression, or a default that gives each row another value
(`random()`, `gen_random_uuid()`, `clock_timestamp()`, `nextval()`, any function that is not the server's own), on a table
that existed before the change set. Not where the rehearsal saw no rewrite. A constant, and `now()`, cost nothing.

## Why it hurts
The table and its indexes are written anew while nobody can read or write the table.

## Instead
Add the column plain, set the default for rows to come, and fill the old rows in batches.

```sql
ALTER TABLE users ADD COLUMN token uuid;
ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid();
```

## Example

```sql
ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid();
ALTER TABLE users ADD COLUMN number bigserial;
```

## When to allow it
When the table is small: approve the plan.

## References
- Atlas PG302, PG309, PG310, squawk adding-field-with-default, strong_migrations add_column_default; measured on PostgreSQL 15
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, ColumnDef
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.parse.postgres_calls import volatilities
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.under_lock import run_of

_CALL = re.compile(r"([\w.]+)\(")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        why = _rewrites(change.column) if isinstance(change, AddColumn) else ""
        if not isinstance(change, AddColumn) or not why or lifetimes.born(change.table, change.schema):
            continue
        run = run_of(migration, statement.place)
        if run and ".".join(names.key(change.table, change.schema)) not in run.rewrites:
            continue
        table, column = shown(change.table, change.schema), change.column
        spelt = f"{names.sql(change.table, change.schema)} ADD COLUMN {names.sql(column.name)}"
        yield Sighting(
            statement.place,
            f"{why} of {table}.{column.name}: {table} is written anew while nobody reads or writes it.",
            f"ALTER TABLE {spelt} ...;  -- plain; then SET DEFAULT, and fill old rows in batches",
            (f"{table}.{column.name}",),
        )


def _rewrites(column: ColumnDef) -> str:
    """What makes each row get a value of its own, in words."""
    if column.identity:
        return "The numbers"
    if column.generated == "STORED":
        return "The generated values"
    calls = (name.removeprefix("pg_catalog.") for name in _CALL.findall(column.default or ""))
    own = next((name for name in calls if volatilities().get(name, "v") == "v"), "")
    return f"The default {own}()" if own else ""


RULE = Rule(
    "rewriting-column",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("PG302", "PG309", "PG310", "adding-field-with-default", "add_column_default"),
    facts=("runs",),
)
