"""The live schema is not what the applied files make.

## What it sees
A table, column, index, view or trigger that the applied files make and the database lacks, or the other way round. Atlas's
revisions say that a file was applied; the schema says that it was not, or that somebody changed the database by hand.

## Why it hurts
The migration was written against the history. A new database, made from the files, is another one than this. A version that
was only marked as applied never ran, and nothing will ever run it.

## Instead
Put what was changed by hand into a migration of its own, or undo it; `migration_status` shows the statements between the two.

```sql
CREATE INDEX idx_users_email ON users (email);
```

## Example
Where the revisions say that the file which adds `users.phone` was applied, and the table has no such column:

```sql
CREATE INDEX idx_users_email ON users (email);
```

## When to allow it
When the difference is known and has nothing to do with the change.

## References
- threats E03; Atlas: drift detection
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place

_NAMED = 5


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    drift = migration.facts.history.drift
    if not drift or not migration.files:
        return
    more = f"; and {len(drift) - _NAMED} more" if len(drift) > _NAMED else ""
    message = f"The live schema is not what the applied files make: {'; '.join(drift[:_NAMED])}{more}."
    yield Sighting(
        Place(migration.files[0].name, -1, 1),
        message,
        "Look at migration_status for the statements between them.",
    )


RULE = Rule("schema-drift", "compatibility", Severity.WARNING, ALL, _check, facts=("history",))
