"""A unique index is put on rows that are there.

## What it sees
`CREATE UNIQUE INDEX` on a table that existed before the change set. Not when one of its columns was added by it.

## Why it hurts
If two rows agree in these columns the statement fails, and the migration with it; until then nobody knew.

## Instead
Look for duplicates first, and mend them in a plan of their own. A table that is new has none:

```sql
CREATE TABLE coupons (id integer PRIMARY KEY, code text NOT NULL);
CREATE UNIQUE INDEX coupons_code ON coupons (code);
```

## Example

```sql
CREATE UNIQUE INDEX users_email ON users (email);
```

## When to allow it
When the duplicate query returns nothing: approve the plan.

## References
- Atlas MF101
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CreateIndex
from schemawarden_policy.lexing import fold
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.rebuild import all_rebuilds
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.spelling import ident


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    rebuilt = {fold(rebuild.table) for rebuild in all_rebuilds(migration)}
    for statement, change, lifetimes in steps(migration):
        if not isinstance(change, CreateIndex) or not change.unique or _made_anew(migration, rebuilt, change):
            continue
        if not lifetimes.born(change.table, change.schema):
            names = ", ".join(change.columns)
            yield Sighting(
                statement.place,
                f"Unique index {change.index} fails if two rows of {change.table} agree in {names}.",
                _duplicates(change),
                (change.table,),
            )


def _made_anew(migration: Migration, rebuilt: set[str], change: CreateIndex) -> bool:
    """A rebuilt table had an index of that name before."""
    before = migration.facts.before
    table = before.table(change.table) if before and fold(change.table) in rebuilt else None
    return table is not None and fold(change.index) in {fold(index) for index in table.indexes}


def _duplicates(change: CreateIndex) -> str:
    columns = ", ".join(ident(column) if " " not in column else column for column in change.columns)
    return f"SELECT {columns}, count(*) FROM {ident(change.table)} GROUP BY {columns} HAVING count(*) > 1;"  # noqa: S608 - shown, never run


RULE = Rule(
    "add-unique-existing", "data", Severity.WARNING, ALL, _check, aliases=("MF101",), facts=("before",)
)
