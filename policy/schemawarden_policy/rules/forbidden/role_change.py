"""A migration acts as another role.

## What it sees
`SET ROLE`, `SET SESSION AUTHORIZATION`, `RESET ROLE` and their forms as settings, also through `set_config`. Not `SET ROLE`
to the owner role that the target's config names.

## Why it hurts
What a statement may do depends on who runs it. A rehearsal runs as a role without powers; a plan that changes the role does
something else on the target than what was rehearsed, and every later statement of the connection does, too.

## Instead
Connect as the role that owns the tables, or name it as `owner_role` in the target's config.

```sql
ALTER TABLE users ADD COLUMN nickname text;
```

## Example

```sql
SET ROLE postgres;
SET SESSION AUTHORIZATION postgres;
```

## When to allow it
Never, but for the owner role of the operator's config. It can't be switched off.

## References
- [SET ROLE](https://www.postgresql.org/docs/current/sql-set-role.html)
- threats C17, D06
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import RoleChange
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement in migration.statements():
        for change in statement.changes:
            if isinstance(change, RoleChange) and not _to_owner(change, settings.owner_role):
                yield Sighting(
                    statement.place,
                    f"{change.verb} {change.role}".rstrip()
                    + " changes who acts from here on; the rehearsal says nothing about that.",
                    "Remove the statement; name the role as `owner_role` in the target's config.",
                )


def _to_owner(change: RoleChange, owner: str) -> bool:
    return change.verb in ("SET ROLE", "SET LOCAL ROLE") and bool(owner) and change.role == owner


RULE = Rule("role-change", "forbidden", Severity.FORBIDDEN, POSTGRESQL | MYSQL, _check)
