"""A default that rows to come relied on is taken away or becomes another one.

## What it sees
`DROP DEFAULT`, and `SET DEFAULT` where the column has one, by the schema before. On a table and column that existed
before the change set.

## Why it hurts
Code that leaves the column out of its INSERT gets NULL, an error or another value from here on, and so do rows that a newer
version of the code never meant.

## Instead
Change the code first, so that it names the column. A default where there was none changes nothing for code that names it:

```sql
ALTER TABLE users ALTER COLUMN note SET DEFAULT '';
```

## Example
Where `plan` has the default `'free'`:

```sql
ALTER TABLE users ALTER COLUMN plan DROP DEFAULT;
ALTER TABLE users ALTER COLUMN plan SET DEFAULT 'paid';
```

## When to allow it
When all code that inserts names the column, or wants the new value: approve the plan.

## References
- strong_migrations change_column_default
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, SetDefault
from schemawarden_policy.facts import Schema
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    added: set[tuple[str, ...]] = set()
    for statement, change, lifetimes in steps(migration, settings):
        if isinstance(change, AddColumn) and not change.if_not_exists:
            added.add((*names.key(change.table, change.schema), change.column.name))
        if not isinstance(change, SetDefault) or lifetimes.born(change.table, change.schema):
            continue
        if (*names.key(change.table, change.schema), change.column) in added:
            continue
        if change.default is None or _has_one(migration.facts.before, change, names):
            column = f"{shown(change.table, change.schema)}.{change.column}"
            now = "has no default" if change.default is None else f"has the default {change.default}"
            message = f"{column} {now} from here on; code that leaves it out gets something else than before."
            yield Sighting(statement.place, message, "Look at what inserts without naming it.", (column,))


def _has_one(before: Schema | None, change: SetDefault, names: Names) -> bool:
    """The column has a default, or it is not known that it has none."""
    table = names.find(before, change.table, change.schema)
    columns = table.columns if table else ()
    found = next((c for c in columns if names.fold(c.name) == names.fold(change.column)), None)
    return found is None or found.default is not None


RULE = Rule(
    "change-default",
    "compatibility",
    Severity.WARNING,
    POSTGRESQL,
    _check,
    aliases=("change_column_default",),
    facts=("before",),
)
