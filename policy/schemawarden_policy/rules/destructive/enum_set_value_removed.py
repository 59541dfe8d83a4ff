"""An enum loses a value.

## What it sees
On MySQL and MariaDB `MODIFY` and `CHANGE` to an ENUM or SET without a member that the column has, by the schema before or by
what the change set said earlier. On PostgreSQL the swap of types: a new enum is created, a column takes it over from another
type by way of text, and the old type is renamed or dropped in the same change set; unless the change set shows that the new one
has every label of the old. A notice, when an `UPDATE` before it moves rows of that column away.

## Why it hurts
Rows that hold the value make the copy fail in strict mode; outside of it they become empty. On PostgreSQL the cast fails on the
first such row, after a lock that stops readers and writers.

## Instead
Move the rows first, in a plan of its own, and leave the old value in place until nothing writes it.

```sql
ALTER TYPE mood ADD VALUE 'content' AFTER 'ok';
```

## Example

```sql
CREATE TYPE mood_new AS ENUM ('ok', 'happy');
ALTER TABLE people ALTER COLUMN feels TYPE mood_new USING feels::text::mood_new;
DROP TYPE mood;
ALTER TYPE mood_new RENAME TO mood;
```

## When to allow it
When a query shows that no row holds the value: approve the plan.

## References
- Atlas MY110 and MY120, Ptah DS106, MigrationPilot MP024
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemawarden_policy.change import (
    AlterColumnType,
    AlterObject,
    Change,
    CreateObject,
    DropObject,
    ModifyColumn,
    UpdateRows,
)
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_ranges import read_type
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect
from schemawarden_policy.type_shifts import TypeShift, type_shifts

_PLAIN = re.compile(r"(?i)\"?(text|char|character|varchar|int|small|big|bool|numeric)")
"""Types that are no enum."""
_Labels = dict[str, tuple[str, ...]]


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    drops = any(
        isinstance(c, DropObject) and c.object == "type" for s in migration.statements() for c in s.changes
    )
    for shift in type_shifts(migration, settings):
        if migration.dialect is Dialect.POSTGRESQL:
            removed = _swapped(migration, shift, names) if drops else ""
        else:
            removed = _left_out(shift)
        if removed:
            yield _sighting(migration, shift, removed, names)


def _left_out(shift: TypeShift) -> str:
    """The members that the new definition does without, in words."""
    before, after = read_type(shift.old), read_type(shift.new)
    if before.name != after.name:
        return ""
    kept = {member.casefold() for member in after.members}
    return ", ".join(f"'{member}'" for member in before.members if member.casefold() not in kept)


def _swapped(migration: Migration, shift: TypeShift, names: Names) -> str:
    """What the swap of enums leaves out, in words; empty when it is no swap, or all labels stay."""
    if _PLAIN.match(shift.old):
        return ""
    labels: _Labels = {}
    new: tuple[str, ...] | None = None
    gone: list[tuple[str, ...] | None] = []
    for statement in migration.statements():
        for change in statement.changes:
            if isinstance(change, AlterColumnType) and statement is shift.statement:
                new = new or labels.get(_type(change.type))
            elif isinstance(change, DropObject) and change.object == "type":
                gone.append(labels.pop(_type(change.name), None))
            else:
                _follow(labels, change)
    if new is None or not gone:
        return ""
    if None in gone:
        return "a value that its type had, or why else would it be swapped"
    return ", ".join(f"'{label}'" for old in gone for label in old or () if label not in new)


def _follow(labels: _Labels, change: Change) -> None:
    """Enums that the change set makes, and what becomes of their names and labels."""
    if isinstance(change, CreateObject) and change.values:
        labels[_type(change.name)] = change.values
    elif isinstance(change, AlterObject) and change.object == "type" and change.form == "RENAME TO":
        known = labels.pop(_type(change.name), None)
        if known is not None:
            labels[_type(change.value)] = known


def _type(name: str) -> str:
    """The name as the text of a type has it."""
    return name.upper().rpartition(".")[2].strip('"')


def _sighting(migration: Migration, shift: TypeShift, removed: str, names: Names) -> Sighting:
    column, spelt = f"{shown(shift.table, shift.schema)}.{shift.column}", names.sql(shift.column)
    moved = _moved_before(migration, shift, names)
    then = "an UPDATE before moves rows away" if moved else "rows that hold it make the change fail"
    message = f"{column} loses {removed}: {then}."
    table = names.sql(shift.table, shift.schema)
    count = f"SELECT {spelt}, count(*) FROM {table} GROUP BY {spelt};  -- look first, and move the rows"  # noqa: S608 - shown, never run
    return Sighting(
        shift.statement.place, message, count, (column,), Severity.NOTICE if moved else None, not moved
    )


def _moved_before(migration: Migration, shift: TypeShift, names: Names) -> bool:
    key, column = names.key(shift.table, shift.schema), names.fold(shift.column)
    for statement in migration.statements():
        if statement is shift.statement:
            return False
        for change in statement.changes:
            if not isinstance(change, UpdateRows) or names.key(change.table, change.schema) != key:
                continue
            if column in map(names.fold, change.columns):
                return True
    return False


RULE = Rule(
    "enum-set-value-removed",
    "destructive",
    Severity.ERROR,
    POSTGRESQL | MYSQL,
    _check,
    aliases=("MY110", "MY120", "DS106", "MP024"),
    sees=(AlterColumnType, ModifyColumn),
    facts=("before",),
)
