"""Row level security is switched off, or locks everybody out.

## What it sees
`DISABLE` and `NO FORCE ROW LEVEL SECURITY` on a table that existed before the change set; and `ENABLE ROW LEVEL SECURITY`
when the change set makes no policy for the table.

## Why it hurts
Without row level security everybody who may read the table reads all rows, also those of other tenants. With it and without
a policy, nobody but the owner sees any row.

## Instead
Change the policies, and leave row level security on.

```sql
ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON invoices USING (owner = current_user);
```

## Example

```sql
ALTER TABLE invoices DISABLE ROW LEVEL SECURITY;
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
```

## When to allow it
When something else keeps tenants apart, or the policies are there already: approve the plan.

## References
- [Row security policies](https://www.postgresql.org/docs/current/ddl-rowsecurity.html)
- threats D06
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterTable, CreateObject
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings

_OFF = ("DISABLE ROW LEVEL SECURITY", "NO FORCE ROW LEVEL SECURITY")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    guarded = _with_policy(migration, names)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AlterTable) or lifetimes.born(change.table, change.schema):
            continue
        table = shown(change.table, change.schema)
        if change.form in _OFF:
            message = f"{change.form} on {table}: rows that a policy kept from others are seen."
            yield Sighting(statement.place, message, f"Change the policies of {table} instead.", (table,))
        bare = names.key(change.table, change.schema) not in guarded
        if change.form == "ENABLE ROW LEVEL SECURITY" and bare:
            message = (
                f"{table} gets row level security and no policy here: without one, only its owner sees rows."
            )
            suggestion = (
                f"CREATE POLICY ... ON {names.sql(change.table, change.schema)} ...;  -- in the same file"
            )
            yield Sighting(statement.place, message, suggestion, (table,))


def _with_policy(migration: Migration, names: Names) -> set[tuple[str, str]]:
    return {
        names.key(change.table, change.schema)
        for statement in migration.statements()
        for change in statement.changes
        if isinstance(change, CreateObject) and change.object == "policy"
    }


RULE = Rule("disable-rls", "security", Severity.ERROR, POSTGRESQL, _check)
