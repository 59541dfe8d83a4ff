"""A view or trigger is dropped.

## What it sees
`DROP VIEW`, `DROP TRIGGER` and other objects that hold behaviour instead of rows. Not when the same file creates one of
that name afterwards; but a trigger that is replaced is told all the same, since an emptied one looks just like that.

## Why it hurts
Queries on the view fail; what the trigger kept right goes wrong without a sound. Schema diffs of tables don't show either.

## Instead
Replace it in the same file.

```sql
DROP VIEW active_users;
CREATE VIEW active_users AS SELECT id, email FROM users WHERE active = 1;
```

## Example

```sql
DROP TRIGGER users_audit;
```

## When to allow it
When nothing reads the view, or what the trigger did is done elsewhere: approve the plan.

## References
- threats D06
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CreateObject, DropObject
from schemawarden_policy.lexing import fold
from schemawarden_policy.migration import Migration, MigrationFile
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.spelling import ident
from schemawarden_policy.statement import Statement


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for file in migration.files:
        yield from _in_file(file)


def _in_file(file: MigrationFile) -> Iterator[Sighting]:
    created: set[tuple[str, str]] = set()
    found: list[Sighting] = []
    for statement in reversed(file.statements):
        for change in statement.changes:
            if isinstance(change, CreateObject):
                created.add((change.object, fold(change.name)))
            elif isinstance(change, DropObject) and (change.object, fold(change.name)) in created:
                found += _replaced(statement, change)
            elif isinstance(change, DropObject):
                message = (
                    f"Dropping {change.object} {change.name} takes away behaviour that no table diff shows."
                )
                suggestion = f"CREATE {change.object.upper()} {ident(change.name)} ...;  -- in the same file"
                found.append(Sighting(statement.place, message, suggestion, (change.name,)))
    return reversed(found)


def _replaced(statement: Statement, change: DropObject) -> Iterator[Sighting]:
    """A trigger may keep a rule of the business that its successor does not; a view only shows what is there."""
    if change.object == "trigger":
        message = f"Trigger {change.name} is replaced; only its text tells whether it still does the same."
        yield Sighting(statement.place, message, "Compare the two texts.", (change.name,))


RULE = Rule("drop-behaviour-object", "destructive", Severity.WARNING, ALL, _check, aliases=("DS107",))
