"""A unique index is put on rows that are there.

## What it sees
`CREATE UNIQUE INDEX`, `ADD CONSTRAINT ... UNIQUE`, `ADD PRIMARY KEY`, `EXCLUDE`, and a new unique column that gets one and the same
value in every row, on a table that existed before the change set. A notice for `CREATE UNIQUE INDEX CONCURRENTLY`: if it fails,
nothing but an invalid index is left; and on SQLite for an index of a rebuilt table whose indexes are not known. Not a constraint that takes over an index (`USING INDEX`), nor columns in which the rows can't
agree: fewer of them are unique by the schema before, or one of them is new, and NULL or different in every row.

## Why it hurts
If two rows agree in these columns the statement fails, and the migration with it. A rehearsal on an empty copy does not show it.

## Instead
Look for duplicates first, and mend them in a plan of their own. On PostgreSQL build the index `CONCURRENTLY`. A table that is new
has no duplicates:

```sql
CREATE TABLE coupons (id integer PRIMARY KEY, code text NOT NULL);
CREATE UNIQUE INDEX coupons_code ON coupons (code);
```

## Example

```sql
CREATE UNIQUE INDEX users_email ON users (email);
```

## When to allow it
When the duplicate query returns nothing.

## References
- Atlas MF101; measured on PostgreSQL 15 and 18, MariaDB 10.11 and SQLite 3.40
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, AddConstraint, Change, CreateIndex
from schemawarden_policy.contents import content_steps
from schemawarden_policy.facts import Schema
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rebuild import all_rebuilds
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.rules.data.index_to_unique import turned_unique
from schemawarden_policy.settings import Settings
from schemawarden_policy.uniqueness import Unique, cannot_clash, duplicates, unique_of


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names, before = names_of(migration, settings), migration.facts.before
    rebuilt = {names.key(rebuild.table) for rebuild in all_rebuilds(migration)}
    told = {id(turned.unique.change) for turned in turned_unique(migration, settings)}
    for statement, change, lifetimes, _, contents in content_steps(migration, settings):
        unique = unique_of(change, migration.dialect)
        if unique is None or id(change) in told:
            continue
        table = unique.change.table, unique.change.schema
        if lifetimes.born(*table) or cannot_clash(unique, before, names, contents):
            continue
        anew = names.key(*table) in rebuilt
        if not (anew and _known_before(before, names, change)):
            message = (
                f"{unique.told} fails if two rows of {shown(*table)} agree in {', '.join(unique.columns)}."
            )
            objects = (shown(*table),)
            mild = (anew and before is None) or _beside(unique)
            severity = Severity.NOTICE if mild else None
            yield Sighting(statement.place, message, duplicates(unique, names), objects, severity)


def _beside(unique: Unique) -> bool:
    """A failed build leaves what is there as it is."""
    return isinstance(unique.change, CreateIndex) and unique.change.concurrently


def _known_before(before: Schema | None, names: Names, change: Change) -> bool:
    """The table had an index of that name, which went with its old self."""
    if not isinstance(change, CreateIndex):
        return False
    table = names.find(before, change.table, change.schema)
    known = {names.fold(index.name) for index in table.indexes} if table else set()
    return names.fold(change.index) in known


RULE = Rule(
    "add-unique-existing",
    "data",
    Severity.WARNING,
    ALL,
    _check,
    aliases=("MF101",),
    sees=(CreateIndex, AddConstraint, AddColumn),
    facts=("before",),
)
