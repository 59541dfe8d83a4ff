"""A new column numbers the rows, so the whole table is written anew.

## What it sees
`ADD COLUMN` with a type of the serial family or `GENERATED ... AS IDENTITY`, on a table that existed before the change set.
Not where the rehearsal saw no rewrite.

## Why it hurts
Each row gets a number of its own: PostgreSQL copies the table and its indexes under AccessExclusive, and nobody reads or
writes it meanwhile.

## Instead
Add the column plain, let a sequence number the rows to come, and number the old ones in batches.

```sql
ALTER TABLE users ADD COLUMN number bigint;
CREATE SEQUENCE users_number_seq OWNED BY users.number;
ALTER TABLE users ALTER COLUMN number SET DEFAULT nextval('users_number_seq');
```

## Example

```sql
ALTER TABLE users ADD COLUMN number bigserial;
```

## When to allow it
When the table is small: approve the plan. Where the table's size is known, a small one makes it a warning.

## References
- Atlas PG310, eugene E11, strong_migrations add_column_auto_incrementing
- measured on PostgreSQL 15 and 18
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.under_lock import kept_storage

_PLAIN = {
    "SERIAL": "integer",
    "SERIAL4": "integer",
    "BIGSERIAL": "bigint",
    "SERIAL8": "bigint",
    "SMALLSERIAL": "smallint",
    "SERIAL2": "smallint",
}


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AddColumn) or not change.column.identity:
            continue
        key = ".".join(names.key(change.table, change.schema))
        if lifetimes.born(change.table, change.schema) or kept_storage(migration, statement.place, key):
            continue
        table, column = shown(change.table, change.schema), change.column.name
        yield Sighting(
            statement.place,
            f"Each row gets a number in {table}.{column}: {table} is written anew while nobody reads or writes it.",
            _safer(change, names),
            (f"{table}.{column}",),
        )


def _safer(change: AddColumn, names: Names) -> str:
    table, column = names.sql(change.table, change.schema), names.sql(change.column.name)
    sequence = names.sql(f"{change.table}_{change.column.name}_seq", change.schema)
    quoted = sequence.replace("'", "''")
    return (
        f"ALTER TABLE {table} ADD COLUMN {column} {_PLAIN.get(change.column.type, change.column.type)};\n"
        f"CREATE SEQUENCE {sequence} OWNED BY {table}.{column};\n"
        f"ALTER TABLE {table} ALTER COLUMN {column} SET DEFAULT nextval('{quoted}');  -- then number the old rows in batches"
    )


RULE = Rule(
    "serial-or-identity-column",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("PG310", "E11", "add_column_auto_incrementing", "MP015", "adding-field-with-default"),
    sees=(AddColumn,),
    scales=True,
    facts=("runs",),
)
