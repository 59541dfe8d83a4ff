"""A new column brings a check along, and the whole table is read for it.

## What it sees
`ADD COLUMN ... CHECK` on a table that existed before the change set, with a default or without.

## Why it hurts
PostgreSQL reads every row under AccessExclusive, although the new column holds the same value in all of them. Nobody reads or
writes the table meanwhile.

## Instead
Add the column plain, then the check `NOT VALID`, and validate it in a later file.

```sql
ALTER TABLE orders ADD COLUMN rebate int;
ALTER TABLE orders ADD CONSTRAINT orders_rebate CHECK (rebate >= 0) NOT VALID;
```

## Example

```sql
ALTER TABLE orders ADD COLUMN rebate int CHECK (rebate >= 0);
```

## When to allow it
When the table is small: approve the plan.

## References
- Atlas PG305 in part
- measured on PostgreSQL 15 and 18
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, AddConstraint
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.not_valid import in_two_steps
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AddColumn) or not change.column.check:
            continue
        if not lifetimes.born(change.table, change.schema):
            table = shown(change.table, change.schema)
            message = (
                f"Nobody reads or writes {table} until every row of it is checked for {change.column.name}."
            )
            yield Sighting(
                statement.place, message, _safer(statement, change, names), (f"{table}.{change.column.name}",)
            )


def _safer(statement: Statement, change: AddColumn, names: Names) -> str:
    table, column = names.sql(change.table, change.schema), change.column
    check = AddConstraint(change.table, "", "check", expression=column.check, schema=change.schema)
    return (
        f"ALTER TABLE {table} ADD COLUMN {names.sql(column.name)} {column.type};  -- with what else it has, but the check\n"
        f"{in_two_steps(statement, check, names)}"
    )


RULE = Rule(
    "inline-check-on-add-column",
    "locks",
    Severity.WARNING,
    POSTGRESQL,
    _check,
    aliases=("PG305",),
    sees=(AddColumn,),
    scales=True,
)
