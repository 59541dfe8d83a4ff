"""A column gets a type that can hold less.

## What it sees
`ALTER COLUMN ... TYPE` to a shorter, smaller or less exact type, by the schema before; and any with a `USING` that is more
than a cast of the column itself. On a table that existed before the change set.

## Why it hurts
Values that do not fit make the statement fail, or lose what does not fit: digits after the point, a time zone, the end of a
text. `USING` puts whatever it says in place of the old values.

## Instead
Add a column of the new type, fill it, look at what did not fit, and drop the old one in a later plan.

```sql
ALTER TABLE users ALTER COLUMN name TYPE varchar(200);
```

## Example
Where `name` is `varchar(100)`, and `age` an integer:

```sql
ALTER TABLE users ALTER COLUMN name TYPE varchar(20);
ALTER TABLE users ALTER COLUMN age TYPE integer USING 0;
```

## When to allow it
When a query shows that every value fits: approve the plan.

## References
- Bytebase COLUMN_DISALLOW_CHANGE_TYPE; measured on PostgreSQL 15 and 18
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemawarden_policy.change import AlterColumnType
from schemawarden_policy.facts import Schema
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.postgres_types import TypeChange, type_change
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings

_CAST = re.compile(r'\(*("?)([\w$]+)\1\)*(::[\w ."]+(\([\d, ]+\))?(\[\])*\)*)*')


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names, before = names_of(migration, settings), migration.facts.before
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AlterColumnType) or lifetimes.born(change.table, change.schema):
            continue
        column = f"{shown(change.table, change.schema)}.{change.column}"
        old = old_type(before, change, names)
        if not only_a_cast(change):
            message = f"USING {change.using} takes the place of every value of {column}."
            yield Sighting(statement.place, message, "Look at the values that it gives first.", (column,))
        elif type_change(old, change.type) is TypeChange.NARROWER:
            message = (
                f"{column} goes from {old} to {change.type}: values that do not fit fail, or lose a part."
            )
            query = f"SELECT max(length({names.sql(change.column)}::text)) FROM {names.sql(change.table, change.schema)};  -- look first"  # noqa: S608 - shown, never run
            yield Sighting(statement.place, message, query, (column,))


def old_type(before: Schema | None, change: AlterColumnType, names: Names) -> str:
    """The column's type before, empty when it is not known."""
    table = names.find(before, change.table, change.schema)
    columns = table.columns if table else ()
    return next((c.type for c in columns if names.fold(c.name) == names.fold(change.column)), "")


def only_a_cast(change: AlterColumnType) -> bool:
    """USING names the column itself, perhaps with a cast; so does no USING at all."""
    if change.using is None:
        return True
    match = _CAST.fullmatch(change.using)
    return match is not None and match.group(2) == change.column


RULE = Rule(
    "narrowing-type", "destructive", Severity.ERROR, POSTGRESQL, _check, destructive=True, facts=("before",)
)
