"""A constraint is validated in the transaction that adds it, under the lock that adding took.

## What it sees
`VALIDATE CONSTRAINT` of a constraint that the same transaction, or the same statement, adds `NOT VALID`: the runner's
transaction for the file, or one that the file begins. Not on a table that the change set created.

## Why it hurts
`NOT VALID` is meant to let go of the strong lock before the rows are read. A transaction holds its locks to its end: the rows
are read under the lock of `ADD CONSTRAINT`, and the two steps are worth no more than one.

## Instead
Add it in one file, and validate it in a later one, where nothing else is:

```sql
ALTER TABLE orders VALIDATE CONSTRAINT orders_total;
```

## Example

```sql
ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT orders_total;
```

## When to allow it
When the table is small: approve the plan.

## References
- squawk constraint-missing-not-valid, strong_migrations validate_foreign_key, validate_check_constraint, pgfence
  not-valid-validate-same-tx
- measured on PostgreSQL 15 and 18
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddConstraint, ValidateConstraint
from schemawarden_policy.constraint_names import chosen_name
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.situation import situations
from schemawarden_policy.statement import Place

_WAIT = {"foreign_key": "writes to"}


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names, situation = names_of(migration, settings), situations(migration)
    added: dict[tuple[object, ...], AddConstraint] = {}
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AddConstraint | ValidateConstraint):
            continue
        place = (statement.place.file, statement.place.statement)
        number = situation[place].transaction
        here = place if number is None else (number,)
        table = names.key(change.table, change.schema)
        if isinstance(change, AddConstraint):
            if change.not_valid and not lifetimes.born(change.table, change.schema):
                added[here, table, change.name or chosen_name(change)] = change
        elif (here, table, change.name) in added:
            yield _sighting(statement.place, change, added[here, table, change.name], names)


def _sighting(place: Place, change: ValidateConstraint, added: AddConstraint, names: Names) -> Sighting:
    table = shown(change.table, change.schema)
    tables = f"{table} and {added.references}" if added.references else table
    message = (
        f"The lock that adding {change.name} took is still held: nobody {_WAIT.get(added.kind, 'reads or writes')}"
        f" {tables} until every row is looked at."
    )
    spelt = (
        f"ALTER TABLE {names.sql(change.table, change.schema)} VALIDATE CONSTRAINT {names.sql(change.name)};"
    )
    return Sighting(place, message, f"{spelt}  -- in a later file", (table,))


RULE = Rule(
    "validate-same-transaction",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=(
        "constraint-missing-not-valid",
        "validate_foreign_key",
        "validate_check_constraint",
        "not-valid-validate-same-tx",
    ),
    sees=(ValidateConstraint,),
    scales=True,
)
