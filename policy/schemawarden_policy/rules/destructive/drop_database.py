"""A whole database is dropped.

## What it sees
`DROP DATABASE`, always; on MySQL also `DROP SCHEMA`, which is the same there. On PostgreSQL it is forbidden as well
(`cluster-statement`): it reaches beyond the target.

## Why it hurts
Each schema in it goes, with every table and every row, and no transaction brings it back: neither server can roll it back.

## Instead
Drop databases by hand, outside of migrations, with a backup. Empty one table after the other, in plans that name them.

```sql
CREATE TABLE reports (id bigint PRIMARY KEY);
DROP TABLE reports;
```

## Example

```sql
DROP DATABASE reports;
```

## When to allow it
Never in a migration.

## References
- squawk ban-drop-database, Bytebase DATABASE_DROP_EMPTY_DATABASE, MigrationPilot MP034, Atlas DS101
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import Change, ClusterStatement, DropObject
from schemawarden_policy.facts import Facts
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement in migration.statements():
        for change in statement.changes:
            if name := _dropped(change):
                message = f"Dropping database {name} deletes every table in it for good{_known(migration.facts, name)}."
                suggestion = "Drop it by hand, outside of migrations, once it is empty."
                yield Sighting(statement.place, message, suggestion, (name,))


def _dropped(change: Change) -> str:
    """The database that goes; empty for any other change."""
    if isinstance(change, ClusterStatement) and change.verb == "DROP DATABASE":
        return change.name
    return change.name if isinstance(change, DropObject) and change.object == "database" else ""


def _known(facts: Facts, name: str) -> str:
    """How many tables are known to be in it, in words with a space before them."""
    tables = facts.before.tables if facts.before else ()
    count = sum(1 for table in tables if table.schema == name)
    return f" ({count} that are known)" if count else ""


RULE = Rule(
    "drop-database",
    "destructive",
    Severity.ERROR,
    POSTGRESQL | MYSQL,
    _check,
    destructive=True,
    aliases=("ban-drop-database", "DATABASE_DROP_EMPTY_DATABASE", "MP034", "DS101"),
    sees=(ClusterStatement, DropObject),
)
