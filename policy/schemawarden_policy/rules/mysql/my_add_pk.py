"""A primary key is added, and the table is built anew.

## What it sees
`ADD PRIMARY KEY`, or a column that is to be one, on a table that existed before the change set, where the statement drops no
primary key. Silent with `ALGORITHM=INPLACE` or `LOCK=NONE`.

## Why it hurts
Rows are stored in the order of the primary key: the server writes the whole table and all its indexes anew. Others can work
meanwhile on an ordinary table, but it takes disk and time, and replicas wait; on some tables nobody can write (a new
`AUTO_INCREMENT`, a `FULLTEXT` index, virtual columns). Equal values make it fail at the end.

## Instead
Look for equal values first, and let the server refuse whatever would stop writes.

```sql
SELECT number, count(*) FROM ledger GROUP BY number HAVING count(*) > 1;
ALTER TABLE ledger ADD PRIMARY KEY (number), ALGORITHM=INPLACE, LOCK=NONE;
```

## Example

```sql
ALTER TABLE ledger ADD PRIMARY KEY (number);
```

## When to allow it
In a window, or when the table is small: approve the plan.

## References
- Atlas MY132; measured on MariaDB 10.11: INPLACE with LOCK=NONE, never NOCOPY; with AUTO_INCREMENT LOCK=SHARED. MySQL: documented
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, AddConstraint, Change, DropConstraint
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_alter import alterations, clauses, guarded, table_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, change in alterations(migration, settings, AddConstraint, AddColumn):
        if not adds_key(change) or drops_key(statement) or clauses(statement).refuse_a_copy:
            continue
        table = table_of(change)
        message = f"{table} and all its indexes are built anew in the order of a new primary key."
        yield Sighting(statement.place, message, guarded(statement), (table,))


def adds_key(change: Change) -> bool:
    if isinstance(change, AddColumn):
        return change.column.primary_key
    return isinstance(change, AddConstraint) and change.kind == "primary_key"


def drops_key(statement: Statement) -> bool:
    return any(isinstance(c, DropConstraint) and c.kind == "primary_key" for c in statement.changes)


RULE = Rule(
    "my-add-pk",
    "mysql",
    Severity.ERROR,
    MYSQL,
    _check,
    aliases=("MY132",),
    sees=(AddConstraint, AddColumn),
    scales=True,
)
