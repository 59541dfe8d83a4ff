"""The name of a new index breaks the operator's pattern.

## What it sees
Names that this change set introduces: `CREATE INDEX`, `ALTER INDEX ... RENAME TO`, and named UNIQUE and PRIMARY KEY constraints; a name that the server chooses is none. Only when `naming.index` holds a regular expression; the
whole name must match. Names that exist already are left alone.

## Why it hurts
Names that follow one pattern can be guessed and found by tools; each exception is learnt by a mistake.

## Instead

```sql
CREATE INDEX idx_users_email ON users (email);
```

## Example
With `naming.index` set to `idx_[a-z0-9_]+`:

```sql
CREATE INDEX users_email ON users (email);
```

## When to allow it
When the name is given by something outside the project.

## References
- Atlas NM104, Bytebase NAMING_INDEX_IDX, NAMING_INDEX_UK, NAMING_INDEX_PK
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.introduced import misnamed
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    return misnamed(migration, "index", settings.naming.index)


RULE = Rule(
    "name-index",
    "naming",
    Severity.WARNING,
    ALL,
    _check,
    aliases=("NM104", "NAMING_INDEX_IDX", "NAMING_INDEX_UK", "NAMING_INDEX_PK"),
)
