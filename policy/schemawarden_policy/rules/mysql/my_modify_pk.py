"""A primary key takes the place of another one.

## What it sees
`DROP PRIMARY KEY` and a new primary key in one `ALTER TABLE`, on a table that existed before the change set. Silent with
`ALGORITHM=INPLACE` or `LOCK=NONE`.

## Why it hurts
Rows are stored in the order of the primary key, and every index ends with it: the server writes all of them anew. Others can
work meanwhile on an ordinary table, but it takes disk and time, and replicas wait. Clients and foreign keys that go by the old
key find another one.

## Instead
Look for equal values first, let the server refuse whatever would stop writes, and keep the old key as a unique index while
readers need it.

```sql
ALTER TABLE sessions ADD UNIQUE INDEX sessions_id (id), ALGORITHM=INPLACE, LOCK=NONE;
ALTER TABLE sessions DROP PRIMARY KEY, ADD PRIMARY KEY (token), ALGORITHM=INPLACE, LOCK=NONE;
```

## Example

```sql
ALTER TABLE sessions DROP PRIMARY KEY, ADD PRIMARY KEY (token);
```

## When to allow it
In a window, or when the table is small: approve the plan.

## References
- Atlas MY137; measured on MariaDB 10.11: INPLACE with LOCK=NONE, never NOCOPY; a drop alone copies. MySQL: documented
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, AddConstraint, DropConstraint
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_alter import alterations, clauses, guarded, table_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.rules.mysql.my_add_pk import adds_key, drops_key
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, change in alterations(migration, settings, AddConstraint, AddColumn):
        if adds_key(change) and drops_key(statement) and not clauses(statement).refuse_a_copy:
            table = table_of(change)
            message = f"{table} and all its indexes are built anew in the order of another primary key."
            yield Sighting(statement.place, message, guarded(statement), (table,))


RULE = Rule(
    "my-modify-pk",
    "mysql",
    Severity.ERROR,
    MYSQL,
    _check,
    aliases=("MY137",),
    sees=(DropConstraint,),
    scales=True,
)
