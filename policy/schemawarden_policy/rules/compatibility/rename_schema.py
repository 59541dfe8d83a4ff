"""Tables move to another schema name.

## What it sees
`ALTER SCHEMA ... RENAME TO`, and `SET SCHEMA` of a table, view, type, sequence or routine. Not of a table or schema that the
change set created, and not of a table when a view under its old name follows in the same file that only selects columns from
one table.

## Why it hurts
Each query that names the old schema fails from this moment on, and so does each unqualified one whose search path does not
hold the new one.

## Instead
Move one table after the other, and leave a view behind under the old name until nothing asks for it.

```sql
CREATE SCHEMA billing;
ALTER TABLE invoices SET SCHEMA billing;
CREATE VIEW public.invoices AS SELECT * FROM billing.invoices;
```

## Example

```sql
ALTER SCHEMA billing RENAME TO finance;
ALTER TABLE invoices SET SCHEMA finance;
```

## When to allow it
When nothing that runs uses the old name: approve the plan.

## References
- strong_migrations rename_schema, pgfence rename-schema, MigrationPilot MP098
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterObject, AlterTable, Change, CreateObject
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.stand_ins import StandIns, shows_all, stand_ins
from schemawarden_policy.statement import Statement


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    made: set[str] = set()
    names = names_of(migration, settings)
    followers = stand_ins(migration, names)
    for statement, change, lifetimes in steps(migration, settings):
        if isinstance(change, CreateObject) and change.object == "schema" and not change.if_not_exists:
            made.add(change.name)
        old, new = _renamed(change)
        mine = isinstance(change, AlterTable) and (
            lifetimes.born(change.table, change.schema) or _shown_on(followers, statement, change)
        )
        if old and not mine and old.removeprefix("schema ") not in made:
            message = f"{old} moves to {new}; all code that uses the old name breaks."
            yield Sighting(statement.place, message, "Leave views behind under the old names.", (old,))


def _shown_on(followers: StandIns, statement: Statement, change: AlterTable) -> bool:
    view = followers.view(statement, change.table, change.schema)
    return view is not None and shows_all(view, followers.names.dialect)


def _renamed(change: Change) -> tuple[str, str]:
    """What moves, and where to; empty for any other change."""
    if isinstance(change, AlterTable) and change.form == "SET SCHEMA":
        return shown(change.table, change.schema), f"schema {change.name}"
    if isinstance(change, AlterObject) and change.form == "SET SCHEMA":
        return shown(change.name, change.schema), f"schema {change.value}"
    if isinstance(change, AlterObject) and change.object == "schema" and change.form == "RENAME TO":
        return f"schema {change.name}", change.value
    return "", ""


RULE = Rule(
    "rename-schema",
    "compatibility",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("rename_schema", "MP098", "ban-set-schema", "renaming-object"),
    sees=(AlterTable, AlterObject),
)
