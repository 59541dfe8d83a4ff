"""A statement failed in the rehearsal.

## What it sees
A statement that ended with an error on a disposable copy of the target's schema (`runs[].error`).

## Why it hurts
It will most likely fail on the target too, and the statements after it were never seen to run.

## Instead
Mend the statement, and rehearse again.

```sql
CREATE TABLE accounts (id integer PRIMARY KEY);
```

## Example
With a rehearsal that reports `no such table: acounts`:

```sql
ALTER TABLE acounts ADD COLUMN plan text;
```

## When to allow it
When the copy lacks something that the target has, and the difference is understood.

## References
- design, walk dry_run
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place
from schemawarden_policy.visible import visible


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    places = {(s.place.file, s.place.statement): s.place for s in migration.statements()}
    for run in migration.facts.runs or ():
        if run.error and not run.refused:
            place = places.get((run.file, run.statement)) or Place(run.file, run.statement, 1)
            state = (
                f" (SQLSTATE {visible(run.sqlstate)})"
                if run.sqlstate and run.sqlstate not in run.error
                else ""
            )
            message = f"It fails on a copy of the target's schema: {visible(run.error)[:300]}{state}"
            yield Sighting(place, message, "Mend the statement and rehearse again.")


RULE = Rule("rehearsal-failed", "effects", Severity.ERROR, ALL, _check, facts=("runs",))
