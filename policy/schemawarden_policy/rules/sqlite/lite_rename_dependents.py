"""A rename rewrites the views, triggers and foreign keys that name the table, or fails because of them.

## What it sees
`RENAME TO` of a table, or of a column, that existed before the change set, where there are views, triggers on it, or tables that
refer to it; a rebuild that starts by renaming the old table out of the way; and a rebuild that ends with a rename while a view that
the change set made reads the table.

## Why it hurts
SQLite edits the text of everything that names the table, or leaves it, as `legacy_alter_table` says; a view that reads another
view's column by its old name makes the rename fail. In a rebuild that renames the old table first, the foreign keys and views of
others follow it to its new name, and break when it is dropped. In one that renames the new table last, any view that names the table
makes that rename fail ("no such table"), since the table is gone by then.

## Instead
Drop the views, create the new table under another name, copy, drop the old one, rename, and create the views again.

```sql
ALTER TABLE users ADD COLUMN full_name text;
```

## Example
Where the view `active_users` reads `users`:

```sql
ALTER TABLE users RENAME TO accounts;
```

## When to allow it
When the rehearsal shows that the views and triggers still work.

## References
- Atlas BC101, BC102
- [ALTER TABLE RENAME](https://sqlite.org/lang_altertable.html#altertabrename); measured on SQLite 3.40
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import RenameColumn, RenameTable
from schemawarden_policy.dependents import Dependents, dependent_steps
from schemawarden_policy.facts import Schema
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.rebuild import all_rebuilds, handled_by_rebuild
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import SQLITE
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    yield from _renamed(migration, settings)
    for rebuild in all_rebuilds(migration):
        if rebuild.shape == "rename-first":
            message = f"Renaming {rebuild.table} away first takes other tables' foreign keys and views along."
            suggestion = "Create the new table under another name, copy, drop the old one, rename last."
            yield Sighting(rebuild.first.place, message, suggestion, (rebuild.table,))
    yield from _blocked(migration)


def _renamed(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    handled = handled_by_rebuild(migration)
    known = {id(change): found for change, found in _at_renames(migration)}
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, RenameTable | RenameColumn) or id(change) in handled:
            continue
        dependents = known[id(change)]
        if dependents and not lifetimes.born(change.table, change.schema):
            message = f"The rename in {change.table} rewrites what names it: {', '.join(dependents)}."
            objects = (change.table, *dependents)
            yield Sighting(statement.place, message, "Check them after the rehearsal.", objects)


def _at_renames(migration: Migration) -> Iterator[tuple[RenameTable | RenameColumn, tuple[str, ...]]]:
    for _, change, dependents in dependent_steps(migration):
        if isinstance(change, RenameTable | RenameColumn):
            yield change, _naming(dependents, migration.facts.before, change.table)


def _naming(dependents: Dependents, before: Schema | None, name: str) -> tuple[str, ...]:
    """What may name the table: its views, those whose text is not known here, its triggers, its children."""
    table = before.table(name) if before else None
    unread = dependents.views_unread() if table else ()
    children = table.referenced_by if table else ()
    return (*unread, *dependents.views_of(name), *dependents.triggers_on(name), *children)


def _blocked(migration: Migration) -> Iterator[Sighting]:
    """Rebuilds whose last rename fails, since a view names the table that has just gone."""
    found = {id(rebuild.handled[-1]): rebuild for rebuild in all_rebuilds(migration)}
    for statement, change, dependents in dependent_steps(migration):
        rebuild = found.get(id(change))
        if not isinstance(change, RenameTable) or rebuild is None or rebuild.shape != "copy-first":
            continue
        if views := dependents.views_of(rebuild.table):
            message = f"The rename to {rebuild.table} fails while {', '.join(views)} reads it: the old table is gone by then."
            suggestion = f"Drop {', '.join(views)} before the rebuild, and create it again at the end."
            yield Sighting(statement.place, message, suggestion, (rebuild.table, *views))


RULE = Rule(
    "lite-rename-dependents",
    "sqlite",
    Severity.WARNING,
    SQLITE,
    _check,
    aliases=("BC101", "BC102"),
    sees=(RenameTable, RenameColumn),
    facts=("before",),
)
