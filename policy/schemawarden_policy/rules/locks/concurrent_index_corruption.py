"""A concurrent build on a PostgreSQL version that builds wrong indexes.

## What it sees
`CREATE INDEX CONCURRENTLY` and `REINDEX CONCURRENTLY` where the server is known to be 14.0, 14.1, 14.2 or 14.3. Not on a
table that the change set created.

## Why it hurts
In these releases VACUUM could remove rows that a concurrent build still had to see. The index then lacks entries, and nothing
says so: queries that use it miss rows, and a UNIQUE index lets duplicates in. 14.4 mended it.

## Instead
Upgrade to 14.4 or later first. Until then build it plainly while writers may wait.

```sql
-- atlas:txmode none

CREATE INDEX CONCURRENTLY users_email ON users (email);
```

## Example
On PostgreSQL 14.2:

```sql
-- atlas:txmode none

CREATE INDEX CONCURRENTLY users_email ON users (email);
```

## When to allow it
When nobody writes to the table meanwhile.

## References
- strong_migrations add_index_corruption
- [Release notes of PostgreSQL 14.4](https://www.postgresql.org/docs/release/14.4/); documented, not observed
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import Change, CreateIndex, Maintain
from schemawarden_policy.lifetimes import Lifetimes, steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.version import version_of


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    version = version_of(migration)
    if not (14, 0) <= version < (14, 4):
        return
    for statement, change, lifetimes in steps(migration, settings):
        if name := _built(change, lifetimes):
            spoken = ".".join(map(str, version[:2]))
            message = (
                f"PostgreSQL {spoken} may leave rows out of an index of {name} that is built concurrently."
            )
            yield Sighting(statement.place, message, "Upgrade the server to 14.4 or later first.", (name,))


def _built(change: Change, lifetimes: Lifetimes) -> str:
    """The table or index that is built concurrently; empty when none is."""
    if isinstance(change, CreateIndex) and change.concurrently:
        born = lifetimes.born(change.table, change.schema)
        return "" if born else shown(change.table, change.schema)
    if isinstance(change, Maintain) and change.verb.startswith("REINDEX") and change.concurrently:
        return change.name
    return ""


RULE = Rule(
    "concurrent-index-corruption",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("add_index_corruption",),
    sees=(CreateIndex, Maintain),
)
