"""A table's triggers or rules are switched off.

## What it sees
`DISABLE TRIGGER ALL`, which switches foreign keys off as well; and as a warning `DISABLE TRIGGER` of one or of the user's
own, `DISABLE RULE`. On a table that existed before the change set.

## Why it hurts
Foreign keys are triggers of the server. While they are off, rows without a parent get in, and switching them on again does
not look for them. Whatever other triggers keep right is not kept, either.

## Instead
Name the one trigger, and switch it on again in the same file.

```sql
ALTER TABLE users ADD COLUMN nickname text;
```

## Example

```sql
ALTER TABLE users DISABLE TRIGGER ALL;
```

## When to allow it
When nothing else writes to the table meanwhile and the data is checked afterwards: approve the plan.

## References
- MigrationPilot MP064, pgfence enable-disable-trigger
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterTable
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AlterTable) or not change.form.startswith(
            ("DISABLE TRIGGER", "DISABLE RULE")
        ):
            continue
        if not lifetimes.born(change.table, change.schema):
            table, everything = shown(change.table, change.schema), change.form == "DISABLE TRIGGER ALL"
            what = "foreign keys included" if everything else "and what they keep right"
            yield Sighting(
                statement.place,
                f"{change.form} {change.name}".rstrip() + f" switches triggers of {table} off, {what}.",
                "Name the one trigger, and switch it on again in the same file.",
                (table,),
                None if everything else Severity.WARNING,
            )


RULE = Rule(
    "disable-trigger-all",
    "destructive",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("enable-disable-trigger",),
)
