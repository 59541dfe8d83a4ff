"""A migration controls transactions by itself.

## What it sees
`BEGIN`, `COMMIT`, `END`, `ROLLBACK`, `SAVEPOINT`, `RELEASE` as statements of a file; on PostgreSQL also `START`, `ABORT`,
`PREPARE TRANSACTION` and its relatives, and a `COMMIT` in the body of a `DO` block. Not the `COMMIT` between the batches of a loop
that updates rows, in a file with `-- atlas:txmode none`: see unsafe-directive.

## Why it hurts
The runner wraps each file in a transaction, so that a failure leaves nothing behind. A `COMMIT` in the file ends that
transaction: the statements before it stay, the ones after it run one by one, and the revision row no longer says the
truth. In a rehearsal it escapes the rollback.

## Instead
Leave the words out; the file is one transaction already.

```sql
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE posts (id integer PRIMARY KEY);
```

## Example

```sql
BEGIN;
CREATE TABLE users (id integer PRIMARY KEY);
COMMIT;
```

## When to allow it
Never. Work that can't share a transaction belongs in files of its own. It can't be switched off.

## References
- SQLite: [BEGIN TRANSACTION](https://sqlite.org/lang_transaction.html); PostgreSQL: [PREPARE TRANSACTION](https://www.postgresql.org/docs/current/sql-prepare-transaction.html)
- Atlas TX201, squawk transaction-nesting, Bytebase STATEMENT_DISALLOW_COMMIT
- threats C08, D10
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.batches import loops_outside_transaction
from schemawarden_policy.change import TransactionControl
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for file, statement in ((f, statement) for f in migration.files for statement in f.statements):
        for change in statement.changes:
            if isinstance(change, TransactionControl) and not loops_outside_transaction(file, statement):
                yield Sighting(
                    statement.place,
                    f"{change.verb} interferes with the transaction that the file already runs in.",
                    f"Remove the {change.verb} statement.",
                )


RULE = Rule(
    "nested-transaction",
    "forbidden",
    Severity.FORBIDDEN,
    ALL,
    _check,
    aliases=("TX201", "transaction-nesting", "STATEMENT_DISALLOW_COMMIT"),
)
