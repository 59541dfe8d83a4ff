"""An exclusion constraint builds its index while everybody waits.

## What it sees
`ADD CONSTRAINT ... EXCLUDE` on a table that existed before the change set.

## Why it hurts
PostgreSQL reads the table and builds the index under AccessExclusive, and compares each row with the others. There is neither
`NOT VALID` nor `USING INDEX` for it.

## Instead
Put the constraint on a new table, copy the rows in batches, and let the two change places.

```sql
CREATE TABLE bookings_new (room int, during tsrange, CONSTRAINT bookings_apart EXCLUDE USING gist (during WITH &&));
```

## Example

```sql
ALTER TABLE bookings ADD CONSTRAINT bookings_apart EXCLUDE USING gist (during WITH &&);
```

## When to allow it
When the table is small, or everybody may wait: approve the plan.

## References
- Atlas PG109, eugene E8, strong_migrations add_exclusion_constraint
- measured on PostgreSQL 15 and 18
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddConstraint
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AddConstraint) or change.kind != "exclude":
            continue
        if not lifetimes.born(change.table, change.schema):
            table, new = shown(change.table, change.schema), names.sql(f"{change.table}_new", change.schema)
            yield Sighting(
                statement.place,
                f"Nobody reads or writes {table} until the index of the new constraint is built; there is no form that lets them.",
                f"CREATE TABLE {new} (LIKE {names.sql(change.table, change.schema)} INCLUDING ALL);"
                "  -- the constraint on it, then copy in batches and swap the two",
                (table,),
            )


RULE = Rule(
    "add-exclusion",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("PG109", "E8", "add_exclusion_constraint", "MP031", "constraint-missing-not-valid"),
    sees=(AddConstraint,),
    scales=True,
)
