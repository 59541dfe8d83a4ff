"""A schema is dropped.

## What it sees
`DROP SCHEMA`, with the number of tables that are known to be in it. Not of one that the same change set created. MySQL's
`DROP SCHEMA` drops a database (`drop-database`).

## Why it hurts
Without CASCADE it fails unless the schema is empty. With CASCADE each table in it goes, with its rows, and whatever depends
on them elsewhere.

## Instead
Empty the schema table by table, in plans that name them, and drop it last.

```sql
CREATE SCHEMA reports;
DROP SCHEMA reports;
```

## Example

```sql
DROP SCHEMA reports CASCADE;
```

## When to allow it
When it is known to be empty, or a backup holds what is in it: approve the plan.

## References
- Atlas DS101, Ptah DS107, MigrationPilot MP035
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CreateObject, DropObject
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    made: set[str] = set()
    for statement in migration.statements():
        for change in statement.changes:
            if isinstance(change, CreateObject) and change.object == "schema" and not change.if_not_exists:
                made.add(change.name)
            elif isinstance(change, DropObject) and change.object == "schema" and change.name not in made:
                what = "with every table in it" if change.cascade else "which fails unless it is empty"
                what += _known(migration, change.name)
                yield Sighting(
                    statement.place,
                    f"Dropping schema {change.name}, {what}.",
                    "Drop its tables one by one first, in a plan that names them.",
                    (change.name,),
                )


def _known(migration: Migration, schema: str) -> str:
    """How many tables are known to be in it."""
    tables = migration.facts.before.tables if migration.facts.before else ()
    count = sum(1 for table in tables if table.schema == schema)
    return f" ({count} known)" if count else ""


RULE = Rule(
    "drop-schema",
    "destructive",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    destructive=True,
    aliases=("DS101", "DS107", "MP035", "ban-drop-schema"),
    sees=(DropObject,),
    facts=("before",),
)
