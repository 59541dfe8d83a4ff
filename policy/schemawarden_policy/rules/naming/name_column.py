"""The name of a new column breaks the operator's pattern.

## What it sees
Names that this change set introduces: `CREATE TABLE`, `ADD COLUMN` and `RENAME COLUMN`. Only when `naming.column` holds a regular expression; the
whole name must match. Names that exist already are left alone.

## Why it hurts
Names that follow one pattern can be guessed and found by tools; each exception is learnt by a mistake.

## Instead

```sql
ALTER TABLE users ADD COLUMN full_name text;
```

## Example
With `naming.column` set to `[a-z][a-z0-9_]*`:

```sql
ALTER TABLE users ADD COLUMN fullName text;
```

## When to allow it
When the name is given by something outside the project.

## References
- Atlas NM103, Bytebase NAMING_COLUMN, NAMING_COLUMN_AUTO_INCREMENT
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.introduced import misnamed
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    return misnamed(migration, "column", settings.naming.column)


RULE = Rule(
    "name-column",
    "naming",
    Severity.WARNING,
    ALL,
    _check,
    aliases=("NM103", "NAMING_COLUMN", "NAMING_COLUMN_AUTO_INCREMENT"),
)
