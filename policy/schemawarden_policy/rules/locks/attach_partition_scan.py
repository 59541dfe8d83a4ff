"""A table is read as a whole before it becomes a partition.

## What it sees
`ATTACH PARTITION` of a table that existed before the change set, unless the change set gives that table a check that is
valid by then. Where a rehearsal ran, what the server said of the check decides.

## Why it hurts
The server reads every row of the table to see that it belongs into the partition, while nobody can read or write the table.
The rows of a default partition are read as well. Before PostgreSQL 12 the whole partitioned table waits, too.

## Instead
Prove it beforehand: a check `NOT VALID` that says what the partition's bounds say, and that the key is not NULL; validate it
in a later file; then attach. A default partition needs a check that keeps these rows out.

```sql
ALTER TABLE events_2026
  ADD CONSTRAINT events_2026_at CHECK (at IS NOT NULL AND at >= '2026-01-01' AND at < '2027-01-01') NOT VALID;
```

## Example

```sql
ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
```

## When to allow it
When the table is small, or has such a check from before: approve the plan.

## References
- MigrationPilot MP072, MP094, pgfence attach-partition; measured on PostgreSQL 15 and 18
- [ATTACH PARTITION](https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-ATTACH-PARTITION)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from schemawarden_policy.change import AddConstraint, AlterTable, ValidateConstraint
from schemawarden_policy.facts import StatementRun
from schemawarden_policy.lifetimes import Key, steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.under_lock import run_of
from schemawarden_policy.version import older


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    checked: set[Key] = set()
    for statement, change, lifetimes in steps(migration, settings):
        if _proves(change):
            checked.add(names.key(change.table, change.schema))
        if not isinstance(change, AlterTable) or change.form != "ATTACH PARTITION":
            continue
        proven = lifetimes.born_all((change.name,)) or names.key_of(change.name) in checked
        if run := run_of(migration, statement.place):
            proven = proven or not _read(run, change)
        if not proven:
            table = shown(change.table, change.schema)
            waits = f"{change.name}, or {table}," if older(migration, 12) else change.name
            yield Sighting(
                statement.place,
                f"Every row of {change.name} is read before it becomes a part of {table}; nobody reads or writes {waits} meanwhile.",
                _safer(change, names),
                (change.name,),
            )


def _proves(change: object) -> TypeGuard[AddConstraint | ValidateConstraint]:
    """From here on a check is known to hold: it was added over all rows, or validated."""
    added = isinstance(change, AddConstraint) and change.kind == "check" and not change.not_valid
    return added or isinstance(change, ValidateConstraint)


def _read(run: StatementRun, change: AlterTable) -> bool:
    return f'verifying table "{change.name.rpartition(".")[2]}"' in run.notes


def _safer(change: AlterTable, names: Names) -> str:
    schema, _, part = change.name.rpartition(".")
    spelt, check = names.sql(part, schema), names.sql(f"{part}_bounds")
    return (
        f"ALTER TABLE {spelt} ADD CONSTRAINT {check} CHECK (...) NOT VALID;  -- the bounds, and IS NOT NULL\n"
        f"ALTER TABLE {spelt} VALIDATE CONSTRAINT {check};  -- in a later file; ATTACH in the one after it"
    )


RULE = Rule(
    "attach-partition-scan",
    "locks",
    Severity.WARNING,
    POSTGRESQL,
    _check,
    aliases=("MP072", "MP094", "attach-partition"),
    sees=(AlterTable,),
    scales=True,
    facts=("runs",),
)
