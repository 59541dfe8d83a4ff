"""A table that others refer to is rebuilt with foreign keys on.

## What it sees
A table rebuild without `PRAGMA foreign_keys = off` before it in the file, unless the schema says that no table refers
to the one that is rebuilt, or the change set has made it and gave no table a key to it. A pragma behind a `BEGIN` of the file's own does not count: SQLite ignores it there without a word.

## Why it hurts
`DROP TABLE` with foreign keys on first deletes every row, as `DELETE FROM` would: `ON DELETE CASCADE` empties the tables that
refer to it, `SET NULL` forgets what they referred to, without an action the statement fails. `defer_foreign_keys` does not help: it
defers the check, not the action.

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
- [Making other kinds of table schema changes](https://sqlite.org/lang_altertable.html#otheralter); measured on SQLite 3.40
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, CreateIndex, CreateTable, DropTable, InsertRows, RenameTable
from schemawarden_policy.foreign_keys import off_before
from schemawarden_policy.lexing import fold
from schemawarden_policy.migration import Migration
from schemawarden_policy.rebuild import Rebuild, rebuilds_by_file
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import SQLITE
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for file, found in rebuilds_by_file(migration):
        for rebuild in found:
            off = off_before(file, rebuild.drop.place.statement)
            if _referred_to(migration, rebuild) and not off:
                yield Sighting(
                    rebuild.drop.place,
                    f"With foreign keys on, DROP TABLE deletes the rows of {rebuild.table} first, and cascades.",
                    f"PRAGMA foreign_keys = off;  -- before the rebuild of {rebuild.table} and before any BEGIN, on again after it",
                    (rebuild.table,),
                )


def _referred_to(migration: Migration, rebuild: Rebuild) -> bool:
    """Some table refers to it, or nobody knows."""
    before = migration.facts.before
    table = before.table(rebuild.table) if before else None
    if table is None and _made_here(migration, rebuild.table):
        return fold(rebuild.table) in _parents(migration)
    return table is None or bool(table.referenced_by)


def _made_here(migration: Migration, table: str) -> bool:
    """The change set's first statement about the name makes the table, so that only the change set refers to it."""
    for statement in migration.statements():
        for change in statement.changes:
            if isinstance(change, CreateTable) and fold(change.table) == fold(table):
                return not (change.if_not_exists or change.temporary)
            if isinstance(change, _ABOUT) and fold(change.table) == fold(table):
                return False
    return False


def _parents(migration: Migration) -> set[str]:
    """The tables to which the change set gives foreign keys."""
    changes = [change for statement in migration.statements() for change in statement.changes]
    made = [change for change in changes if isinstance(change, CreateTable)]
    found = {constraint.references for change in made for constraint in change.constraints}
    found |= {column.references or "" for change in made for column in change.columns}
    found |= {change.column.references or "" for change in changes if isinstance(change, AddColumn)}
    return {fold(name.rpartition(".")[2]) for name in found}


_ABOUT = (DropTable, RenameTable, AddColumn, InsertRows, CreateIndex)


RULE = Rule(
    "lite-rebuild-fk",
    "sqlite",
    Severity.ERROR,
    SQLITE,
    _check,
    sees=(DropTable,),
    facts=("before",),
)
