"""A foreign key reads the table while writers of two tables wait.

## What it sees
`ADD CONSTRAINT ... FOREIGN KEY` without `NOT VALID`, and `ADD COLUMN ... REFERENCES` with a default, on a table that existed
before the change set: an error. As a notice, what locks a table that was there for a moment only: a new table that refers to
it, and `ADD COLUMN ... REFERENCES` without a default, whose rows are all NULL and need no parent. A `DEFAULT NULL` is a default:
the rows are looked through.

## Why it hurts
PostgreSQL looks up the parent of every row under ShareRowExclusive on both tables, so that nobody writes to either; with
`ADD COLUMN` nobody reads the first one either. A row without a parent makes the migration fail after all that. Before
PostgreSQL 18 there is no `NOT VALID` for a partitioned table that refers to another.

## Instead
Add it `NOT VALID`, which looks at no row, and validate it in a later file, under locks that let others read and write.

```sql
ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
```

## Example

```sql
ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id);
```

## When to allow it
When both tables are small: approve the plan. Where their sizes are known, two small ones make it a warning.

## References
- Atlas PG306, squawk adding-foreign-key-constraint, eugene E1, strong_migrations add_foreign_key, add_reference
- measured on PostgreSQL 15 and 18
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, AddConstraint, CreateTable
from schemawarden_policy.lifetimes import Lifetimes, steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.not_valid import in_two_steps
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place, Statement


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        if isinstance(change, CreateTable):
            yield from _new_table(statement, change, lifetimes, names)
        elif isinstance(change, AddColumn) and change.column.references:
            yield from _new_column(statement, change, lifetimes, names)
        elif isinstance(change, AddConstraint) and change.kind == "foreign_key" and not change.not_valid:
            yield from _constraint(statement, change, lifetimes, names)


def _new_table(
    statement: Statement, change: CreateTable, lifetimes: Lifetimes, names: Names
) -> Iterator[Sighting]:
    own = names.key(change.table, change.schema)
    parents = [p for p in change.references if names.key_of(p) != own and not lifetimes.born_all((p,))]
    if parents:
        yield _brief(statement.place, shown(change.table, change.schema), tuple(dict.fromkeys(parents)))


def _new_column(
    statement: Statement, change: AddColumn, lifetimes: Lifetimes, names: Names
) -> Iterator[Sighting]:
    parent, table = change.column.references or "", shown(change.table, change.schema)
    if lifetimes.born(change.table, change.schema) or not change.column.default:
        if not lifetimes.born_all((parent,)):
            yield _brief(statement.place, table, (parent,))
        return
    key = AddConstraint(
        change.table, "", "foreign_key", (change.column.name,), "", parent, schema=change.schema
    )
    message = f"Nobody reads {table}, or writes to it and {parent}, until every row of {table} has found its parent."
    safer = f"ALTER TABLE {names.sql(change.table, change.schema)} ADD COLUMN ...;  -- without REFERENCES\n"
    yield Sighting(statement.place, message, safer + in_two_steps(statement, key, names), (table, parent))


def _constraint(
    statement: Statement, change: AddConstraint, lifetimes: Lifetimes, names: Names
) -> Iterator[Sighting]:
    table, parent = shown(change.table, change.schema), change.references
    if not lifetimes.born(change.table, change.schema):
        message = f"Nobody writes to {table} and {parent} until every row of {table} has found its parent."
        yield Sighting(statement.place, message, in_two_steps(statement, change, names), (table, parent))
    elif not lifetimes.born_all((parent,)):
        yield _brief(statement.place, table, (parent,))


def _brief(place: Place, table: str, parents: tuple[str, ...]) -> Sighting:
    """No row is looked up. It names no object: how long it takes has nothing to do with the size of any."""
    named = ", ".join(parents)
    message = f"For a moment nobody writes to {named}, to which {table} refers."
    return Sighting(place, message, "SET lock_timeout = '2s';  -- before it", (), Severity.NOTICE)


RULE = Rule(
    "add-fk-validating",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=(
        "PG306",
        "adding-foreign-key-constraint",
        "E1",
        "add_foreign_key",
        "add_reference",
        "STATEMENT_ADD_FOREIGN_KEY_NOT_VALID",
        "MP005",
        "MP069",
        "constraint-missing-not-valid",
    ),
    sees=(AddConstraint, AddColumn, CreateTable),
    scales=True,
)
