"""A PRAGMA other than the ones that a table rebuild needs.

## What it sees
Every `PRAGMA`, but `foreign_key_check`, which only reads, and `foreign_keys` and `defer_foreign_keys` with a plain
on or off in a file that rebuilds or drops a table.

## Why it hurts
A PRAGMA changes the connection or the file, not the schema: `writable_schema` lets plain UPDATEs rewrite the catalogue,
`journal_mode` and `synchronous` decide what a crash leaves, `ignore_check_constraints` and `foreign_keys` switch
guarantees off for what follows. None is undone by the transaction's rollback, and most show nothing in a rehearsal.

## Instead
Leave settings to the application's connection. Around a table rebuild:

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
PRAGMA writable_schema = on;
```

## When to allow it
Never in a migration. It can't be switched off.

## References
- [PRAGMA statements](https://sqlite.org/pragma.html)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import DropTable, Pragma
from schemawarden_policy.migration import Migration, MigrationFile
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import SQLITE
from schemawarden_policy.settings import Settings

_AROUND_REBUILD = ("foreign_keys", "defer_foreign_keys")
_BOOLEANS = ("on", "off", "0", "1", "true", "false", "yes", "no")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for file in migration.files:
        drops = _drops_a_table(file)
        for statement in file.statements:
            for change in statement.changes:
                if isinstance(change, Pragma) and not _accepted(change, drops):
                    yield Sighting(statement.place, _message(change), "Remove the PRAGMA from the migration.")


def _drops_a_table(file: MigrationFile) -> bool:
    return any(isinstance(change, DropTable) for s in file.statements for change in s.changes)


def _accepted(pragma: Pragma, drops: bool) -> bool:
    if pragma.name == "foreign_key_check":
        return True
    if pragma.name not in _AROUND_REBUILD:
        return False
    return pragma.value is None or (drops and pragma.value.lower() in _BOOLEANS)


def _message(pragma: Pragma) -> str:
    if pragma.name in _AROUND_REBUILD:
        return (
            f"PRAGMA {pragma.name} is accepted only in a file that rebuilds or drops a table, with on or off."
        )
    return f"PRAGMA {pragma.name} changes the connection or the file behind the schema's back."


RULE = Rule("forbidden-pragma", "forbidden", Severity.FORBIDDEN, SQLITE, _check)
