"""Clients see another type in a column that they know.

## What it sees
`ALTER COLUMN ... TYPE` (PostgreSQL), `MODIFY` and `CHANGE` (MySQL), and a rebuild that declares the column anew (SQLite), on a
column that existed before the change set. On SQLite only where the affinity becomes another one. A change that the client does
not see, such as a longer `varchar` or `varchar` to `text`, is a notice. On MySQL, where the old type is not known, so is a new
one of text, and anything that the server is told to refuse unless it needs no copy (`ALGORITHM=INSTANT`).

## Why it hurts
Drivers bind and decode by type: an `int` that becomes a `bigint` overflows in code that holds 32 bits, a text that becomes an
enum refuses what it took before, a timestamp with a zone is shifted. Prepared statements of open sessions fail once.

## Instead
Add a column of the new type, write to both, fill it in batches, switch readers over, and drop the old one in a later plan.

```sql
ALTER TABLE orders ADD COLUMN total_big bigint;
```

## Example

```sql
CREATE TABLE new_orders (id integer PRIMARY KEY, total text, note text, state text);
INSERT INTO new_orders (id, total, note, state) SELECT id, total, note, state FROM orders;
DROP TABLE orders;
ALTER TABLE new_orders RENAME TO orders;
```

## When to allow it
When every client reads the new type as it read the old one: approve the plan.

## References
- squawk changing-column-type, strong_migrations change_column, Bytebase COLUMN_DISALLOW_CHANGE_TYPE
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterColumnType, AlterTable, DropTable, ModifyColumn
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement
from schemawarden_policy.type_shifts import TypeShift, type_shifts


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for shift in type_shifts(migration, settings):
        if not shift.same:
            quiet = shift.unseen or (not shift.old and _refuses_copies(shift.statement))
            yield _sighting(shift, names, Severity.NOTICE if quiet else None)


def _sighting(shift: TypeShift, names: Names, severity: Severity | None) -> Sighting:
    column = f"{shown(shift.table, shift.schema)}.{shift.column}"
    felt = "clients hardly notice" if severity else "clients that bind the old type may fail on the new one"
    new = names.sql(f"{shift.column}_new")
    add = f"ALTER TABLE {names.sql(shift.table, shift.schema)} ADD COLUMN {new} {shift.new};  -- fill it in batches, then switch over"
    return Sighting(shift.statement.place, f"{column} {shift.told}: {felt}.", add, (column,), severity)


def _refuses_copies(statement: Statement) -> bool:
    """MySQL is told to fail unless the stored values can stay: then the type is hardly another one."""
    return any(
        isinstance(change, AlterTable) and (change.form, change.name.upper()) == ("ALGORITHM", "INSTANT")
        for change in statement.changes
    )


RULE = Rule(
    "type-change-compat",
    "compatibility",
    Severity.WARNING,
    ALL,
    _check,
    aliases=("changing-column-type", "change_column", "COLUMN_DISALLOW_CHANGE_TYPE"),
    sees=(AlterColumnType, ModifyColumn, DropTable),
    facts=("before",),
)
