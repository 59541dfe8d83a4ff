"""The name of a new foreign key breaks the operator's pattern.

## What it sees
Names that this change set introduces: named foreign keys in `CREATE TABLE` and `ADD CONSTRAINT`. Only when `naming.foreign_key` holds a regular expression; the
whole name must match. Names that exist already are left alone.

## Why it hurts
Names that follow one pattern can be guessed and found by tools; each exception is learnt by a mistake.

## Instead

```sql
CREATE TABLE posts (id integer PRIMARY KEY, user_id integer, CONSTRAINT fk_posts_users FOREIGN KEY (user_id) REFERENCES users (id));
```

## Example
With `naming.foreign_key` set to `fk_[a-z0-9_]+`:

```sql
CREATE TABLE posts (id integer PRIMARY KEY, user_id integer, CONSTRAINT owner FOREIGN KEY (user_id) REFERENCES users (id));
```

## When to allow it
When the name is given by something outside the project.

## References
- Atlas NM105, Bytebase NAMING_INDEX_FK
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.introduced import misnamed
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    return misnamed(migration, "foreign_key", settings.naming.foreign_key)


RULE = Rule("name-foreign-key", "naming", Severity.WARNING, ALL, _check, aliases=("NM105", "NAMING_INDEX_FK"))
