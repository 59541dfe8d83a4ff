"""A value of an enum gets another name.

## What it sees
`ALTER TYPE ... RENAME VALUE`.

## Why it hurts
Clients send and compare the old label; from this moment on it is an error, or simply never equal.

## Instead
Add the new value, let code use it, move the rows, and leave the old one unused.

```sql
ALTER TYPE order_state ADD VALUE 'cancelled' AFTER 'paid';
```

## Example

```sql
ALTER TYPE order_state RENAME VALUE 'canceled' TO 'cancelled';
```

## When to allow it
When no code that runs uses the old label: approve the plan.

## References
- strong_migrations rename_enum_value, MigrationPilot MP060
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterObject, CreateObject
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    made: set[tuple[str, str]] = set()
    for statement in migration.statements():
        for change in statement.changes:
            if isinstance(change, CreateObject):
                made.add(names.key(change.name, change.schema))
            elif not isinstance(change, AlterObject) or change.form != "RENAME VALUE":
                continue
            elif names.key(change.name, change.schema) not in made:
                name = shown(change.name, change.schema)
                message = f"A value of {name} is called {change.value} from here on; code that uses the old label breaks."
                suggestion = (
                    f"ALTER TYPE {names.sql(change.name, change.schema)} ADD VALUE ...;  -- and move the rows"
                )
                yield Sighting(statement.place, message, suggestion, (name,))


RULE = Rule(
    "rename-enum-value",
    "compatibility",
    Severity.WARNING,
    POSTGRESQL,
    _check,
    aliases=("rename_enum_value", "MP060", "renaming-object"),
    sees=(AlterObject,),
)
