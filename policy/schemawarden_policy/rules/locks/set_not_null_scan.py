"""A column becomes NOT NULL while everybody waits for the scan.

## What it sees
`ALTER COLUMN ... SET NOT NULL`, and `ADD CONSTRAINT ... NOT NULL` (PostgreSQL 18) without `NOT VALID`, on a table that existed
before the change set. Not when a check that says `column IS NOT NULL`, alone or joined by AND, was validated before, and is
not dropped in the same statement (PostgreSQL 12 and later); nor when the column is known to be NOT NULL already, or the server
says in the rehearsal that it need not look. A constraint that is validated here, was added before, and has the column in its
name is taken for such a check, with a notice, as long as no rehearsal shows otherwise.

## Why it hurts
PostgreSQL reads every row under AccessExclusive, and fails on the first NULL: nobody reads or writes the table meanwhile. A
validated check spares the scan; dropping it in the same ALTER TABLE brings the scan back.

## Instead
Four steps: the check `NOT VALID`; in a later file validate it, under a lock that lets others work, set NOT NULL, and drop the
check in a statement of its own. On PostgreSQL 18 the constraint can be NOT NULL itself: `ADD CONSTRAINT ... NOT NULL email NOT
VALID`, and to validate it is all there is left to do.

```sql
ALTER TABLE users ADD CONSTRAINT users_email_there CHECK (email IS NOT NULL) NOT VALID;
```

## Example

```sql
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
```

## When to allow it
When the table is small and has no NULL: approve the plan. Where the table's size is known, a small one makes it a warning.

## References
- Atlas PG303, squawk adding-not-nullable-field, eugene E2, strong_migrations change_column_null_postgresql
- [ALTER TABLE, SET NOT NULL](https://www.postgresql.org/docs/current/sql-altertable.html)
- measured on PostgreSQL 15 and 18
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddConstraint, Change, DropConstraint, DropNotNull, SetNotNull
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.not_null_proofs import NotNullProofs
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement
from schemawarden_policy.under_lock import run_of
from schemawarden_policy.version import older

_PROVEN = "existing constraints on column"
"""The server's note that it need not look at the rows."""


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    proofs, freed = NotNullProofs(names), set[tuple[tuple[str, str], str]]()
    for statement, change, lifetimes in steps(migration, settings):
        if isinstance(change, DropNotNull):
            freed.add((names.key(change.table, change.schema), change.column))
        wanted = _wanted(change)
        if wanted and not lifetimes.born(wanted.table, wanted.schema):
            already = _not_null_before(migration, wanted, names, freed)
            run = run_of(migration, statement.place)
            told = run is not None and any(note.startswith(_PROVEN) for note in run.notes)
            if not already and not told:
                yield from _judged(migration, statement, wanted, proofs, rehearsed=run is not None)
        proofs.follow(change)


def _wanted(change: Change) -> SetNotNull | None:
    if isinstance(change, AddConstraint) and change.kind == "not_null" and not change.not_valid:
        return SetNotNull(change.table, next(iter(change.columns), ""), change.schema)
    return change if isinstance(change, SetNotNull) else None


def _not_null_before(
    migration: Migration, wanted: SetNotNull, names: Names, freed: set[tuple[tuple[str, str], str]]
) -> bool:
    """The column is NOT NULL in the schema before, and the change set has not freed it."""
    table = names.find(migration.facts.before, wanted.table, wanted.schema)
    if table is None or (names.key(wanted.table, wanted.schema), wanted.column) in freed:
        return False
    return any(column.name == wanted.column and not column.null for column in table.columns)


def _judged(
    migration: Migration,
    statement: Statement,
    wanted: SetNotNull,
    proofs: NotNullProofs,
    *,
    rehearsed: bool,
) -> Iterator[Sighting]:
    names, table = proofs.names, shown(wanted.table, wanted.schema)
    without = frozenset(c.name for c in statement.changes if isinstance(c, DropConstraint))
    trusted = not older(migration, 12)
    if trusted and proofs.proves(wanted.table, wanted.column, wanted.schema, without):
        return
    guess = ""
    if trusted and not rehearsed:
        guess = proofs.may_prove(wanted.table, wanted.column, wanted.schema, without)
    told = f", unless {guess} says so" if guess else ""
    yield Sighting(
        statement.place,
        f"Nobody reads or writes {table} until every row is known to have a value in {wanted.column}{told}.",
        _safer(wanted, names),
        (f"{table}.{wanted.column}",),
        Severity.NOTICE if guess else None,
    )


def _safer(wanted: SetNotNull, names: Names) -> str:
    spelt, column = names.sql(wanted.table, wanted.schema), names.sql(wanted.column)
    check = names.sql(f"{wanted.table}_{wanted.column}_there")
    return (
        f"ALTER TABLE {spelt} ADD CONSTRAINT {check} CHECK ({column} IS NOT NULL) NOT VALID;\n"
        f"ALTER TABLE {spelt} VALIDATE CONSTRAINT {check};  -- in a later file\n"
        f"ALTER TABLE {spelt} ALTER COLUMN {column} SET NOT NULL;\n"
        f"ALTER TABLE {spelt} DROP CONSTRAINT {check};"
    )


RULE = Rule(
    "set-not-null-scan",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=(
        "PG303",
        "adding-not-nullable-field",
        "E2",
        "change_column_null_postgresql",
        "change_column_with_not_null",
        "change_column_null",
        "STATEMENT_DISALLOW_ADD_NOT_NULL",
        "MP002",
        "MP018",
        "MP081",
    ),
    sees=(SetNotNull, AddConstraint),
    scales=True,
    facts=("before", "runs"),
)
