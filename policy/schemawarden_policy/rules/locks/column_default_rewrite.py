"""A new column's default gives each row another value, so the whole table is written anew.

## What it sees
`ADD COLUMN` with a default that calls a volatile function (`random()`, `gen_random_uuid()`, `clock_timestamp()`, `nextval()`,
any function that is not the server's own), on a table that existed before the change set. A constant, `now()` and
`current_date` cost nothing from PostgreSQL 11 on; on 10 and before every default is told. Not where the rehearsal saw no
rewrite.

## Why it hurts
PostgreSQL copies each row and builds each index under AccessExclusive: nobody reads or writes the table meanwhile.

## Instead
Add the column plain, set the default for rows to come, and fill the old rows in batches.

```sql
ALTER TABLE users ADD COLUMN token uuid;
ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid();
```

## Example

```sql
ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid();
```

## When to allow it
When the table is small: approve the plan. Where the table's size is known, a small one makes it a warning.

## References
- Atlas PG302, squawk adding-field-with-default, strong_migrations add_column_default, add_column_default_callable
- [ALTER TABLE, notes](https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES)
- measured on PostgreSQL 15 and 18; 10 and before are documented
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, ColumnDef
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.parse.postgres_expression import volatile_call
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.under_lock import kept_storage
from schemawarden_policy.version import older


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names, any_default = names_of(migration, settings), older(migration, 11)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AddColumn) or lifetimes.born(change.table, change.schema):
            continue
        why = _rewrites(change.column, any_default)
        if not why or kept_storage(
            migration, statement.place, ".".join(names.key(change.table, change.schema))
        ):
            continue
        table, column = shown(change.table, change.schema), change.column.name
        yield Sighting(
            statement.place,
            f"{why} of {table}.{column}: {table} is written anew while nobody reads or writes it.",
            _safer(change, names),
            (f"{table}.{column}",),
        )


def _rewrites(column: ColumnDef, any_default: bool) -> str:
    """What makes the server write each row, in words."""
    if not column.default or column.default.upper() == "NULL":
        return ""
    called = volatile_call(column.default)
    if called:
        return f"The default {called}()" if " " not in called else f"The default, {called},"
    return "The default" if any_default else ""


def _safer(change: AddColumn, names: Names) -> str:
    table, column = names.sql(change.table, change.schema), change.column
    name = names.sql(column.name)
    return (
        f"ALTER TABLE {table} ADD COLUMN {name} {column.type};\n"
        f"ALTER TABLE {table} ALTER COLUMN {name} SET DEFAULT {column.default};  -- then fill the old rows in batches"
    )


RULE = Rule(
    "column-default-rewrite",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=(
        "PG302",
        "adding-field-with-default",
        "add_column_default",
        "add_column_default_callable",
        "COLUMN_DEFAULT_DISALLOW_VOLATILE",
        "STATEMENT_DISALLOW_ADD_COLUMN_WITH_DEFAULT",
        "MP003",
    ),
    sees=(AddColumn,),
    scales=True,
    facts=("runs",),
)
