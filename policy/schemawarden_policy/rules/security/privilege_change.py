"""Who may see, use or own an object changes.

## What it sees
`GRANT` of single privileges, `REVOKE`, `OWNER TO`, `CREATE` and `ALTER POLICY`, on what existed before the change set.
Grants that widen more are findings of grant-widening.

## Why it hurts
A table's diff does not show them. A revoked privilege stops code that runs; an owner may do everything with the object.

## Instead

```sql
CREATE TABLE notes (id bigint PRIMARY KEY);
GRANT SELECT ON notes TO reporting;
```

## Example

```sql
REVOKE SELECT ON invoices FROM reporting;
ALTER TABLE invoices OWNER TO app;
```

## When to allow it
When the owner of the data agrees: approve the plan.

## References
- threats D06
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterObject, AlterTable, Change, CreateObject, Grant
from schemawarden_policy.lifetimes import Lifetimes, steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.rules.security.grant_widening import widening
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, change, lifetimes in steps(migration, settings):
        if what := _changed(change, lifetimes):
            yield Sighting(statement.place, f"{what}.", "Ask the owner of the data.")


def _changed(change: Change, lifetimes: Lifetimes) -> str:
    if isinstance(change, Grant) and not widening(change):
        mine = change.object == "table" and lifetimes.born_all(change.names)
        word = "to" if change.verb == "GRANT" else "from"
        on = f" on {', '.join(change.names)}" if change.names else ""
        told = f"{change.verb} {', '.join(change.privileges)}{on} {word} {', '.join(change.grantees)}"
        return "" if mine else told
    if isinstance(change, AlterTable) and change.form == "OWNER TO":
        mine = lifetimes.born(change.table, change.schema)
        return "" if mine else f"{shown(change.table, change.schema)} belongs to {change.name} from here on"
    if isinstance(change, AlterObject) and change.form == "OWNER TO":
        return f"{change.object.capitalize()} {shown(change.name, change.schema)} belongs to {change.value} from here on"
    return _policy(change, lifetimes)


def _policy(change: Change, lifetimes: Lifetimes) -> str:
    if not isinstance(change, CreateObject | AlterObject) or change.object != "policy":
        return ""
    mine = lifetimes.born(change.table, change.schema)
    return (
        "" if mine else f"Policy {change.name} changes who sees rows of {shown(change.table, change.schema)}"
    )


RULE = Rule("privilege-change", "security", Severity.WARNING, POSTGRESQL, _check)
