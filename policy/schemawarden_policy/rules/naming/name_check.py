"""The name of a new check constraint breaks the operator's pattern.

## What it sees
Names that this change set introduces: named checks in `CREATE TABLE` and `ADD CONSTRAINT`. Only when `naming.check` holds a regular expression; the
whole name must match. Names that exist already are left alone.

## Why it hurts
Names that follow one pattern can be guessed and found by tools; each exception is learnt by a mistake.

## Instead

```sql
CREATE TABLE users (id integer PRIMARY KEY, age integer, CONSTRAINT ck_users_age CHECK (age > 0));
```

## Example
With `naming.check` set to `ck_[a-z0-9_]+`:

```sql
CREATE TABLE users (id integer PRIMARY KEY, age integer, CONSTRAINT adult CHECK (age > 0));
```

## When to allow it
When the name is given by something outside the project.

## References
- Atlas NM106, Bytebase NAMING_CHECK
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.introduced import misnamed
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    return misnamed(migration, "check", settings.naming.check)


RULE = Rule("name-check", "naming", Severity.WARNING, ALL, _check, aliases=("NM106",))
