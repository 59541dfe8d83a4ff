"""A routine runs with its owner's rights and takes names from the caller.

## What it sees
`CREATE FUNCTION` or `PROCEDURE` with `SECURITY DEFINER` and without `SET search_path`, and `ALTER FUNCTION ... SECURITY DEFINER`;
unless a later `ALTER FUNCTION ... SET search_path` of the change set pins it.

## Why it hurts
Whoever calls it decides which table or function a name in its body means: a temporary table or a schema of their own stands
in the way, and the owner's rights act on it.

## Instead
Pin the path.

```sql
CREATE FUNCTION who() RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT current_user::text';
```

## Example

```sql
CREATE FUNCTION who() RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT current_user::text';
```

## When to allow it
When every name in the body carries its schema, also of functions and operators: approve the plan.

## References
- [Writing SECURITY DEFINER functions safely](https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY)
- Ptah PG312P, MigrationPilot MP099
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TypeGuard

from schemawarden_policy.change import AlterObject, Change, CreateObject
from schemawarden_policy.lexing import UnclosedError, significant
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect

_ROUTINES = ("function", "procedure", "routine")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    found = [(s, change) for s in migration.statements() for change in s.changes if _routine(change)]
    for at, (statement, change) in enumerate(found):
        later = (other for _, other in found[at + 1 :] if _same(change, other))
        if _unpinned(statement.text, change) and not any(map(_pins, later)):
            name = shown(change.name, change.schema)
            message = f"{change.object.capitalize()} {name} acts with its owner's rights on whatever its caller's search path says."
            yield Sighting(statement.place, message, "SET search_path = pg_catalog, pg_temp", (name,))


def _routine(change: Change) -> TypeGuard[CreateObject | AlterObject]:
    return isinstance(change, CreateObject | AlterObject) and change.object in _ROUTINES


def _same(one: CreateObject | AlterObject, other: CreateObject | AlterObject) -> bool:
    return (one.name, one.schema) == (other.name, other.schema)


def _pins(change: CreateObject | AlterObject) -> bool:
    return isinstance(change, AlterObject) and "SET search_path" in change.form


def _unpinned(text: str, change: CreateObject | AlterObject) -> bool:
    """It acts with its owner's rights, and says nothing of the path. The words stand outside of the body, which is one string."""
    if isinstance(change, AlterObject):
        return "SECURITY DEFINER" in change.form and not _pins(change)
    try:
        words = [token.word for token in significant(text, Dialect.POSTGRESQL)]
    except UnclosedError:
        return False
    definer = ("SECURITY", "DEFINER") in pairwise(words)
    return definer and "SEARCH_PATH" not in words


RULE = Rule(
    "security-definer-path",
    "security",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("PG312P", "MP099"),
    sees=(CreateObject, AlterObject),
)
