"""TRUNCATE empties tables that it does not name.

## What it sees
`TRUNCATE ... CASCADE`, always: also on a table that the change set created.

## Why it hurts
Every table with a foreign key to it is emptied as well, and every table with a foreign key to those. The statement names
none of them.

## Instead
Name each table.

```sql
CREATE TABLE batches (id bigint PRIMARY KEY);
CREATE TABLE lines (batch bigint REFERENCES batches);
TRUNCATE batches, lines;
```

## Example

```sql
TRUNCATE accounts CASCADE;
```

## When to allow it
When the rehearsal shows which tables it empties and all of them are meant: approve the plan.

## References
- squawk ban-truncate-cascade, MigrationPilot MP036
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemawarden_policy.change import Truncate
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place
from schemawarden_policy.visible import visible

_NOTE = re.compile(r'truncate cascades to table "(.+)"')


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement in migration.statements():
        for change in statement.changes:
            if isinstance(change, Truncate) and change.cascade:
                names, more = ", ".join(change.tables), _reached(migration, statement.place)
                seen = f": the rehearsal saw {', '.join(more)}" if more else ""
                message = f"CASCADE empties every table that refers to {names}, without naming one{seen}."
                suggestion = "Name every table that is meant."
                yield Sighting(statement.place, message, suggestion, (*change.tables, *more))


def _reached(migration: Migration, place: Place) -> tuple[str, ...]:
    """The tables to which the rehearsal saw it cascade."""
    runs = (r for r in migration.facts.runs or () if (r.file, r.statement) == (place.file, place.statement))
    found = (_NOTE.fullmatch(note) for run in runs for note in run.notes)
    return tuple(visible(match.group(1)) for match in found if match)


RULE = Rule(
    "truncate-cascade",
    "destructive",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    destructive=True,
    aliases=("ban-truncate-cascade", "MP036"),
    sees=(Truncate,),
    facts=("runs",),
)
