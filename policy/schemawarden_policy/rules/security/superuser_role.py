"""A role gets powers over the server.

## What it sees
On PostgreSQL `CREATE ROLE`, `CREATE USER` and `ALTER ROLE` with `SUPERUSER`, `CREATEROLE`, `CREATEDB`, `REPLICATION` or `BYPASSRLS`.
cluster-statement forbids the statement in a migration anyway; this rule says what it would give away. On MySQL and MariaDB `GRANT`
of `SUPER`, `FILE`, `CREATE USER`, `SHUTDOWN`, `RELOAD`, of the privileges named `... ADMIN`, and of all on `*.*`.

## Why it hurts
A superuser reads the server's files, runs its programs and is asked for no privilege. `CREATEROLE` makes further roles, `REPLICATION`
copies the whole cluster, `BYPASSRLS` sees every tenant's rows. `SUPER` and its parts change the server's settings, switch off its
binary log, and stop it.

## Instead
Grant what is needed on the objects.

```sql
CREATE TABLE notes (id bigint PRIMARY KEY);
GRANT SELECT ON notes TO reporting;
```

## Example

```sql
ALTER ROLE app SUPERUSER;
```

## When to allow it
Never in a migration; roles are the operator's.

## References
- [Role attributes](https://www.postgresql.org/docs/current/role-attributes.html)
- MigrationPilot MP073, MP085, MP091
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import Change, ClusterStatement, Grant
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.settings import Settings

_POWERS = ("SUPER", "FILE", "CREATE USER", "SHUTDOWN", "RELOAD", "SYSTEM_USER", "SET_USER_ID", "SET USER")
_ADMIN = ("_ADMIN", " ADMIN")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement in migration.statements():
        for change in statement.changes:
            for who, powers in _given(change):
                yield Sighting(
                    statement.place,
                    f"{who} becomes a role with {', '.join(powers)}.",
                    "Grant privileges on the objects that the role needs.",
                    (who,),
                )


def _given(change: Change) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(role, its new powers over the server)"""
    if isinstance(change, ClusterStatement) and change.attributes:
        yield change.name, change.attributes
    elif isinstance(change, Grant) and change.verb == "GRANT" and "PROXY" in change.privileges:
        yield from (
            (grantee, tuple(f"all that {name} may do" for name in change.names))
            for grantee in change.grantees
        )
    elif isinstance(change, Grant) and change.verb == "GRANT" and change.names == ("*.*",):
        powers = tuple(word for word in change.privileges if _power(word))
        yield from ((grantee, powers) for grantee in change.grantees if powers)


def _power(privilege: str) -> bool:
    return privilege in ("ALL", *_POWERS) or privilege.endswith(_ADMIN)


RULE = Rule(
    "superuser-role",
    "security",
    Severity.ERROR,
    POSTGRESQL | MYSQL,
    _check,
    aliases=("MP073", "MP085", "MP091", "ban-alter-role-options"),
    sees=(ClusterStatement, Grant),
)
