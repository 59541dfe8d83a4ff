"""An extension that is not known to be harmless.

## What it sees
`CREATE EXTENSION` of one that is neither on the list of harmless ones (`pgcrypto`, `citext`, `hstore`, `pg_trgm`, `ltree`,
`unaccent`, `uuid-ossp`, `vector`, `postgis` ...) nor among those of untrusted-extension; and each `ALTER EXTENSION`.

## Why it hurts
An extension brings functions written in C, which may do anything. A rehearsal shows the objects that appear, and not what
they can do; one that the disposable server lacks can't be rehearsed at all.

## Instead

```sql
CREATE EXTENSION IF NOT EXISTS citext;
```

## Example

```sql
CREATE EXTENSION house_tools;
```

## When to allow it
When the operator knows the extension: approve the plan.

## References
- [CREATE EXTENSION](https://www.postgresql.org/docs/current/sql-createextension.html)
- threats C16
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterObject, CreateObject
from schemawarden_policy.extensions import HARMLESS, REACHING
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement in migration.statements():
        for change in statement.changes:
            if not isinstance(change, CreateObject | AlterObject) or change.object != "extension":
                continue
            known = isinstance(change, CreateObject) and change.name in HARMLESS
            if not known and change.name.lower() not in REACHING:
                what = f"ALTER EXTENSION {change.name}" if isinstance(change, AlterObject) else change.name
                message = f"{what}: what this extension can do is not known here."
                yield Sighting(statement.place, message, "Let the operator install it.", (change.name,))


RULE = Rule("extension-not-listed", "security", Severity.ERROR, POSTGRESQL, _check)
