"""A list of values becomes a type.

## What it sees
`CREATE TYPE ... AS ENUM`. Only where the operator's policy asks for it.

## Why it hurts
A label can be added and renamed, but not removed or moved: that takes a new type and a rewrite of each table that uses it.

## Instead
A table of the values and a foreign key, or a text column with a check.

```sql
CREATE TABLE moods (name text PRIMARY KEY);
```

## Example

```sql
CREATE TYPE mood AS ENUM ('good', 'bad');
```

## When to allow it
When the values are not going to change: nothing needs to be done.

## References
- eugene W13
- [Enumerated types](https://www.postgresql.org/docs/current/datatype-enum.html)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CreateObject
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement in migration.statements():
        for change in statement.changes:
            if isinstance(change, CreateObject) and change.object == "type" and change.values:
                enum, spelt = shown(change.name, change.schema), names.sql(change.name, change.schema)
                message = f"Labels of {enum} can be added, but not removed or moved later."
                safer = f"CREATE TABLE {spelt} (name text PRIMARY KEY);  -- and a foreign key to it"
                yield Sighting(statement.place, message, safer, (enum,))


RULE = Rule(
    "create-enum",
    "locks",
    Severity.NOTICE,
    POSTGRESQL,
    _check,
    aliases=("W13",),
    sees=(CreateObject,),
    opt_in=True,
)
