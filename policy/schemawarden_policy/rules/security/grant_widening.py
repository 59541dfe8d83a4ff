"""Somebody may do much more than before.

## What it sees
`GRANT` to `PUBLIC`, of all privileges, `WITH GRANT OPTION`, of membership in a role, and `ALTER DEFAULT PRIVILEGES ...
GRANT`. All privileges on a table that the change set created, for one role, are not told. On MySQL and MariaDB also every `GRANT ...
ON *.*`.

## Why it hurts
`PUBLIC` is everybody who can connect, now and later. A membership brings all that the role may do, and default privileges
hold for tables that nobody has written yet.

## Instead
Grant what is needed, on the table where it is needed, to the role that needs it.

```sql
CREATE TABLE notes (id bigint PRIMARY KEY);
GRANT SELECT ON notes TO reporting;
```

## Example

```sql
GRANT ALL ON invoices TO app;
GRANT SELECT ON invoices TO PUBLIC;
GRANT app_owner TO app;
```

## When to allow it
When the owner of the data agrees: approve the plan.

## References
- MigrationPilot MP073, MP085, MP091
- threats D06
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import Grant
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.settings import Settings

_ALL = "it includes emptying and changing it"


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, change, lifetimes in steps(migration, settings):
        why = widening(change) if isinstance(change, Grant) else ""
        if not isinstance(change, Grant) or not why:
            continue
        mine = change.object == "table" and lifetimes.born_all(change.names)
        if why != _ALL or not mine:
            on = f" on {', '.join(change.names)}" if change.names else ""
            yield Sighting(
                statement.place,
                f"GRANT {', '.join(change.privileges)}{on} to {', '.join(change.grantees)}: {why}.",
                "Grant the one privilege that is needed, to the role that needs it.",
                change.names,
            )


def widening(change: Grant) -> str:
    """Why a grant gives more than it seems to; empty when it does not."""
    if change.verb != "GRANT":
        return ""
    if change.object == "role":
        return "a member may do all that the role may"
    if change.object == "default":
        return "it holds for everything that is made from here on"
    if change.names == ("*.*",):
        return "it holds in every database of the server"
    if "PUBLIC" in change.grantees:
        return "PUBLIC is everybody who can connect"
    if change.grant_option:
        return "they may hand it on to others"
    return _ALL if "ALL" in change.privileges else ""


RULE = Rule(
    "grant-widening",
    "security",
    Severity.ERROR,
    POSTGRESQL | MYSQL,
    _check,
    aliases=("MP073", "MP085", "MP091"),
    sees=(Grant,),
)
