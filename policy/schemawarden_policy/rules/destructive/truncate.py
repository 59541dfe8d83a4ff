"""A table is emptied.

## What it sees
`TRUNCATE` of a table that existed before the change set.

## Why it hurts
Every row is gone when the transaction commits, no trigger for deleted rows runs, and while it runs nobody reads or writes
the table. MySQL and MariaDB commit at once, together with all that the file did before.

## Instead
Delete the rows that are meant, in batches, outside of the migration. Tables that are new may be emptied:

```sql
CREATE TABLE staging (id bigint PRIMARY KEY);
TRUNCATE staging;
```

## Example

```sql
TRUNCATE events;
TRUNCATE TABLE audit.entries RESTART IDENTITY;
```

## When to allow it
When every row is really meant and a backup holds them: approve the plan.

## References
- Ptah DS108, Bytebase STATEMENT_DISALLOW_TRUNCATE, pgfence truncate
- threats D05
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import Truncate
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, change, lifetimes in steps(migration, settings):
        if isinstance(change, Truncate):
            for table in change.tables:
                if not lifetimes.born_all((table,)):
                    message = f"TRUNCATE empties {table}: all its rows are deleted for good."
                    suggestion = (
                        f"Name the rows of {table} that are meant: DELETE ... WHERE <column> = <value>."
                    )
                    yield Sighting(statement.place, message, suggestion, (table,))


RULE = Rule(
    "truncate",
    "destructive",
    Severity.ERROR,
    POSTGRESQL | MYSQL,
    _check,
    destructive=True,
    aliases=("DS108", "STATEMENT_DISALLOW_TRUNCATE"),
    sees=(Truncate,),
)
