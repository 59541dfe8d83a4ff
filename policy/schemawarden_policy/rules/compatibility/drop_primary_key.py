"""A primary key is dropped.

## What it sees
`DROP PRIMARY KEY`, and `DROP CONSTRAINT` of a name that means a primary key (`..._pkey`, `pk_...`), on a table that existed
before the change set. Silent when the same statement puts an index that is there already in its place (`ADD ... PRIMARY KEY
USING INDEX`), a notice when the same statement, on PostgreSQL the same file, adds another primary key.

## Why it hurts
Two rows with one key get in, and mappers that find rows by the key fail. Logical replication refuses updates and deletes of
a table whose replica identity has gone. On PostgreSQL the columns stay NOT NULL. MySQL copies the whole table, and without a
key row-based replication looks at every row for each change.

## Instead
Build the new unique index first, and swap in one statement.

```sql
ALTER TABLE orders DROP CONSTRAINT orders_pkey, ADD CONSTRAINT orders_pkey PRIMARY KEY USING INDEX orders_pkey_new;
```

## Example

```sql
ALTER TABLE orders DROP CONSTRAINT orders_pkey;
ALTER TABLE lines DROP CONSTRAINT lines_pkey, ADD PRIMARY KEY (order_id, line);
```

## When to allow it
When something else keeps rows apart and nothing replicates the table: approve the plan.

## References
- Atlas CD103 and MY133, MigrationPilot MP055
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import DropConstraint
from schemawarden_policy.constraints import Constraints, constraints_of
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect, Statement


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    constraints = constraints_of(migration, names)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, DropConstraint) or lifetimes.born(change.table, change.schema):
            continue
        if constraints.kind_of(change) != "primary_key" or _drops_table(statement, change, constraints):
            continue
        kept, other = _successor(statement, change, constraints)
        if not kept:
            yield _sighting(statement, change, names, other=other)


def _drops_table(statement: Statement, change: DropConstraint, constraints: Constraints) -> bool:
    key, file = constraints.names.key(change.table, change.schema), statement.place.file
    return any((gone.file, gone.table, gone.column) == (file, key, "") for gone in constraints.dropped)


def _successor(statement: Statement, change: DropConstraint, constraints: Constraints) -> tuple[bool, bool]:
    """(an index takes its place in the same statement, there is another key before anybody else looks)."""
    later = [
        added
        for added in constraints.on(change, "primary_key")
        if added.statement.place.file == statement.place.file
        and added.statement.place.statement >= statement.place.statement
    ]
    at_once = [added for added in later if added.statement.place == statement.place]
    whole_file = constraints.names.dialect is Dialect.POSTGRESQL
    return any(added.using_index for added in at_once), bool(later if whole_file else at_once)


def _sighting(statement: Statement, change: DropConstraint, names: Names, *, other: bool) -> Sighting:
    table, spelt = shown(change.table, change.schema), names.sql(change.table, change.schema)
    if other:
        message = f"The primary key of {table} becomes another one; mappers and replication know the old one."
        return Sighting(statement.place, message, "Look at what finds rows by it.", (table,), Severity.NOTICE)
    message = (
        f"{table} is left without its primary key: equal rows get in, and replication can't tell rows apart."
    )
    if names.dialect is Dialect.POSTGRESQL:
        name = names.sql(change.name)
        swap = (
            f"ALTER TABLE {spelt} DROP CONSTRAINT {name}, ADD CONSTRAINT {name} PRIMARY KEY USING INDEX ...;"
        )
    else:
        swap = f"ALTER TABLE {spelt} DROP PRIMARY KEY, ADD PRIMARY KEY (...);"
    return Sighting(statement.place, message, f"{swap}  -- one statement", (table,))


RULE = Rule(
    "drop-primary-key",
    "compatibility",
    Severity.ERROR,
    POSTGRESQL | MYSQL,
    _check,
    aliases=("CD103", "MY133", "MP055", "ban-drop-constraint"),
    sees=(DropConstraint,),
)
