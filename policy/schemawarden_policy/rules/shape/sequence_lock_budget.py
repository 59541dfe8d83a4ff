"""Several pending files lock one table, one after the other.

## What it sees
Two or more pending files that take a lock on the same table which stops its readers or writers, the table having existed before the
change set. A notice for two, a warning from three on. Files don't add up when one between them has to be apart: it validates a
constraint or changes rows of that table, or runs without a transaction.

## Why it hurts
Each file waits for its lock anew, behind every query that runs, while all later queries of the table wait behind it. Three files
in a row make three such queues within seconds; one statement would have made one.

## Instead
Change the table in one file, best in one statement.

```sql
ALTER TABLE users ADD COLUMN nickname text, ADD COLUMN plan text;
```

## Example

```sql
ALTER TABLE users ADD COLUMN nickname text;
-- next file
ALTER TABLE users ADD COLUMN plan text;
-- next file
ALTER TABLE users ADD COLUMN city text;
```

## When to allow it
When the files are applied on different days.

## References
- MigrationPilot SQ001, SQ002
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from schemawarden_policy.change import Change, DeleteRows, InsertRows, UpdateRows, ValidateConstraint
from schemawarden_policy.lifetimes import Key, Lifetimes, steps
from schemawarden_policy.migration import Migration, tx_mode
from schemawarden_policy.names import Names, names_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place
from schemawarden_policy.table_locks import TAKERS, stopping

_MANY = 3
_APART = (ValidateConstraint, UpdateRows, DeleteRows, InsertRows)


@dataclass(slots=True)
class _File:
    """What one file does to tables that were there."""

    locked: dict[Key, tuple[Place, str]] = field(default_factory=dict)
    """Where it locks each first, and the table's name there."""
    apart: set[Key] = field(default_factory=set)
    """The tables for which it has to be a file of its own."""


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    files = {file.name: _File() for file in migration.files}
    names = names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        _note(files[statement.place.file], statement.place, change, lifetimes, names)
    alone = {file.name for file in migration.files if tx_mode(file) == "none"}
    for key in dict.fromkeys(key for file in files.values() for key in file.locked):
        for row in _rows(files, key, alone):
            if len(row) > 1:
                yield _sighting(row, files, key)


def _note(file: _File, place: Place, change: Change, lifetimes: Lifetimes, names: Names) -> None:
    if isinstance(change, _APART):
        file.apart.add(names.key(change.table, change.schema))
    for lock in stopping(change, lifetimes):
        if not lock.by_index:
            file.locked.setdefault(names.key_of(lock.table), (place, lock.table))


def _rows(files: Mapping[str, _File], key: Key, alone: set[str]) -> Iterator[list[str]]:
    """The files that lock the table, as they follow one another without one that has to be apart."""
    row: list[str] = []
    for name, file in files.items():
        if key in file.apart or name in alone:
            yield row
            row = []
        elif key in file.locked:
            row.append(name)
    yield row


def _sighting(row: list[str], files: Mapping[str, _File], key: Key) -> Sighting:
    place, table = files[row[-1]].locked[key]
    return Sighting(
        place,
        f"{len(row)} pending files lock {table}, each for itself: {', '.join(row)}.",
        f"Change {table} in one file.",
        (table,),
        None if len(row) >= _MANY else Severity.NOTICE,
    )


RULE = Rule(
    "sequence-lock-budget",
    "shape",
    Severity.WARNING,
    POSTGRESQL,
    _check,
    aliases=("SQ001", "SQ002"),
    sees=TAKERS,
)
