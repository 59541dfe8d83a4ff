"""A check is added, and the table is copied to apply it.

## What it sees
`ADD CONSTRAINT ... CHECK` on a table that existed before the change set, but `NOT ENFORCED`; on MySQL also a column that is
added with one. Silent with `ALGORITHM=INPLACE`, `NOCOPY` or `INSTANT`, or `LOCK=NONE`: the server refuses then.

## Why it hurts
The server copies every row to see whether it fits, while nobody can write. A row that does not fit makes it fail after all
that. MariaDB's `check_constraint_checks=OFF` skips the look, but not the copy.

## Instead
On MySQL, add it `NOT ENFORCED` and keep the rule in the application; on MariaDB, put it on a new column, which costs nothing:
the rows that are there get the column's default and are not looked at.

```sql
ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT ENFORCED;
```

On MariaDB:

```sql
ALTER TABLE orders ADD COLUMN discount INT DEFAULT 0 CHECK (discount >= 0), ALGORITHM=INSTANT;
```

## Example

```sql
ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0);
```

## When to allow it
When the table is small, or writes may wait, and a query has shown that every row fits: approve the plan.

## References
- Atlas MY144, strong_migrations add_check_constraint_mysql; measured on MariaDB 10.11: COPY with LOCK=SHARED, also with
  check_constraint_checks off; INSTANT with a new column, and even a default that the check forbids is taken. MySQL: documented
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, AddConstraint, Change
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_alter import alterations, clauses, table_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    told = set()
    for statement, change in alterations(migration, settings, AddConstraint, AddColumn):
        if clauses(statement).refuse_a_copy or not _looks_at_rows(change, migration.dialect):
            continue
        table = table_of(change)
        if (statement.place, table) not in told:
            told.add((statement.place, table))
            message = (
                f"Every row of {table} is copied to see whether it fits, while nobody can write to {table}."
            )
            yield Sighting(statement.place, message, _safer(migration.dialect), (table,))


def _looks_at_rows(change: Change, dialect: Dialect) -> bool:
    if isinstance(change, AddColumn):
        return dialect is Dialect.MYSQL and bool(change.column.check)
    return isinstance(change, AddConstraint) and change.kind == "check" and not change.not_valid


def _safer(dialect: Dialect) -> str:
    if dialect is Dialect.MYSQL:
        return "Add it NOT ENFORCED; before it is enforced, count the rows that do not fit."
    return "Count the rows that do not fit first, and add it in a window in which writes may wait."


RULE = Rule(
    "my-add-check",
    "mysql",
    Severity.WARNING,
    MYSQL,
    _check,
    aliases=("MY144", "add_check_constraint_mysql"),
    sees=(AddConstraint, AddColumn),
    scales=True,
)
