"""A column gets another collation, and its indexes are built anew.

## What it sees
`ALTER COLUMN ... TYPE ... COLLATE` on a table that existed before the change set, unless the table is known to have no index
on the column, or the rehearsal saw none built.

## Why it hurts
The stored values stay, but their order is another one. PostgreSQL builds each index on the column anew under AccessExclusive:
nobody reads or writes the table meanwhile.

## Instead
Leave the column as it is, and build an index with the other collation beside the traffic; queries ask for it with `COLLATE`.

```sql
-- atlas:txmode none

CREATE INDEX CONCURRENTLY users_name_c ON users (name COLLATE "C");
```

## Example

```sql
ALTER TABLE users ALTER COLUMN name TYPE text COLLATE "C";
```

## When to allow it
When the table is small: approve the plan.

## References
- Atlas PG301 in part, MigrationPilot MP089
- measured on PostgreSQL 15 and 18
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterColumnType
from schemawarden_policy.indexes import may_be_indexed
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place
from schemawarden_policy.under_lock import run_of


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AlterColumnType) or not change.collation:
            continue
        if lifetimes.born(change.table, change.schema) or not _indexed(
            migration, statement.place, change, names
        ):
            continue
        table = shown(change.table, change.schema)
        on, column = names.sql(change.table, change.schema), names.sql(change.column)
        index = names.sql(f"{change.table}_{change.column}_{change.collation}".lower())
        yield Sighting(
            statement.place,
            f"The indexes on {table}.{change.column} are built anew in the order of {change.collation}, while nobody reads or writes {table}.",
            f'-- atlas:txmode none\n\nCREATE INDEX CONCURRENTLY {index} ON {on} ({column} COLLATE "{change.collation}");',
            (f"{table}.{change.column}",),
        )


def _indexed(migration: Migration, place: Place, change: AlterColumnType, names: Names) -> bool:
    """An index of the table holds the column, as far as it is known."""
    if run := run_of(migration, place):
        return bool(run.rewrites)
    return may_be_indexed(names.find(migration.facts.before, change.table, change.schema), change.column)


RULE = Rule(
    "collation-change-reindex",
    "locks",
    Severity.WARNING,
    POSTGRESQL,
    _check,
    aliases=("PG301", "MP089"),
    sees=(AlterColumnType,),
    scales=True,
    facts=("before", "runs"),
)
