"""An extension that reaches outside the database.

## What it sees
`CREATE EXTENSION` and `ALTER EXTENSION` of those that read files, reach other servers, run code of untrusted languages or
change raw pages: `dblink`, the foreign data wrappers, `plpython3u`, `adminpack`, `pg_cron`, `aws_s3` and their relatives.

## Why it hurts
In a trial, `dblink` in a rehearsal dropped a table of the real database. From the day it is there, any function may use it.

## Instead
Let the operator install it, outside of migrations, or do without.

```sql
CREATE EXTENSION pg_trgm;
```

## Example

```sql
CREATE EXTENSION dblink;
CREATE EXTENSION IF NOT EXISTS plpython3u;
```

## When to allow it
Never through an agent. It can't be switched off.

## References
- [CREATE EXTENSION](https://www.postgresql.org/docs/current/sql-createextension.html)
- threats C09, C16
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterObject, CreateObject
from schemawarden_policy.extensions import REACHING
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement in migration.statements():
        for change in statement.changes:
            if not isinstance(change, CreateObject | AlterObject) or change.object != "extension":
                continue
            if change.name.lower() in REACHING:
                yield Sighting(
                    statement.place,
                    f"Extension {change.name} reaches files, other servers or the server's own process.",
                    "Let the operator install it, outside of migrations.",
                    (change.name,),
                )


RULE = Rule("untrusted-extension", "forbidden", Severity.FORBIDDEN, POSTGRESQL, _check)
