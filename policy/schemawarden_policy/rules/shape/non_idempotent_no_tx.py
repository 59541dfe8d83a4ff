"""A file without a transaction can't run a second time.

## What it sees
In a file that runs without a transaction (`-- atlas:txmode none`; on MySQL and MariaDB every file, as each definition commits by
itself) with several statements: `CREATE` and `DROP` without `IF NOT EXISTS` or `IF EXISTS`. One finding a file. And `CREATE INDEX
CONCURRENTLY` that no `DROP INDEX CONCURRENTLY IF EXISTS` of that name precedes. The tables of a rebuild are left alone.

## Why it hurts
When a later statement fails, what ran before it stays. Run again, the file stops at its first statement: the object is there, or
gone. A concurrent build that fails leaves an invalid index behind, which costs writes and serves nobody. `IF NOT EXISTS` is no
guard there, as it takes the leftover for the index: see concurrent-build-leaves-invalid.

## Instead
Say what may already be so. Before an index that is built concurrently, drop what an earlier try left: `DROP INDEX CONCURRENTLY IF
EXISTS users_email;`.

```sql
-- atlas:txmode none

PRAGMA foreign_keys = off;
CREATE TABLE new_users (id integer PRIMARY KEY, email text NOT NULL);
INSERT INTO new_users (id, email) SELECT id, ifnull(email, '') FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
CREATE INDEX IF NOT EXISTS users_email ON users (email);
PRAGMA foreign_keys = on;
```

## Example

```sql
-- atlas:txmode none

PRAGMA foreign_keys = off;
CREATE TABLE new_users (id integer PRIMARY KEY, email text NOT NULL);
INSERT INTO new_users (id, email) SELECT id, ifnull(email, '') FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
CREATE INDEX users_email ON users (email);
PRAGMA foreign_keys = on;
```

## When to allow it
A notice asks for nothing. The runner records how far it got in a file and goes on from there; the guards help whoever does it by
hand.

## References
- squawk prefer-robust-stmts, MigrationPilot MP023, pgfence prefer-robust-create-index
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import (
    Change,
    CreateIndex,
    CreateObject,
    CreateTable,
    DropIndex,
    DropObject,
    DropTable,
)
from schemawarden_policy.migration import Migration, MigrationFile
from schemawarden_policy.names import Names, names_of
from schemawarden_policy.rebuild import rebuilds_by_file
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.situation import situations
from schemawarden_policy.statement import Place

_MAKES = (CreateTable, CreateIndex, CreateObject)
_DROPS = (DropTable, DropIndex, DropObject)
_NAMED = 5


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names, runs = names_of(migration, settings), situations(migration)
    rebuilt = {
        id(c) for _, found in rebuilds_by_file(migration) for r in found for c in (*r.handled, *r.definitions)
    }
    cleared: set[tuple[str, str]] = set()
    for file in migration.files:
        bare: list[tuple[Place, str]] = []
        for statement in file.statements:
            alone = runs[file.name, statement.place.statement].transaction is None
            for change in statement.changes:
                if isinstance(change, DropIndex) and change.if_exists:
                    cleared.add(names.key(change.index, change.schema))
                elif alone and isinstance(change, CreateIndex) and change.concurrently:
                    left_over = names.key(change.index, change.schema) not in cleared
                    if left_over and not change.if_not_exists:
                        yield _build(statement.place, change, names)
                elif alone and id(change) not in rebuilt and (name := _unguarded(change)):
                    bare.append((statement.place, name))
        if bare and len(file.statements) > 1:
            yield _again(file, bare)


def _unguarded(change: Change) -> str:
    """What can be made or dropped once only; empty when the statement may run again."""
    if isinstance(change, _MAKES):
        again = change.if_not_exists or getattr(change, "replaces", False)
    elif isinstance(change, _DROPS):
        again = change.if_exists
    else:
        return ""
    if isinstance(change, CreateTable | DropTable):
        name = change.table
    else:
        name = change.index if isinstance(change, CreateIndex | DropIndex) else change.name
    passing = isinstance(change, CreateTable | CreateObject) and change.temporary
    return "" if again or passing or not name else name


def _again(file: MigrationFile, bare: list[tuple[Place, str]]) -> Sighting:
    found = list(dict.fromkeys(name for _, name in bare))
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return Sighting(
        bare[0][0],
        f"{file.name} runs without a transaction, and can't run again: {', '.join(found[:_NAMED])}{more}.",
        "Add IF NOT EXISTS or IF EXISTS.",
        tuple(found),
    )


def _build(place: Place, change: CreateIndex, names: Names) -> Sighting:
    if not change.index:
        message = f"A build on {change.table} that fails leaves an invalid index under a name that the server chooses."
        return Sighting(place, message, "Give the index a name.", (change.table,))
    return Sighting(
        place,
        f"A build of {change.index} that fails leaves an invalid index behind, on which the next try stops.",
        f"DROP INDEX CONCURRENTLY IF EXISTS {names.sql(change.index, change.schema)};  -- before it",
        (change.index,),
    )


RULE = Rule(
    "non-idempotent-no-tx",
    "shape",
    Severity.NOTICE,
    ALL,
    _check,
    aliases=("prefer-robust-stmts", "MP023", "prefer-robust-create-index", "prefer-robust-drop-index"),
    sees=(*_MAKES, *_DROPS),
)
