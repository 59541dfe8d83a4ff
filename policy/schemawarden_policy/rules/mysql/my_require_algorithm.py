"""A change of a table leaves it to the server whether to copy it.

## What it sees
`ALTER TABLE`, `CREATE INDEX` or `DROP INDEX` with neither `ALGORITHM` nor `LOCK`, on a table that existed before the change
set. Partitioning takes neither, and is left out. Off until the operator's policy gives it a severity.

## Why it hurts
Whether a change is instant, built in place or copied depends on the server's version, the table and the other parts of the
statement. Without the clause, the server copies where it must, and says nothing.

## Instead
Say what is expected: the server refuses whatever is worse.

```sql
ALTER TABLE orders ADD COLUMN note VARCHAR(100), ALGORITHM=INSTANT;
```

## Example

```sql
ALTER TABLE orders ADD COLUMN note VARCHAR(100);
```

## When to allow it
Where the house has no such rule, it is off.

## References
- Bytebase STATEMENT_REQUIRE_ALGORITHM_OPTION, STATEMENT_REQUIRE_LOCK_OPTION, STATEMENT_DISALLOW_OFFLINE_DDL
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import (
    AddColumn,
    AddConstraint,
    AlterTable,
    Change,
    CreateIndex,
    DropColumn,
    DropConstraint,
    DropIndex,
    ModifyColumn,
    RenameColumn,
    SetDefault,
)
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_alter import Clauses, alterations, clauses, table_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.settings import Settings

_ALTERS = (AddColumn, AddConstraint, AlterTable, CreateIndex, DropColumn, DropConstraint, DropIndex)
_ALTERS_MORE = (ModifyColumn, RenameColumn, SetDefault)


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    told = set()
    for statement, change in alterations(migration, settings, *_ALTERS, *_ALTERS_MORE):
        if statement.place in told or clauses(statement) != Clauses() or _takes_no_clause(change):
            continue
        told.add(statement.place)
        table = table_of(change)
        message = f"Nothing keeps the server from copying or locking {table}: the statement has no ALGORITHM and no LOCK."
        yield Sighting(
            statement.place, message, "ALGORITHM=INSTANT, or ALGORITHM=INPLACE, LOCK=NONE", (table,)
        )


def _takes_no_clause(change: Change) -> bool:
    return isinstance(change, AlterTable) and "PARTITION" in change.form


RULE = Rule(
    "my-require-algorithm",
    "mysql",
    Severity.NOTICE,
    MYSQL,
    _check,
    aliases=(
        "STATEMENT_REQUIRE_ALGORITHM_OPTION",
        "STATEMENT_REQUIRE_LOCK_OPTION",
        "STATEMENT_DISALLOW_OFFLINE_DDL",
    ),
    sees=(*_ALTERS, *_ALTERS_MORE),
    opt_in=True,
)
