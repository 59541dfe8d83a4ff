"""A column becomes NOT NULL while everybody waits for the scan.

## What it sees
`ALTER COLUMN ... SET NOT NULL` on a table that existed before the change set. Not when the change set validates a constraint
of the table in an earlier file, which proves it without a scan, nor when the server says so in the rehearsal.

## Why it hurts
PostgreSQL reads every row under a lock that stops readers and writers, and fails on the first NULL. A validated check
`(column IS NOT NULL)` spares the scan.

## Instead
Four steps in files of their own: the check `NOT VALID`, validate it, set NOT NULL, drop the check.

```sql
ALTER TABLE users ADD CONSTRAINT users_email_there CHECK (email IS NOT NULL) NOT VALID;
```

## Example

```sql
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
```

## When to allow it
When the table is small and has no NULL: approve the plan.

## References
- Atlas PG303, MF104, squawk adding-not-nullable-field, strong_migrations change_column_null; measured on PostgreSQL 15
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import SetNotNull, ValidateConstraint
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.under_lock import run_of

_PROVEN = "existing constraints on column"
"""The server's note that it need not look at the rows."""


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    proven: dict[tuple[str, str], str] = {}
    for statement, change, lifetimes in steps(migration, settings):
        if isinstance(change, ValidateConstraint):
            proven.setdefault(names.key(change.table, change.schema), statement.place.file)
        if not isinstance(change, SetNotNull) or lifetimes.born(change.table, change.schema):
            continue
        earlier = proven.get(names.key(change.table, change.schema))
        run = run_of(migration, statement.place)
        spared = run is not None and any(note.startswith(_PROVEN) for note in run.notes)
        if not spared and earlier in (None, statement.place.file):
            table, spelt = shown(change.table, change.schema), names.sql(change.table, change.schema)
            check = names.sql(f"{change.table}_{change.column}_there")
            yield Sighting(
                statement.place,
                f"Nobody reads or writes {table} until every row is known to have a value in {change.column}.",
                f"ALTER TABLE {spelt} ADD CONSTRAINT {check} CHECK ({names.sql(change.column)} IS NOT NULL) NOT VALID;\n"
                f"ALTER TABLE {spelt} VALIDATE CONSTRAINT {check};  -- in a later file; SET NOT NULL in the one after it",
                (f"{table}.{change.column}",),
            )


RULE = Rule(
    "set-not-null-scan",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("PG303", "MF104", "adding-not-nullable-field", "change_column_null"),
    facts=("runs",),
)
