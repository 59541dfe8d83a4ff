"""Something is changed that nobody may change.

## What it sees
A statement that touches an object which the operator's OWNERS file keeps from everybody (`!deny`): by what the statement says, or
by what the rehearsal saw it do. The last line of the file that matches the object counts; a change of a whole table touches its
columns as well. What code touches that a statement does not show is known from the rehearsal alone.

## Why it hurts
The operator decided that this object is changed by other means than a migration, or not at all. No approval covers it.

## Instead
Work beside it, or let the operator change the OWNERS file first.

```sql
CREATE TABLE ledger_notes (entry_id integer, note text);
```

## Example
With a line `ledger !deny` in OWNERS:

```sql
ALTER TABLE ledger ADD COLUMN note text;
```

## When to allow it
Never by approval. The operator takes the line out of the OWNERS file, for as long as it is needed.

## References
- Atlas OW102
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.migration import Migration
from schemawarden_policy.owned import asked
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, spot, line in asked(migration, settings):
        if line.denied:
            name = spot.words
            message = f"Nobody may change {name}: line {line.line} of OWNERS denies {line.pattern}."
            yield Sighting(
                statement.place,
                message,
                "Leave it as it is; only the operator can change that line.",
                (name,),
            )


RULE = Rule(
    "owner-denied", "ownership", Severity.FORBIDDEN, ALL, _check, aliases=("OW102",), facts=("runs", "before")
)
