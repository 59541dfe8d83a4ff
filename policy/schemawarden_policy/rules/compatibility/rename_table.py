"""A table is renamed while code uses its old name.

## What it sees
`ALTER TABLE ... RENAME TO` and `RENAME TABLE` of a table that existed before the change set. Not the rename within a rebuild,
and not when a view with the old name that only selects columns from one table follows in the same file; another view is told
as a warning. A notice for both halves of a swap, where another table takes the old name in the same file (on MySQL: in the same
statement), and when the new name is the old one behind `deprecated_`: that is meant to be missed.

## Why it hurts
Between the migration and the last deployment of the new code, each query with the old name fails.

## Instead
Leave a view behind under the old name, and drop it when nothing asks for it.

```sql
ALTER TABLE users RENAME TO accounts;
CREATE VIEW users AS SELECT * FROM accounts;
```

## Example

```sql
ALTER TABLE users RENAME TO accounts;
```

## When to allow it
When nothing that runs uses the table, or it stands still during the deployment: approve the plan.

## References
- Atlas BC101, squawk renaming-table, strong_migrations rename_table, MigrationPilot MP028
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterObject, AlterTable, Change, RenameTable
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rebuild import handled_by_rebuild
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL, MYSQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.stand_ins import StandIns, shows_all, stand_ins
from schemawarden_policy.statement import Statement


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    handled, names = handled_by_rebuild(migration), names_of(migration, settings)
    followers = stand_ins(migration, names)
    for statement, found, lifetimes in steps(migration, settings):
        change = _renamed(found, migration, names)
        if change is None or id(found) in handled:
            continue
        view = followers.view(statement, change.table, change.schema)
        if lifetimes.born(change.table, change.schema) or (view and shows_all(view, migration.dialect)):
            continue
        severity = Severity.WARNING if view else _milder(statement, change, followers, names)
        yield _sighting(statement, change, names, severity)


def _renamed(change: Change, migration: Migration, names: Names) -> RenameTable | None:
    """On MySQL a table that moves to another database has another name, too; PostgreSQL's ALTER INDEX renames tables as well."""
    if isinstance(change, AlterObject) and (change.object, change.form) == ("index", "RENAME TO"):
        table = names.find(migration.facts.before, change.name, change.schema)
        return RenameTable(change.name, change.value, change.schema) if table else None
    if isinstance(change, AlterTable) and change.form == "SET SCHEMA" and migration.dialect in MYSQL:
        return RenameTable(change.table, f"{change.name}.{change.table}", change.schema)
    return change if isinstance(change, RenameTable) else None


def _milder(statement: Statement, change: RenameTable, followers: StandIns, names: Names) -> Severity | None:
    """A notice, where nobody is left before a closed door unasked."""
    aside = names.fold(change.new_name) == "deprecated_" + names.fold(change.table)
    swapped = followers.table(statement, change.table, change.schema)
    partner = followers.takes_over(statement, change.new_name, change.schema)
    return Severity.NOTICE if aside or swapped or partner else None


def _sighting(statement: Statement, change: RenameTable, names: Names, severity: Severity | None) -> Sighting:
    table = shown(change.table, change.schema)
    old, new = names.sql(change.table, change.schema), names.sql(change.new_name, change.schema)
    return Sighting(
        statement.place,
        f"Renaming {table} to {change.new_name} breaks all code that still uses {table}.",
        f"ALTER TABLE {old} RENAME TO {names.sql(change.new_name)};\nCREATE VIEW {old} AS SELECT * FROM {new};",  # noqa: S608 - shown, never run
        (table, change.new_name),
        severity,
    )


RULE = Rule(
    "rename-table",
    "compatibility",
    Severity.ERROR,
    ALL,
    _check,
    aliases=("BC101", "renaming-table", "rename_table", "MP028", "SCHEMA_BACKWARD_COMPATIBILITY"),
    sees=(RenameTable, AlterTable, AlterObject),
)
