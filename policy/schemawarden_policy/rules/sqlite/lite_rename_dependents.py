"""A rename rewrites the views, triggers and foreign keys that name the table.

## What it sees
`RENAME TO` of a table, or of a column, that existed before the change set, where the schema has views, triggers on it, or
tables that refer to it; and a rebuild that starts by renaming the old table out of the way.

## Why it hurts
SQLite edits the text of everything that names the table, or leaves it, as `legacy_alter_table` says. In a rebuild that
renames the old table first, the foreign keys of other tables follow it to its new name, and break when it is dropped.

## Instead
Create the new table under another name, copy, drop the old one, rename last.

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
- [ALTER TABLE RENAME](https://sqlite.org/lang_altertable.html#altertabrename)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import RenameColumn, RenameTable
from schemawarden_policy.facts import Schema
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.rebuild import all_rebuilds, handled_by_rebuild
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import SQLITE
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    handled = handled_by_rebuild(migration)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, RenameTable | RenameColumn) or id(change) in handled:
            continue
        dependents = _dependents(migration.facts.before, change.table)
        if dependents and not lifetimes.born(change.table, change.schema):
            message = f"The rename in {change.table} rewrites what names it: {', '.join(dependents)}."
            yield Sighting(
                statement.place, message, "Check them after the rehearsal.", (change.table, *dependents)
            )
    for rebuild in all_rebuilds(migration):
        if rebuild.shape == "rename-first":
            message = f"Renaming {rebuild.table} away first takes other tables' foreign keys along."
            suggestion = "Create the new table under another name, copy, drop the old one, rename last."
            yield Sighting(rebuild.first.place, message, suggestion, (rebuild.table,))


def _dependents(before: Schema | None, name: str) -> tuple[str, ...]:
    """What may name the table: every view, since their text is not known here, its triggers, its children."""
    table = before.table(name) if before else None
    if before is None or table is None:
        return ()
    return (*before.views, *table.triggers, *table.referenced_by)


RULE = Rule("lite-rename-dependents", "sqlite", Severity.WARNING, SQLITE, _check, facts=("before",))
