"""A statement that refuses to run in a transaction stands in a file that has one.

## What it sees
`CREATE`, `DROP INDEX` and `REINDEX CONCURRENTLY`, `DETACH PARTITION CONCURRENTLY` and `VACUUM` in a file without `--
atlas:txmode none` at its head. Always, also on a table that the change set created.

## Why it hurts
The runner opens a transaction for each file. PostgreSQL answers "cannot run inside a transaction block", and the migration
stops there.

## Instead
Put it into a file of its own, whose first line says so, with an empty line after it.

```sql
-- atlas:txmode none

DROP INDEX CONCURRENTLY users_email;
```

## Example

```sql
ALTER TABLE users ADD COLUMN nickname text;
CREATE INDEX CONCURRENTLY users_nickname ON users (nickname);
```

## When to allow it
Never: it can't run.

## References
- Atlas PG103, squawk ban-concurrent-index-creation-in-transaction; measured on PostgreSQL 15
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.migration import Migration, tx_mode
from schemawarden_policy.outside_transaction import outside_transaction
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for file in migration.files:
        if tx_mode(file) == "none":
            continue
        for statement in file.statements:
            for words in dict.fromkeys(filter(None, map(outside_transaction, statement.changes))):
                alone = len(file.statements) == 1
                yield Sighting(
                    statement.place,
                    f"{words} can't run inside a transaction, and the runner opens one for {file.name}.",
                    f"{'' if alone else 'Move it to a file of its own. '}First line: -- atlas:txmode none, then an empty line.",
                )


RULE = Rule(
    "concurrent-in-transaction",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("PG103", "TX101", "ban-concurrent-index-creation-in-transaction"),
)
