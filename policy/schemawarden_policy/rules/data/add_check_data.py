"""A check is put on rows that are there.

## What it sees
`ADD CONSTRAINT ... CHECK` that looks at the rows of a table that existed before the change set, and `ADD COLUMN ... CHECK` whose
default does not fit or that speaks of other columns. A notice where it can't be told whether the default fits. Not `NOT VALID` or
`NOT ENFORCED`, nor `a IS NOT NULL` when the change set has filled `a`. On MariaDB the check of a column leaves the rows unread, so
only `ADD CONSTRAINT` counts; MySQL before 8.0.16 ignores every check.

## Why it hurts
The first row that does not fit makes the statement fail, and the migration with it. A rehearsal on an empty copy does not show it.

## Instead
Count the rows that do not fit, and mend them first. On PostgreSQL add it `NOT VALID`, which binds new rows at once, and validate it
later; on SQLite and for a new column choose a default that fits.

```sql
ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID;
```

## Example

```sql
ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0);
```

## When to allow it
When the count is 0.

## References
- Atlas PG305, MY144; measured on PostgreSQL 15 and 18, MariaDB 10.11 and SQLite 3.40
- [SQLite 3.37](https://sqlite.org/releaselog/3_37_0.html): ADD COLUMN tries its check on the rows
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, AddConstraint, ModifyColumn
from schemawarden_policy.contents import Contents, content_steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.parse.postgres_expression import never_null
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect, Statement
from schemawarden_policy.version import older

_Change = AddConstraint | AddColumn | ModifyColumn


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    if migration.dialect is Dialect.MYSQL and older(migration, 8, 0, 16):
        return
    names = names_of(migration, settings)
    for statement, change, lifetimes, _, contents in content_steps(migration, settings):
        if not isinstance(change, _Change) or lifetimes.born(change.table, change.schema):
            continue
        if isinstance(change, AddConstraint):
            if _looks(change) and not _filled(change, contents):
                yield _sighting(statement, change, names, change.expression)
        elif isinstance(change, AddColumn) and change.column.check:
            yield from _of_column(statement, change, names)
        elif isinstance(change, ModifyColumn) and change.definition.check and names.dialect is Dialect.MYSQL:
            yield _sighting(statement, change, names, change.definition.check)


def _looks(change: AddConstraint) -> bool:
    return change.kind == "check" and not change.not_valid


def _filled(change: AddConstraint, contents: Contents) -> bool:
    """All that the check asks for is a value, and there is one in every row."""
    columns = never_null(change.expression)
    alone = columns and " AND " not in change.expression.upper()
    return bool(alone) and all(contents.filled(change.table, column, change.schema) for column in columns)


def _of_column(statement: Statement, change: AddColumn, names: Names) -> Iterator[Sighting]:
    """The rows get the default, and are held against the check, but on MariaDB."""
    from schemawarden_policy.first_value import (  # it takes a while, and few files need it
        Outcome,
        first_outcome,
    )

    outcome = first_outcome(change.column, names.dialect)
    if outcome is Outcome.HOLDS or names.dialect is Dialect.MARIADB:
        return
    severity = Severity.NOTICE if outcome is Outcome.UNKNOWN else None
    if outcome is Outcome.DEPENDS:
        yield _sighting(statement, change, names, change.column.check)
        return
    table = shown(change.table, change.schema)
    value = change.column.default or "NULL"
    word = "fails" if outcome is Outcome.FAILS else "fails if there is a row and the value does not fit"
    yield Sighting(
        statement.place,
        f"Each row of {table} gets {value} in {change.column.name}, held against CHECK ({change.column.check}): it {word}.",
        "Choose a default for which the check holds.",
        (f"{table}.{change.column.name}",),
        severity,
    )


def _sighting(statement: Statement, change: _Change, names: Names, check: str) -> Sighting:
    table, spelt = shown(change.table, change.schema), names.sql(change.table, change.schema)
    return Sighting(
        statement.place,
        f"CHECK ({check}) fails if a row of {table} does not fit it.",
        f"SELECT count(*) FROM {spelt} WHERE NOT ({check});  -- first: it must be 0",  # noqa: S608 - shown, never run
        (table,),
    )


RULE = Rule(
    "add-check-data",
    "data",
    Severity.WARNING,
    ALL,
    _check,
    aliases=("PG305", "MY144"),
    sees=(AddConstraint, AddColumn, ModifyColumn),
)
