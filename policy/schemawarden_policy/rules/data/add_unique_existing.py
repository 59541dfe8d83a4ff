"""A unique index is put on rows that are there.

## What it sees
`CREATE UNIQUE INDEX`, and on PostgreSQL `ADD CONSTRAINT ... UNIQUE`, `ADD PRIMARY KEY` and a unique column with a default, on
a table that existed before the change set. Not a constraint that takes over an index that is there (`USING INDEX`).

## Why it hurts
If two rows agree in these columns the statement fails, and the migration with it; until then nobody knew.

## Instead
Look for duplicates first, and mend them in a plan of their own. A table that is new has none:

```sql
CREATE TABLE coupons (id integer PRIMARY KEY, code text NOT NULL);
CREATE UNIQUE INDEX coupons_code ON coupons (code);
```

## Example

```sql
CREATE UNIQUE INDEX users_email ON users (email);
```

## When to allow it
When the duplicate query returns nothing: approve the plan.

## References
- Atlas MF101
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, AddConstraint, Change, CreateIndex
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rebuild import all_rebuilds
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    rebuilt = {names.key(rebuild.table) for rebuild in all_rebuilds(migration)}
    for statement, change, lifetimes in steps(migration, settings):
        what, columns = _unique(change, migration.dialect)
        if not isinstance(change, CreateIndex | AddConstraint | AddColumn) or not what:
            continue
        if not lifetimes.born(change.table, change.schema) and not _made_anew(
            migration, names, rebuilt, change
        ):
            table = shown(change.table, change.schema)
            message = f"{what} fails if two rows of {table} agree in {', '.join(columns)}."
            query = _duplicates(names.sql(change.table, change.schema), columns, names)
            yield Sighting(statement.place, message, query, (table,))


def _unique(change: Change, dialect: Dialect) -> tuple[str, tuple[str, ...]]:
    """What will keep duplicates out, in words, and the columns; nothing where no rows are asked."""
    if isinstance(change, CreateIndex) and change.unique:
        return f"Unique index {change.index}".rstrip(), change.columns
    if isinstance(change, AddConstraint) and change.kind in ("unique", "primary_key", "exclude"):
        words = {
            "unique": "Unique constraint",
            "primary_key": "Primary key",
            "exclude": "Exclusion constraint",
        }
        told = f"{words[change.kind]} {change.name}".rstrip()
        return ("", ()) if change.using_index else (told, change.columns or ("its columns",))
    alike = isinstance(change, AddColumn) and change.column.default and not change.column.identity
    if isinstance(change, AddColumn) and alike and dialect is Dialect.POSTGRESQL:
        column = change.column
        return (f"Unique column {column.name}", (column.name,)) if column.unique else ("", ())
    return "", ()


def _made_anew(migration: Migration, names: Names, rebuilt: set[tuple[str, str]], change: Change) -> bool:
    """A rebuilt table had an index of that name before."""
    if not isinstance(change, CreateIndex) or names.key(change.table, change.schema) not in rebuilt:
        return False
    table = names.find(migration.facts.before, change.table, change.schema)
    return table is not None and names.fold(change.index) in {names.fold(index) for index in table.indexes}


def _duplicates(table: str, columns: tuple[str, ...], names: Names) -> str:
    listed = ", ".join(names.sql(column) if column.isidentifier() else column for column in columns)
    return f"SELECT {listed}, count(*) FROM {table} GROUP BY {listed} HAVING count(*) > 1;"  # noqa: S608 - shown, never run


RULE = Rule(
    "add-unique-existing", "data", Severity.WARNING, ALL, _check, aliases=("MF101",), facts=("before",)
)
