"""A concurrent build that failed before is passed over in silence.

## What it sees
`CREATE INDEX CONCURRENTLY IF NOT EXISTS`, unless the change set drops the index of that name before. A build without
`IF NOT EXISTS` is not told: it fails aloud when an index of that name is left over.

## Why it hurts
A concurrent build that fails, or is cancelled, leaves an index behind that is marked INVALID: no query uses it, every write
pays for it, and a UNIQUE one keeps refusing duplicates. When the migration runs again, `IF NOT EXISTS` sees the name and does
nothing, and the migration counts as applied.

It is a notice and not a warning, against what other tools do: the statement is right on every first run, and it is what
guards against a second run ask for.

## Instead
Leave `IF NOT EXISTS` out, or drop what may be left over first.

```sql
-- atlas:txmode none

DROP INDEX CONCURRENTLY IF EXISTS users_email;
CREATE INDEX CONCURRENTLY users_email ON users (email);
```

## Example

```sql
-- atlas:txmode none

CREATE INDEX CONCURRENTLY IF NOT EXISTS users_email ON users (email);
```

## When to allow it
When somebody looks at `pg_index.indisvalid` after the migration.

## References
- MigrationPilot MP070, strong_migrations remove_invalid_indexes
- [Building indexes concurrently](https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY)
- measured on PostgreSQL 15 and 18
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CreateIndex, DropIndex
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    dropped: set[tuple[str, str]] = set()
    for statement, change, lifetimes in steps(migration, settings):
        if isinstance(change, DropIndex):
            dropped.add(names.key(change.index, change.schema))
        if not isinstance(change, CreateIndex) or not (change.concurrently and change.if_not_exists):
            continue
        if names.key(change.index, change.schema) not in dropped and not lifetimes.born(
            change.table, change.schema
        ):
            index = names.sql(change.index, change.schema)
            message = f"If an earlier build of {change.index} failed, an INVALID index of that name is left, and this does nothing."
            safer = f"DROP INDEX CONCURRENTLY IF EXISTS {index};  -- before it, or look at pg_index.indisvalid after it"
            yield Sighting(
                statement.place, message, safer, (shown(change.table, change.schema), change.index)
            )


RULE = Rule(
    "concurrent-build-leaves-invalid",
    "locks",
    Severity.NOTICE,
    POSTGRESQL,
    _check,
    aliases=("MP070", "remove_invalid_indexes"),
    sees=(CreateIndex,),
)
