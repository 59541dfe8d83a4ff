"""A table that others refer to is rebuilt with foreign keys on.

## What it sees
A table rebuild without `PRAGMA foreign_keys = off` before it in the file, unless the schema says that no table refers
to the one that is rebuilt.

## Why it hurts
`DROP TABLE` with foreign keys on first deletes every row, as `DELETE FROM` would: `ON DELETE CASCADE` empties the tables that
refer to it, `SET NULL` forgets what they referred to. `defer_foreign_keys` does not help: it defers the check, not the action.

## Instead

```sql
PRAGMA foreign_keys = off;
CREATE TABLE new_users (id integer PRIMARY KEY, email text NOT NULL);
INSERT INTO new_users (id, email) SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
PRAGMA foreign_key_check;
PRAGMA foreign_keys = on;
```

## Example

```sql
CREATE TABLE new_users (id integer PRIMARY KEY, email text NOT NULL);
INSERT INTO new_users (id, email) SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
```

## When to allow it
When no table refers to it, or foreign keys are never on for this database.

## References
- [Making other kinds of table schema changes](https://sqlite.org/lang_altertable.html#otheralter)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import Pragma
from schemawarden_policy.migration import Migration, MigrationFile
from schemawarden_policy.rebuild import Rebuild, rebuilds_by_file
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import SQLITE
from schemawarden_policy.settings import Settings

_OFF = ("off", "0", "false", "no")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for file, found in rebuilds_by_file(migration):
        for rebuild in found:
            if _referred_to(migration, rebuild) and not _keys_off(file, rebuild):
                yield Sighting(
                    rebuild.drop.place,
                    f"With foreign keys on, DROP TABLE deletes the rows of {rebuild.table} first, and cascades.",
                    f"PRAGMA foreign_keys = off;  -- before the rebuild of {rebuild.table}, on again after it",
                    (rebuild.table,),
                )


def _referred_to(migration: Migration, rebuild: Rebuild) -> bool:
    """Some table refers to it, or nobody knows."""
    before = migration.facts.before
    table = before.table(rebuild.table) if before else None
    return table is None or bool(table.referenced_by)


def _keys_off(file: MigrationFile, rebuild: Rebuild) -> bool:
    off = False
    for statement in file.statements[: rebuild.drop.place.statement]:
        for change in statement.changes:
            if isinstance(change, Pragma) and change.name == "foreign_keys" and change.value is not None:
                off = change.value.lower() in _OFF
    return off


RULE = Rule("lite-rebuild-fk", "sqlite", Severity.ERROR, SQLITE, _check, facts=("before",))
