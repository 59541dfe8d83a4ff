"""The files and what the target has applied don't fit.

## What it sees
An applied file whose text changed or that is gone, a pending file that sorts before the newest applied one, a version
that stopped in the middle; and an `atlas.sum` that does not fit the files (a warning).

## Why it hurts
Databases that should be equal become different: a new one runs the edited text, the old one ran the other. A file slipped in
before the head runs in another order here than anywhere else. Atlas itself says nothing about a rewritten file once the
sum is computed again.

## Instead
Leave applied files alone. Give a pending file a version after the newest applied one.

```sql
ALTER TABLE users ADD COLUMN nickname text;
```

## Example
Where the target has applied 20250102000000 and this file is 20250101000000:

```sql
ALTER TABLE users ADD COLUMN nickname text;
```

## When to allow it
An out-of-order file that touches nothing the later ones touch may be approved.

## References
- Atlas non_linear; threats E01, E02, E07
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    history = migration.facts.history
    names = {file.version: file.name for file in migration.files}
    for name in history.rewritten:
        message = f"HISTORY_REWRITTEN: {name} was applied with another text than it has now."
        yield _sighting(name, message, f"Restore the applied text of {name}; put the change in a new file.")
    for name in history.missing:
        yield _sighting(name, f"Version {name} was applied and has no file any more.", "Restore the file.")
    for name in history.out_of_order:
        message = f"{name} sorts before the newest applied version and would run out of order."
        yield _sighting(
            names.get(name, name), message, "Rename it to a version after the newest applied one."
        )
    for name in history.partial:
        message = f"Version {name} stopped in the middle; part of it is applied."
        yield _sighting(names.get(name, name), message, "Recover that version first.")
    if history.sum_problem:
        message = f"atlas.sum does not fit the files: {history.sum_problem}"
        yield _sighting("atlas.sum", message, "Re-seal it with write_migration.", Severity.WARNING)


def _sighting(file: str, message: str, suggestion: str, severity: Severity | None = None) -> Sighting:
    return Sighting(Place(file, -1, 1), message, suggestion, severity=severity)


RULE = Rule("non-linear-history", "compatibility", Severity.ERROR, ALL, _check, facts=("history",))
