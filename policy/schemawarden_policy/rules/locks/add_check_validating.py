"""A check reads the whole table while everybody waits.

## What it sees
`ADD CONSTRAINT ... CHECK` without `NOT VALID`, on a table that existed before the change set; also a check of a column that
the same statement adds.

## Why it hurts
PostgreSQL reads every row to see whether it fits, under AccessExclusive: nobody reads or writes the table meanwhile. A row
that does not fit makes the migration fail after all that.

## Instead
Add it `NOT VALID`, which looks at no row, and validate it in a later file, under a lock that lets others read and write.

```sql
ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID;
```

## Example

```sql
ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0);
```

## When to allow it
When the table is small: approve the plan. Where the table's size is known, a small one makes it a warning.

## References
- Atlas PG305, squawk constraint-missing-not-valid, eugene E1, strong_migrations add_check_constraint
- measured on PostgreSQL 15 and 18
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddConstraint
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.not_valid import in_two_steps
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AddConstraint) or change.kind != "check" or change.not_valid:
            continue
        if not lifetimes.born(change.table, change.schema):
            table = shown(change.table, change.schema)
            message = f"Nobody reads or writes {table} until every row of it is checked."
            yield Sighting(statement.place, message, in_two_steps(statement, change, names), (table,))


RULE = Rule(
    "add-check-validating",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=(
        "PG305",
        "constraint-missing-not-valid",
        "E1",
        "add_check_constraint",
        "STATEMENT_ADD_CHECK_NOT_VALID",
        "MP030",
    ),
    sees=(AddConstraint,),
    scales=True,
)
