"""A column is renamed while code uses its old name.

## What it sees
`ALTER TABLE ... RENAME [COLUMN] a TO b` on a table that existed before the change set. Not when the same file adds a
column under the old name afterwards. And a rebuild that copies a column under another name.

## Why it hurts
Between the migration and the last deployment of the new code, each query with the old name fails.

## Instead
Add the new column, write to both, copy the old values, read from the new one, drop the old one in a later plan.

```sql
ALTER TABLE users ADD COLUMN full_name text;
```

## Example

```sql
ALTER TABLE users RENAME COLUMN name TO full_name;
ALTER TABLE users RENAME mail TO email;
```

## When to allow it
When nothing that runs uses the column: approve the plan.

## References
- Atlas BC102, squawk renaming-column, strong_migrations rename_column
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, RenameColumn
from schemawarden_policy.facts import Schema
from schemawarden_policy.lexing import fold
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.rebuild import Rebuild, all_rebuilds
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.rules.destructive.drop_column import landing
from schemawarden_policy.settings import Settings
from schemawarden_policy.spelling import ident
from schemawarden_policy.statement import Statement


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    added = _last_added(migration)
    for statement, change, lifetimes in steps(migration):
        if not isinstance(change, RenameColumn) or lifetimes.born(change.table, change.schema):
            continue
        if fold(change.column) != fold(change.new_name) and not _added_again(added, statement, change):
            yield _sighting(statement, change.table, change.column, change.new_name)
    for rebuild in all_rebuilds(migration):
        for column in _copied_elsewhere(rebuild, migration.facts.before):
            yield _sighting(rebuild.drop, rebuild.table, column, "another name")


def _last_added(migration: Migration) -> dict[tuple[str, str, str], int]:
    """(file, table, column) -> number of the last statement that adds the column."""
    return {
        (statement.place.file, fold(change.table), fold(change.column.name)): statement.place.statement
        for statement in migration.statements()
        for change in statement.changes
        if isinstance(change, AddColumn)
    }


def _added_again(added: dict[tuple[str, str, str], int], renamed: Statement, change: RenameColumn) -> bool:
    key = (renamed.place.file, fold(change.table), fold(change.column))
    return added.get(key, -1) > renamed.place.statement


def _copied_elsewhere(rebuild: Rebuild, before: Schema | None) -> tuple[str, ...]:
    """Columns whose values a rebuild puts into a column of another name."""
    old = before.table(rebuild.table) if before else None
    if old is None or rebuild.created.as_select:
        return ()
    goals = ((c.name, landing(c.name, rebuild, old)) for c in old.columns if not c.generated)
    return tuple(name for name, goal in goals if goal is not None and fold(goal) != fold(name))


def _sighting(statement: Statement, table: str, column: str, new: str) -> Sighting:
    return Sighting(
        statement.place,
        f"Renaming {table}.{column} to {new} breaks all code that still uses {column}.",
        f"ALTER TABLE {ident(table)} ADD COLUMN {ident(new)} ...;  -- write to both, then drop {ident(column)}",
        (f"{table}.{column}",),
    )


RULE = Rule(
    "rename-column",
    "compatibility",
    Severity.ERROR,
    ALL,
    _check,
    aliases=("BC102", "renaming-column", "rename_column"),
    facts=("before",),
)
