"""A column goes that a view, a policy or another column reads.

## What it sees
`DROP COLUMN` of a column that a view, a materialized view, a policy or a generated column reads, as far as the change set made
it or the rehearsal saw it go along; and a rehearsal that failed because something depends on the column. Not when the dependent
is dropped before. What `CASCADE` may take besides, nobody knows from the text: drop-cascade tells of that.

## Why it hurts
Without CASCADE PostgreSQL refuses, and MySQL refuses for a generated column but breaks a view without a word: it fails when it
is next asked. With CASCADE the dependents go, and the statement does not name one.

## Instead
Drop what reads the column first, drop the column, and make the dependents again without it.

```sql
CREATE VIEW people AS SELECT id, name FROM users;
DROP VIEW people;
CREATE VIEW people AS SELECT id FROM users;
```

## Example

```sql
CREATE VIEW people AS SELECT id, name FROM users;
ALTER TABLE users DROP COLUMN name CASCADE;
```

## When to allow it
When the rehearsal names what goes along and all of it is meant: approve the plan.

## References
- Ptah DS110P, MigrationPilot MP052
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from schemawarden_policy.change import (
    AddColumn,
    Change,
    ColumnDef,
    CreateObject,
    CreateTable,
    DropColumn,
    DropObject,
    ModifyColumn,
)
from schemawarden_policy.dropped_columns import DroppedColumns, dropped_columns
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place, Statement

_READERS = ("view", "materialized_view", "policy")
_PARTS = ("column", "index", "constraint", "rows", "table", "privilege")
"""What goes with a column anyway."""
_DEPENDED_ON = "2BP01"


@dataclass(frozen=True, slots=True)
class _Reader:
    """Something that the change set made and that reads a table."""

    what: str
    name: str
    table: tuple[str, str]
    text: str


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for dropped in dropped_columns(migration, settings):
        readers = _readers(migration, dropped, names)
        seen, refused = _rehearsed(migration, dropped.statement.place)
        known = list(dict.fromkeys((*readers, *seen)))
        if known or refused:
            yield _sighting(dropped, known)


def _readers(migration: Migration, dropped: DroppedColumns, names: Names) -> list[str]:
    """What reads one of the columns when the statement comes, in words."""
    key = names.key(dropped.table, dropped.schema)
    words = re.compile(rf"\*|\b(?:{'|'.join(map(re.escape, dropped.columns))})\b", re.IGNORECASE)
    return [
        f"{reader.what} {reader.name}"
        for reader in _standing(migration, dropped, names)
        if reader.table == key and words.search(reader.text)
    ]


def _standing(migration: Migration, dropped: DroppedColumns, names: Names) -> list[_Reader]:
    """The readers that the change set has made and not dropped up to the statement."""
    found: list[_Reader] = []
    for statement in migration.statements():
        for change in statement.changes:
            if isinstance(change, DropObject):
                found = [each for each in found if each.name != shown(change.name, change.schema)]
            elif isinstance(change, DropColumn):
                found = [
                    each for each in found if (each.what, each.name) != ("generated column", change.column)
                ]
            else:
                found += _made(statement, change, names)
        if statement.place == dropped.statement.place:
            break
    return found


def _made(statement: Statement, change: Change, names: Names) -> Iterator[_Reader]:
    if isinstance(change, CreateObject) and change.object in _READERS:
        reads = change.reads or ((shown(change.table, change.schema),) if change.table else ())
        what, name = change.object.replace("_", " "), shown(change.name, change.schema)
        yield from (_Reader(what, name, names.key_of(each), statement.text) for each in reads)
    elif isinstance(change, AddColumn | ModifyColumn):
        column = change.column if isinstance(change, AddColumn) else change.definition
        yield from _generated(column, names.key(change.table, change.schema))
    elif isinstance(change, CreateTable):
        for column in change.columns:
            yield from _generated(column, names.key(change.table, change.schema))


def _generated(column: ColumnDef, table: tuple[str, str]) -> Iterator[_Reader]:
    if column.generated and column.expression:
        yield _Reader("generated column", column.name, table, column.expression.replace("*", " "))


def _rehearsed(migration: Migration, place: Place) -> tuple[list[str], bool]:
    """(what the rehearsal saw go along, it failed since something depends on the column)."""
    runs = [r for r in migration.facts.runs or () if (r.file, r.statement) == (place.file, place.statement)]
    gone = [
        f"{effect.object.replace('_', ' ')} {effect.name}"
        for run in runs
        for effect in run.effects
        if effect.verb == "dropped" and effect.object not in _PARTS
    ]
    return gone, any(run.sqlstate == _DEPENDED_ON for run in runs)


def _sighting(dropped: DroppedColumns, known: list[str]) -> Sighting:
    table = shown(dropped.table, dropped.schema)
    whole = tuple(f"{table}.{column}" for column in dropped.columns)
    told = ", ".join(known)
    if dropped.cascades:
        message = f"CASCADE drops what reads {', '.join(whole)}: {told}." if told else ""
    else:
        message = f"{told[:1].upper()}{told[1:]} reads {', '.join(whole)}, which goes." if told else ""
    message = message or f"Something depends on {', '.join(whole)}: the statement fails."
    suggestion = "Drop what reads it first, then the column; make the dependents again without it."
    return Sighting(dropped.statement.place, message, suggestion, whole)


RULE = Rule(
    "drop-column-with-dependents",
    "destructive",
    Severity.ERROR,
    POSTGRESQL | MYSQL,
    _check,
    destructive=True,
    aliases=("DS110P", "MP052"),
    sees=(DropColumn,),
    facts=("runs",),
)
