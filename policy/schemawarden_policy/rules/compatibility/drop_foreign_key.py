"""A foreign key is dropped.

## What it sees
`DROP FOREIGN KEY`, and `DROP CONSTRAINT` of a name that means a foreign key: by what the change set adds under it, or by the
conventions (`..._fkey`, `fk_...`); on SQLite a rebuild whose new definition refers to a table no more to which the old one did.
On a table that existed before the change set. Not when a column of it goes in the same statement, nor when the change set
puts a foreign key over the same columns in its place.

## Why it hurts
Rows without a parent get in from here on, and nothing looks for them later. Deleting a parent leaves its children behind.

## Instead
Put the wider one in place first, and drop the old one in a later plan.

```sql
PRAGMA foreign_keys = off;
CREATE TABLE new_posts (id integer PRIMARY KEY, author integer REFERENCES users (id) ON DELETE CASCADE);
INSERT INTO new_posts (id, author) SELECT id, author FROM posts;
DROP TABLE posts;
ALTER TABLE new_posts RENAME TO posts;
```

## Example

```sql
CREATE TABLE new_posts (id integer PRIMARY KEY, author integer);
INSERT INTO new_posts (id, author) SELECT id, author FROM posts;
DROP TABLE posts;
ALTER TABLE new_posts RENAME TO posts;
```

## When to allow it
When something else keeps the two tables together: approve the plan.

## References
- Atlas CD101, Ptah DS105
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CreateTable, DropConstraint, DropTable
from schemawarden_policy.constraints import constraints_of
from schemawarden_policy.lexing import fold
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rebuild import Rebuild, all_rebuilds
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    constraints = constraints_of(migration, names)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, DropConstraint) or lifetimes.born(change.table, change.schema):
            continue
        if constraints.kind_of(change) != "foreign_key" or constraints.goes_along(statement, change):
            continue
        if constraints.replacement(change, "foreign_key") is None:
            yield _sighting(statement, change, names)
    for rebuild in all_rebuilds(migration):
        for parent in _left_out(rebuild, migration):
            message = f"The rebuilt {rebuild.table} refers to {parent} no more: rows without a parent get in."
            suggestion = f"Give the new definition its REFERENCES {names.sql(parent)} again."
            yield Sighting(rebuild.drop.place, message, suggestion, (rebuild.table,))


def _sighting(statement: Statement, change: DropConstraint, names: Names) -> Sighting:
    table = shown(change.table, change.schema)
    return Sighting(
        statement.place,
        f"Dropping foreign key {change.name} of {table}: rows without a parent get in, and nothing looks for them.",
        f"ALTER TABLE {names.sql(change.table, change.schema)} ADD CONSTRAINT ... FOREIGN KEY ...;  -- the wider one first",
        (table,),
    )


def _left_out(rebuild: Rebuild, migration: Migration) -> list[str]:
    """The tables to which the old definition refers and the new one, with all columns of the old, does not."""
    before = migration.facts.before
    old = before.table(rebuild.table) if before else None
    if before is None or old is None or rebuild.created.as_select:
        return []
    kept = {fold(column.name) for column in rebuild.created.columns}
    if any(fold(column.name) not in kept for column in old.columns):
        return []
    referred = {fold(name.rpartition(".")[2]) for name in _parents(rebuild.created)}
    parents = (t for t in before.tables if fold(rebuild.table) in map(fold, t.referenced_by))
    return [parent.name for parent in parents if fold(parent.name) not in referred]


def _parents(table: CreateTable) -> Iterator[str]:
    """The tables to which a definition refers, inline or not."""
    yield from table.references
    yield from (column.references for column in table.columns if column.references)
    yield from (constraint.references for constraint in table.constraints if constraint.references)


RULE = Rule(
    "drop-foreign-key",
    "compatibility",
    Severity.WARNING,
    ALL,
    _check,
    aliases=("CD101", "DS105", "ban-drop-constraint"),
    sees=(DropConstraint, DropTable),
    facts=("before",),
)
