"""A transaction is opened and never ended.

## What it sees
`BEGIN` or `SAVEPOINT` with no `COMMIT`, `END`, `ROLLBACK` or `RELEASE` after it in the file.

## Why it hurts
Whatever runs next on the connection belongs to the open transaction: locks stay, and the work vanishes when the connection
closes.

## Instead
Leave transaction words out; the file is one transaction already.

```sql
ALTER TABLE users ADD COLUMN nickname text;
```

## Example

```sql
BEGIN IMMEDIATE;
ALTER TABLE users ADD COLUMN nickname text;
```

## When to allow it
Never. It can't be switched off.

## References
- squawk ban-uncommitted-transaction, MigrationPilot MP053, pgfence unclosed-transaction
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import TransactionControl
from schemawarden_policy.migration import Migration, MigrationFile
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for file in migration.files:
        opened = _left_open(file)
        if opened:
            yield Sighting(
                opened.place, "A transaction opens here and is never ended in this file.", "Remove it."
            )


_OPENING = ("BEGIN", "START", "SAVEPOINT")
_ENDING = ("COMMIT", "END", "ROLLBACK", "ABORT", "RELEASE", "PREPARE")


def _left_open(file: MigrationFile) -> Statement | None:
    opened: Statement | None = None
    for statement in file.statements:
        for change in statement.changes:
            if isinstance(change, TransactionControl):
                word = change.verb.split(" ", 1)[0]
                opened = statement if word in _OPENING else None if word in _ENDING else opened
    return opened


RULE = Rule(
    "unclosed-transaction",
    "forbidden",
    Severity.FORBIDDEN,
    ALL,
    _check,
    aliases=("ban-uncommitted-transaction", "MP053"),
)
