"""A column is renamed while code uses its old name.

## What it sees
`ALTER TABLE ... RENAME [COLUMN] a TO b` and MySQL's `CHANGE a b ...` on a table that existed before the change set. Not when
the same file adds a generated column under the old name; a plain one has none of the values. Not a column that the change
set added itself. And a rebuild that copies a column under another name.

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
- Atlas BC102, squawk renaming-column, strong_migrations rename_column, Bytebase COLUMN_DISALLOW_CHANGE, MigrationPilot MP010 and MP071
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, DropTable, RenameColumn
from schemawarden_policy.facts import Schema
from schemawarden_policy.lexing import fold
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rebuild import Rebuild, all_rebuilds
from schemawarden_policy.rebuilt import landing
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    added = _last_added(migration, names)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, RenameColumn) or lifetimes.born(change.table, change.schema):
            continue
        if lifetimes.added(change.table, change.column, change.schema):
            continue
        again = added.get(_key(statement, change, change.column, names), -1) >= statement.place.statement
        if names.fold(change.column) != names.fold(change.new_name) and not again:
            yield _sighting(statement, change, names)
    for rebuild in all_rebuilds(migration):
        for column in _copied_elsewhere(rebuild, migration.facts.before):
            yield _sighting(rebuild.drop, RenameColumn(rebuild.table, column, "another name"), names)


def _last_added(migration: Migration, names: Names) -> dict[tuple[str, ...], int]:
    """(file, schema, table, column) -> number of the last statement that adds it as one that shows other columns."""
    return {
        _key(statement, change, change.column.name, names): statement.place.statement
        for statement in migration.statements()
        for change in statement.changes
        if isinstance(change, AddColumn) and change.column.generated
    }


def _key(
    statement: Statement, change: AddColumn | RenameColumn, column: str, names: Names
) -> tuple[str, ...]:
    return (statement.place.file, *names.key(change.table, change.schema), names.fold(column))


def _copied_elsewhere(rebuild: Rebuild, before: Schema | None) -> tuple[str, ...]:
    """Columns whose values a rebuild puts into a column of another name."""
    old = before.table(rebuild.table) if before else None
    if old is None or rebuild.created.as_select:
        return ()
    goals = ((c.name, landing(c.name, rebuild, old)) for c in old.columns if not c.generated)
    return tuple(name for name, goal in goals if goal is not None and fold(goal) != fold(name))


def _sighting(statement: Statement, change: RenameColumn, names: Names) -> Sighting:
    name = f"{shown(change.table, change.schema)}.{change.column}"
    table, old, new = names.sql(change.table, change.schema), names.sql(change.column), change.new_name
    return Sighting(
        statement.place,
        f"Renaming {name} to {new} breaks all code that still uses {change.column}.",
        f"ALTER TABLE {table} ADD COLUMN {names.sql(new)} ...;  -- write to both, then drop {old}",
        (name,),
    )


RULE = Rule(
    "rename-column",
    "compatibility",
    Severity.ERROR,
    ALL,
    _check,
    aliases=("BC102", "renaming-column", "rename_column", "COLUMN_DISALLOW_CHANGE", "MP010", "MP071"),
    sees=(RenameColumn, DropTable),
    facts=("before",),
)
