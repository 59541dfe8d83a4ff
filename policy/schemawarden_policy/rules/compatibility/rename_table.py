"""A table is renamed while code uses its old name.

## What it sees
`ALTER TABLE ... RENAME TO` of a table that existed before the change set. Not the rename within a rebuild, and not when a
view with the old name that only selects columns from one table follows in the same file; another view is told as a warning.

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
- Atlas BC101, squawk renaming-table, strong_migrations rename_table
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemawarden_policy.change import CreateObject, RenameTable
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rebuild import handled_by_rebuild
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement

_PLAIN = re.compile(r'\bAS\s+SELECT\s+(\*|[\w"]+(\s*,\s*[\w"]+)*)\s+FROM\s+[\w".]+\s*;?\s*$', re.IGNORECASE)


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    handled, names = handled_by_rebuild(migration), names_of(migration, settings)
    views = _last_views(migration, names)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, RenameTable) or id(change) in handled:
            continue
        view = (statement.place.file, *names.key(change.table, change.schema))
        follower = views.get(view)
        if follower is not None and follower.place.statement < statement.place.statement:
            follower = None
        if lifetimes.born(change.table, change.schema) or (follower and _PLAIN.search(follower.text)):
            continue
        table = shown(change.table, change.schema)
        old, new = names.sql(change.table, change.schema), names.sql(change.new_name, change.schema)
        yield Sighting(
            statement.place,
            f"Renaming {table} to {change.new_name} breaks all code that still uses {table}.",
            f"ALTER TABLE {old} RENAME TO {names.sql(change.new_name)};\nCREATE VIEW {old} AS SELECT * FROM {new};",  # noqa: S608 - shown, never run
            (table, change.new_name),
            Severity.WARNING if follower else None,
        )


def _last_views(migration: Migration, names: Names) -> dict[tuple[str, str, str], Statement]:
    """(file, schema, view) -> the last statement that creates the view."""
    return {
        (statement.place.file, *names.key(change.name, change.schema)): statement
        for statement in migration.statements()
        for change in statement.changes
        if isinstance(change, CreateObject) and change.object == "view"
    }


RULE = Rule(
    "rename-table",
    "compatibility",
    Severity.ERROR,
    ALL,
    _check,
    aliases=("BC101", "renaming-table", "rename_table"),
)
