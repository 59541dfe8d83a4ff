"""Who may see, use or own an object changes.

## What it sees
`GRANT` of single privileges, `REVOKE`, `OWNER TO`, `CREATE` and `ALTER POLICY`, on what existed before the change set. A notice,
where named roles get to read or use named objects (`SELECT`, `USAGE`, `EXECUTE`): nothing changes by that. Rights to
change rows are a way around the plan, and a warning.
Grants that widen more are findings of grant-widening. A policy of a table for which the change set enables row level security takes
rows away and gives none: it is not told.

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
from schemawarden_policy.lifetimes import Key, Lifetimes, steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.rules.security.grant_widening import widening
from schemawarden_policy.settings import Settings

_ORDINARY = frozenset(("SELECT", "USAGE", "EXECUTE", "CONNECT"))
"""What lets a role look. A role that may change rows is a way around the plan."""


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    closed = _closed(migration, names)
    for statement, change, lifetimes in steps(migration, settings):
        if isinstance(change, CreateObject) and names.key(change.table, change.schema) in closed:
            continue
        if what := _changed(change, lifetimes):
            mild = isinstance(change, Grant) and _ordinary(change)
            severity = Severity.NOTICE if mild else None
            yield Sighting(statement.place, f"{what}.", "Ask the owner of the data.", severity=severity)


def _ordinary(change: Grant) -> bool:
    """Named roles get to look at named objects of the application's own."""
    if change.verb != "GRANT" or change.object not in _OWN_KINDS or any(map(_of_server, change.names)):
        return False
    whole = any(name.endswith("*") for name in change.names)
    return not whole and _ORDINARY.issuperset(change.privileges)


_OWN_KINDS = ("table", "sequence", "function", "procedure", "routine", "schema", "database", "type", "domain")
_SYSTEM = ("mysql", "sys", "performance_schema", "information_schema", "pg_catalog", "pg_toast")


def _of_server(name: str) -> bool:
    """A table or function of the server itself: who may read pg_authid or call pg_read_file is no small matter."""
    *schema, last = name.lower().split(".")
    return last in _SYSTEM or any(part in _SYSTEM for part in schema) or last.startswith(("pg_", "lo_"))


def _closed(migration: Migration, names: Names) -> set[Key]:
    """The tables for which the change set enables row level security."""
    return {
        names.key(change.table, change.schema)
        for statement in migration.statements()
        for change in statement.changes
        if isinstance(change, AlterTable) and change.form == "ENABLE ROW LEVEL SECURITY"
    }


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


RULE = Rule(
    "privilege-change",
    "security",
    Severity.WARNING,
    POSTGRESQL | MYSQL,
    _check,
    aliases=(
        "ban-revoke",
        "ban-create-policy",
        "ban-alter-policy-condition",
        "ban-alter-policy-roles",
    ),
    sees=(Grant, AlterTable, AlterObject, CreateObject),
)
