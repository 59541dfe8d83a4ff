"""SQLite refuses to drop this column.

## What it sees
`DROP COLUMN` of a column of the primary key, by the schema before; and a warning where the table has explicit indexes or
triggers, which may use it.

## Why it hurts
SQLite answers "cannot drop PRIMARY KEY column", "cannot drop UNIQUE column" or "error in index ... after drop column", and
the migration stops there.

## Instead
Drop the index first, or rebuild the table.

```sql
DROP INDEX users_nickname;
```

## Example
Where `id` is the primary key of `users`:

```sql
ALTER TABLE users DROP COLUMN id;
```

## When to allow it
The warning, when the rehearsal ran.

## References
- [ALTER TABLE DROP COLUMN](https://sqlite.org/lang_altertable.html#altertabdropcol); measured on SQLite 3.40
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import DropColumn
from schemawarden_policy.facts import Table
from schemawarden_policy.lexing import fold
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import SQLITE
from schemawarden_policy.rules.sqlite.lite_unsupported_alter import rebuild_sketch
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    before = migration.facts.before
    ran = {(r.file, r.statement) for r in migration.facts.runs or () if not r.error and not r.refused}
    for statement in migration.statements():
        for change in statement.changes:
            table = before.table(change.table) if before and isinstance(change, DropColumn) else None
            if not isinstance(change, DropColumn) or table is None:
                continue
            message, severity = _refusal(table, change)
            if message and (statement.place.file, statement.place.statement) not in ran:
                name = f"{change.table}.{change.column}"
                yield Sighting(statement.place, message, rebuild_sketch(change.table), (name,), severity)


def _refusal(table: Table, change: DropColumn) -> tuple[str, Severity | None]:
    name = f"{change.table}.{change.column}"
    if fold(change.column) in map(fold, table.primary_key):
        return f"{name} belongs to the primary key; SQLite can't drop it.", None
    users = (*table.indexes, *table.triggers)
    if users:
        return f"SQLite refuses to drop {name} if one of these uses it: {', '.join(users)}.", Severity.WARNING
    return "", None


RULE = Rule("lite-drop-column", "sqlite", Severity.ERROR, SQLITE, _check, facts=("before", "runs"))
