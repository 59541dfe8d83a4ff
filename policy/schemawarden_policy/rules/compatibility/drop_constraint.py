"""A unique, an exclusion or another constraint is dropped.

## What it sees
`DROP CONSTRAINT` of a name that means no foreign key, check or primary key, which have rules of their own: a unique or an
exclusion constraint, or one of which nothing says what it is. On a table that existed before the change set. A notice when a
constraint or unique index takes its place in the change set.

## Why it hurts
Rows that it kept out get in from here on, and nothing looks for them later. An upsert that names its columns fails.

## Instead
Put what takes its place there first, and drop the old one in a later plan.

```sql
CREATE TABLE scratch (id bigint CONSTRAINT only_one UNIQUE);
ALTER TABLE scratch DROP CONSTRAINT only_one;
```

## Example

```sql
ALTER TABLE users DROP CONSTRAINT users_email_key;
ALTER TABLE rooms DROP CONSTRAINT no_overlap;
ALTER TABLE users DROP CONSTRAINT users_phone_key, ADD CONSTRAINT users_phone_key UNIQUE USING INDEX users_phone_new;
```

## When to allow it
When something else keeps the rule: approve the plan.

## References
- Atlas CD101 and CD102, where the name does not tell the kind
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CreateIndex, DropConstraint
from schemawarden_policy.constraints import Constraints, about, constraints_of
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement

_OTHER_RULES = ("foreign_key", "check", "primary_key")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    constraints, built = constraints_of(migration, names), _unique_indexes(migration, names)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, DropConstraint) or lifetimes.born(change.table, change.schema):
            continue
        if constraints.kind_of(change) in _OTHER_RULES or constraints.goes_along(statement, change):
            continue
        indexes = built.get(names.key(change.table, change.schema), [])
        replaced = any(about(change.name, each) for each in indexes)
        replaced = replaced or constraints.replacement(change) is not None
        yield _sighting(statement, change, constraints, replaced=replaced)


def _unique_indexes(migration: Migration, names: Names) -> dict[tuple[str, str], list[tuple[str, ...]]]:
    """Table -> the columns of each unique index that the change set makes on it."""
    found: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for statement in migration.statements():
        for change in statement.changes:
            if isinstance(change, CreateIndex) and change.unique and not change.where:
                found.setdefault(names.key(change.table, change.schema), []).append(change.columns)
    return found


def _sighting(
    statement: Statement, change: DropConstraint, constraints: Constraints, *, replaced: bool
) -> Sighting:
    names, table = constraints.names, shown(change.table, change.schema)
    if replaced:
        message = f"Constraint {change.name} of {table} is replaced; only its text tells whether it keeps out the same rows."
        return Sighting(statement.place, message, "Compare the two texts.", (table,), Severity.NOTICE)
    kind = {"unique": "unique constraint", "exclude": "exclusion constraint"}
    what = kind.get(constraints.kind_of(change), "constraint")
    return Sighting(
        statement.place,
        f"Dropping {what} {change.name} of {table}: nothing keeps out the rows that it refused.",
        f"ALTER TABLE {names.sql(change.table, change.schema)} ADD CONSTRAINT ...;  -- what takes its place, first",
        (table,),
    )


RULE = Rule(
    "drop-constraint",
    "compatibility",
    Severity.WARNING,
    POSTGRESQL | MYSQL,
    _check,
    aliases=("CD101", "CD102", "ban-drop-constraint"),
    sees=(DropConstraint,),
    facts=("before",),
)
