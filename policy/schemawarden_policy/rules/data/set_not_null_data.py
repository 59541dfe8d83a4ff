"""A column becomes NOT NULL while rows may hold NULL in it.

## What it sees
`ALTER COLUMN ... SET NOT NULL`, on PostgreSQL 18 also `ADD CONSTRAINT ... NOT NULL`, on MySQL and MariaDB `MODIFY` and `CHANGE`
to `NOT NULL`, of a column that existed before the change set, unless the schema says that it is NOT NULL already. Not when an
earlier statement of the change set fills the NULLs (`UPDATE ... WHERE email IS NULL`, or without a predicate), validates a check
that lets none be, or added the column with a default; nor with `ALGORITHM=INSTANT`, which the server accepts only for a column that
is NOT NULL already. A warning, where a `MODIFY` or `CHANGE` says NOT NULL of a column of which nothing is known: both repeat all
that a column is to stay.

## Why it hurts
The first row with a NULL makes the statement fail, and the migration with it. On MySQL and MariaDB what ran before it stays:
definitions can't be rolled back. A default does not help: it is for rows to come. A rehearsal on an empty copy does not show it.

## Instead
Fill the column, see that no NULL is left, and only then require it. On PostgreSQL validate a check first, in files of their own:

```sql
UPDATE users SET email = '' WHERE email IS NULL;
```

## Example

```sql
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
```

## When to allow it
When `SELECT count(*) FROM users WHERE email IS NULL` gives 0, and the code writes no NULL any more.

## References
- Atlas MF104, strong_migrations change_column_null; measured on PostgreSQL 15 and 18 and MariaDB 10.11
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddConstraint, Change, ModifyColumn, SetNotNull
from schemawarden_policy.columns import Columns
from schemawarden_policy.contents import Contents, content_steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_alter import clauses
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.sql_mode import lenient_statements

_ONLY_IF_NOT_NULL = ("INSTANT", "NOCOPY")
"""With these MySQL and MariaDB refuse to make a column NOT NULL, so it must be so already."""


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names, lenient = names_of(migration, settings), lenient_statements(migration)
    for statement, change, lifetimes, columns, contents in content_steps(migration, settings):
        if not isinstance(change, SetNotNull | ModifyColumn | AddConstraint):
            continue
        if lifetimes.born(change.table, change.schema) or statement.place in lenient:
            continue
        if clauses(statement).algorithm in _ONLY_IF_NOT_NULL:
            continue
        table, spelt = shown(change.table, change.schema), names.sql(change.table, change.schema)
        for column in required(change, columns, contents):
            told = names.sql(column)
            yield Sighting(
                statement.place,
                f"Making {table}.{column} NOT NULL fails on the first row that holds NULL there.",
                f"UPDATE {spelt} SET {told} = <value> WHERE {told} IS NULL;  -- first, and see that none is left",  # noqa: S608 - shown, never run
                (f"{table}.{column}",),
                Severity.WARNING if isinstance(change, ModifyColumn) and not columns.at(change)[1] else None,
            )


def required(
    change: SetNotNull | ModifyColumn | AddConstraint, columns: Columns, contents: Contents
) -> tuple[str, ...]:
    """The columns that must hold no NULL from here on, and may do so now."""
    return tuple(
        column
        for column in _named(change)
        if _nullable(change, column, columns) and not contents.filled(change.table, column, change.schema)
    )


def _named(change: Change) -> tuple[str, ...]:
    if isinstance(change, SetNotNull):
        return (change.column,)
    if isinstance(change, ModifyColumn):
        alone = change.definition.auto_increment or change.definition.generated
        return (change.definition.name,) if change.definition.not_null and not alone else ()
    wanted = isinstance(change, AddConstraint) and change.kind == "not_null" and not change.not_valid
    return change.columns if isinstance(change, AddConstraint) and wanted else ()


def _nullable(change: SetNotNull | ModifyColumn | AddConstraint, column: str, columns: Columns) -> bool:
    """It may hold NULL as far as is known."""
    if isinstance(change, AddConstraint):
        known = columns.of(change.table, column, change.schema)
    else:
        known = columns.at(change)[1]
    return known is None or known.null


RULE = Rule(
    "set-not-null-data",
    "data",
    Severity.ERROR,
    POSTGRESQL | MYSQL,
    _check,
    aliases=("MF104", "DD103", "change_column_null"),
    sees=(SetNotNull, ModifyColumn, AddConstraint),
    facts=("before",),
)
