"""A foreign key is added, and the table is copied to check it.

## What it sees
`ADD FOREIGN KEY` on a table that existed before the change set, and a column with `REFERENCES` where the server heeds that
(MariaDB from 10.5, MySQL from 9.0). Silent while the file has `foreign_key_checks` off; with `ALGORITHM=INPLACE`, `NOCOPY`
or `INSTANT`, or `LOCK=NONE`.

## Why it hurts
With the checks on, the server copies every row to look up its parent, and nobody can write to the table meanwhile. A row
without a parent makes the statement fail after all that.

## Instead
Count the orphans first. Then add the key with the checks off, in place, and turn them on again: the server checks what is
written from then on, and trusts the rows that are there.

```sql
SELECT count(*) FROM orders LEFT JOIN customers ON customers.id = orders.customer_id
WHERE orders.customer_id IS NOT NULL AND customers.id IS NULL;
SET foreign_key_checks = 0;
ALTER TABLE orders ADD CONSTRAINT fk_orders_customer FOREIGN KEY (customer_id) REFERENCES customers (id),
    ALGORITHM=INPLACE, LOCK=NONE;
SET foreign_key_checks = 1;
```

## Example

```sql
ALTER TABLE orders ADD CONSTRAINT fk_orders_customer FOREIGN KEY (customer_id) REFERENCES customers (id);
```

## When to allow it
When the table is small, or writes may wait: approve the plan.

## References
- Atlas MY131, strong_migrations add_foreign_key_mysql; measured on MariaDB 10.11: COPY with the checks on, NOCOPY with
  LOCK=NONE when they are off. MySQL: documented
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, AddConstraint, Change
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_alter import alterations, clauses, guarded, table_of
from schemawarden_policy.mysql_session import keys_unchecked
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.rules.mysql.my_inline_references import inline_references_hold
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    unchecked = keys_unchecked(migration)
    for statement, change in alterations(migration, settings, AddConstraint, AddColumn):
        parent = _parent(change, migration)
        if parent and statement.place not in unchecked and not clauses(statement).refuse_a_copy:
            table = table_of(change)
            message = f"Every row of {table} is copied to look up its parent in {parent}, while nobody can write to {table}."
            yield Sighting(statement.place, message, _safer(statement), (table,))


def _parent(change: Change, migration: Migration) -> str:
    """The table that a new foreign key refers to; empty when there is none."""
    if isinstance(change, AddConstraint) and change.kind == "foreign_key":
        return change.references or "the other table"
    if isinstance(change, AddColumn) and inline_references_hold(migration):
        return change.column.references or ""
    return ""


def _safer(statement: Statement) -> str:
    return (
        f"SET foreign_key_checks = 0;  -- after a query for rows without a parent\n"
        f"{guarded(statement)}\n"
        f"SET foreign_key_checks = 1;"
    )


RULE = Rule(
    "my-add-fk",
    "mysql",
    Severity.ERROR,
    MYSQL,
    _check,
    aliases=("MY131", "add_foreign_key_mysql"),
    sees=(AddConstraint, AddColumn),
    scales=True,
)
