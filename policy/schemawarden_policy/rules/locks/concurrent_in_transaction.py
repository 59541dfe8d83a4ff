"""A statement that refuses to run in a transaction stands in one.

## What it sees
`CREATE INDEX`, `DROP INDEX` and `REINDEX CONCURRENTLY`, `DETACH PARTITION CONCURRENTLY` and `VACUUM` inside a transaction:
the one that the runner opens for each file without `-- atlas:txmode none` at its head, or one that the file begins itself.
Always, also on a table that the change set created.

## Why it hurts
PostgreSQL answers "cannot run inside a transaction block", and the migration stops there.

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
- Atlas PG103, TX101, squawk ban-concurrent-index-creation-in-transaction
- measured on PostgreSQL 15 and 18
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterTable, CreateIndex, DropIndex, Maintain
from schemawarden_policy.migration import Migration, MigrationFile, tx_mode
from schemawarden_policy.outside_transaction import outside_transaction
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.situation import situations


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    situation = situations(migration)
    for file in migration.files:
        for statement in file.statements:
            if situation[statement.place.file, statement.place.statement].transaction is None:
                continue
            for words in dict.fromkeys(filter(None, map(outside_transaction, statement.changes))):
                whose, safer = _advice(file)
                yield Sighting(
                    statement.place, f"{words} can't run inside a transaction, and {whose}.", safer
                )


def _advice(file: MigrationFile) -> tuple[str, str]:
    """(whose transaction it is, what to do)."""
    if tx_mode(file) == "none":
        return f"{file.name} has begun one", "Put it before BEGIN or after COMMIT."
    move = "" if len(file.statements) == 1 else "Move it to a file of its own. "
    return (
        f"the runner opens one for {file.name}",
        f"{move}First line: -- atlas:txmode none, then an empty line.",
    )


RULE = Rule(
    "concurrent-in-transaction",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=(
        "PG103",
        "TX101",
        "ban-concurrent-index-creation-in-transaction",
        "MP025",
        "STATEMENT_NON_TRANSACTIONAL",
    ),
    sees=(CreateIndex, DropIndex, Maintain, AlterTable),
)
