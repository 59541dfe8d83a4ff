"""A primary key is put on a column that may hold NULL.

## What it sees
`ADD PRIMARY KEY`, also with `USING INDEX`, on a table that existed before the change set, unless its columns are known to be NOT
NULL, or a check that the change set validated says so. With `USING INDEX` it is a notice where nothing is known of the columns.

## Why it hurts
A primary key makes its columns NOT NULL. For a column that is not so yet PostgreSQL reads every row under a lock that stops readers
and writers, `USING INDEX` or not, and fails on the first NULL: a unique index lets any number of NULLs in.

## Instead
Make the columns NOT NULL first, by a validated check, and let the constraint take over an index that is there:

```sql
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_code;
```

## Example
Where `code` may be NULL:

```sql
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_code;
```

## When to allow it
When the table is small, and no row holds NULL there.

## References
- Atlas PG304, eugene W14; measured on PostgreSQL 15 and 18
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from schemawarden_policy.change import AddConstraint, Change, CreateIndex
from schemawarden_policy.columns import Columns
from schemawarden_policy.contents import Contents, content_steps
from schemawarden_policy.facts import Schema
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names, before = names_of(migration, settings), migration.facts.before
    made: dict[str, tuple[str, ...]] = {}
    for statement, change, lifetimes, columns, contents in content_steps(migration, settings):
        if isinstance(change, CreateIndex):
            made[change.index] = change.columns
        if not _is_key(change) or lifetimes.born(change.table, change.schema):
            continue
        listed = change.columns or made.get(change.using_index) or _indexed(change, before, names)
        nullable = [column for column in listed if _nullable(change, column, columns, contents)]
        if nullable or not listed:
            known = any(columns.of(change.table, column, change.schema) for column in nullable)
            yield _sighting(statement.place, change, tuple(nullable), names, known)


def _is_key(change: Change) -> TypeGuard[AddConstraint]:
    return isinstance(change, AddConstraint) and change.kind == "primary_key"


def _indexed(change: AddConstraint, before: Schema | None, names: Names) -> tuple[str, ...]:
    """The columns of the index that it takes over; empty when they are not known."""
    table = names.find(before, change.table, change.schema)
    indexes = table.indexes if table else ()
    return next((index.columns for index in indexes if index.name == change.using_index), ())


def _nullable(change: AddConstraint, column: str, columns: Columns, contents: Contents) -> bool:
    """It may be declared so, as far as is known, and nothing proves the opposite."""
    known = columns.of(change.table, column, change.schema)
    required = known is not None and not known.null
    return not required and not contents.proven(change.table, column, change.schema)


def _sighting(
    place: Place, change: AddConstraint, nullable: tuple[str, ...], names: Names, known: bool
) -> Sighting:
    """Taking over an index is what is advised: a notice, unless a column of it is known to be nullable."""
    table, spelt = shown(change.table, change.schema), names.sql(change.table, change.schema)
    what = ", ".join(nullable) if nullable else f"a column of index {change.using_index}"
    first = names.sql(nullable[0]) if nullable else "<column>"
    reads = f"the primary key reads every row of {table} while nobody reads or writes it, and fails on a NULL"
    return Sighting(
        place,
        f"Since {what} may be NULL, {reads}." if known else f"If {what} may be NULL, {reads}.",
        f"ALTER TABLE {spelt} ALTER COLUMN {first} SET NOT NULL;  -- first, by way of a validated check",
        (table,),
        Severity.NOTICE if change.using_index and not known else None,
    )


RULE = Rule(
    "pk-on-nullable",
    "data",
    Severity.WARNING,
    POSTGRESQL,
    _check,
    aliases=("PG304", "W14", "add-pk-using-index"),
    sees=(AddConstraint,),
    facts=("before",),
)
