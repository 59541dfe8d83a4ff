"""A statement about more than this database.

## What it sees
`ALTER SYSTEM`, `CREATE`, `ALTER` and `DROP` of roles, databases and tablespaces, and event triggers, which act on every
schema change of the database.

## Why it hurts
What belongs to the whole server is outside the target: in a trial, roles and settings made in a rehearsal outlived it. An
event trigger runs before or after each schema change, also the ones that keep others out.

## Instead
Leave roles, databases and the server's settings to the operator.

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
```

## Example

```sql
CREATE ROLE intruder SUPERUSER;
ALTER SYSTEM SET archive_mode = off;
DROP DATABASE reports;
```

## When to allow it
Never in a migration. It can't be switched off.

## References
- [ALTER SYSTEM](https://www.postgresql.org/docs/current/sql-altersystem.html), [event triggers](https://www.postgresql.org/docs/current/event-triggers.html)
- threats C08, G06, G08
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterObject, Change, ClusterStatement, CreateObject, DropObject
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement in migration.statements():
        for change in statement.changes:
            if what := _reach(change):
                name = change.name if isinstance(change, ClusterStatement) else ""
                message = f"{what} {name}".rstrip() + " reaches beyond the schema of this database."
                yield Sighting(statement.place, message, "Leave it to the operator.")


def _reach(change: Change) -> str:
    if isinstance(change, ClusterStatement):
        return change.verb
    if isinstance(change, CreateObject | AlterObject | DropObject) and change.object == "event_trigger":
        return f"Event trigger {change.name}"
    return ""


RULE = Rule(
    "cluster-statement",
    "forbidden",
    Severity.FORBIDDEN,
    POSTGRESQL | MYSQL,
    _check,
    aliases=(
        "ban-alter-system-options",
        "ban-alter-database-options",
    ),
)
