"""What is changed has an owner, who must approve.

## What it sees
A statement that touches an object which has owners in the operator's OWNERS file: by what the statement says, or by what the
rehearsal saw it do. The last line of the file that matches the object counts. A change of a whole table touches its columns as
well; text that was not understood, and code that a statement does not show, may touch anything, so that every owner is named.

Each finding is a requirement of the plan: somebody of each group that is named has to approve, besides the number of people that the target
asks for. Switching the rule off silences the finding; the requirement stays.

## Why it hurts
Who agent and author are says nothing of whose data it is. The people who run a table know what reads it and what a mistake in
it costs.

## Instead
Keep to tables of your own, or ask the owner to look at the plan.

```sql
CREATE TABLE note (id integer PRIMARY KEY, invoice_id integer);
```

## Example
With a line `invoices @alice @bob` in OWNERS:

```sql
ALTER TABLE invoices ADD COLUMN note text;
```

## When to allow it
An owner approves the plan.

## References
- Atlas OW101, the CODEOWNERS files of code hosts
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.migration import Migration
from schemawarden_policy.owned import ANYTHING, asked
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, spot, line in asked(migration, settings):
        if line.owners:
            people, where = " or ".join(line.owners), f"line {line.line} of OWNERS"
            message = (
                f"What this statement touches is not known, so that {people} must approve the plan ({where})."
                if spot == ANYTHING
                else f"{spot.words} belongs to {people} ({where}), who must approve the plan."
            )
            objects = (spot.words,) if spot.words else ()
            yield Sighting(statement.place, message, f"Ask {people} to look at the plan.", objects)


RULE = Rule(
    "owner-not-authorised",
    "ownership",
    Severity.WARNING,
    ALL,
    _check,
    aliases=("OW101",),
    facts=("runs", "before"),
)
