"""Row level security is switched off, or locks everybody out.

## What it sees
`DISABLE` and `NO FORCE ROW LEVEL SECURITY` on a table that existed before the change set; `ENABLE ROW LEVEL SECURITY` when the
change set makes no policy for the table; and as a warning `DROP POLICY` when it makes no other one, since the one that goes may
be the last. Not where the file drops the table, or switches row level security off, which is told.

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
- Ptah DS109, MigrationPilot MP057 and MP079
- threats D06
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterTable, CreateObject, DropObject, DropTable
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement

_OFF = ("DISABLE ROW LEVEL SECURITY", "NO FORCE ROW LEVEL SECURITY")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    guarded = _with_policy(migration, names)
    told = guarded | _off(migration, names)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AlterTable | DropObject) or lifetimes.born(change.table, change.schema):
            continue
        if isinstance(change, DropObject):
            if change.object == "policy" and names.key(change.table, change.schema) not in told:
                yield _last_one(statement, change, names)
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


def _last_one(statement: Statement, change: DropObject, names: Names) -> Sighting:
    table = shown(change.table, change.schema)
    message = (
        f"Policy {change.name} of {table} goes and none comes: if it is the last, only the owner sees rows."
    )
    suggestion = f"CREATE POLICY ... ON {names.sql(change.table, change.schema)} ...;  -- in the same file"
    return Sighting(statement.place, message, suggestion, (table,), Severity.WARNING)


def _off(migration: Migration, names: Names) -> set[tuple[str, str]]:
    """Tables that go, or whose row level security does."""
    return {
        names.key(change.table, change.schema)
        for statement in migration.statements()
        for change in statement.changes
        if isinstance(change, DropTable) or (isinstance(change, AlterTable) and change.form in _OFF)
    }


def _with_policy(migration: Migration, names: Names) -> set[tuple[str, str]]:
    return {
        names.key(change.table, change.schema)
        for statement in migration.statements()
        for change in statement.changes
        if isinstance(change, CreateObject) and change.object == "policy"
    }


RULE = Rule(
    "disable-rls",
    "security",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("DS109", "MP057", "MP079", "ban-alter-row-level-security"),
    sees=(AlterTable, DropObject),
)
