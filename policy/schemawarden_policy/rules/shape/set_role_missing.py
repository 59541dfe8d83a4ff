"""A file makes or alters objects without taking the owner's role first.

## What it sees
Where the target's config names an `owner_role`: a file whose first `CREATE`, `ALTER` or `DROP` is not preceded by `SET ROLE` to that
role, or follows a `RESET ROLE`. `SET LOCAL ROLE` counts where the file runs in a transaction. Temporary tables and extensions need
no owner.

## Why it hurts
What a migration creates belongs to the role that runs it. Objects of the login role instead of the owner can't be altered by the
next migration that runs as another login, and their default privileges are not the owner's.

## Instead
With `owner_role = "app_owner"`:

```sql
SET ROLE app_owner;
CREATE TABLE invoices (id bigint PRIMARY KEY);
```

## Example

```sql
CREATE TABLE invoices (id bigint PRIMARY KEY);
```

## When to allow it
When the runner logs in as the owner: leave `owner_role` out of the config.

## References
- Bytebase STATEMENT_CHECK_SET_ROLE_VARIABLE
- [SET ROLE](https://www.postgresql.org/docs/current/sql-set-role.html)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CreateObject, CreateTable, RoleChange
from schemawarden_policy.migration import Migration, MigrationFile, tx_mode
from schemawarden_policy.names import names_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Kind, Statement

_DEFINES = (Kind.CREATE, Kind.ALTER, Kind.DROP)


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    if not settings.owner_role:
        return
    spelt = names_of(migration, settings).sql(settings.owner_role)
    for file in migration.files:
        if first := _unowned(file, settings.owner_role):
            yield Sighting(
                first.place,
                f"The session has not become {settings.owner_role} here: what is made belongs to whoever runs the file.",
                f"SET ROLE {spelt};  -- first in the file",
                (settings.owner_role,),
            )


def _unowned(file: MigrationFile, owner: str) -> Statement | None:
    """The first definition that runs as somebody else."""
    acting = False
    for statement in file.statements:
        for change in statement.changes:
            if isinstance(change, RoleChange):
                local = change.verb == "SET LOCAL ROLE"
                acting = change.role == owner and not (local and tx_mode(file) == "none")
        if statement.kind in _DEFINES and not acting and not _ownerless(statement):
            return statement
    return None


def _ownerless(statement: Statement) -> bool:
    return bool(statement.changes) and all(
        (isinstance(c, CreateTable) and c.temporary)
        or (isinstance(c, CreateObject) and (c.temporary or c.object == "extension"))
        for c in statement.changes
    )


RULE = Rule(
    "set-role-missing",
    "shape",
    Severity.WARNING,
    POSTGRESQL,
    _check,
    aliases=("STATEMENT_CHECK_SET_ROLE_VARIABLE",),
)
