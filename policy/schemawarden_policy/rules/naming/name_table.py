"""The name of a new table breaks the operator's pattern.

## What it sees
Names that this change set introduces: `CREATE TABLE` and `RENAME TO`; not the passing name of a table rebuild. Only when `naming.table` holds a regular expression; the
whole name must match. Names that exist already are left alone.

## Why it hurts
Names that follow one pattern can be guessed and found by tools; each exception is learnt by a mistake.

## Instead

```sql
CREATE TABLE user_accounts (id integer PRIMARY KEY);
```

## Example
With `naming.table` set to `[a-z][a-z0-9_]*`:

```sql
CREATE TABLE UserAccounts (id integer PRIMARY KEY);
```

## When to allow it
When the name is given by something outside the project.

## References
- Atlas NM102, Bytebase NAMING_TABLE
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.introduced import misnamed
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    return misnamed(migration, "table", settings.naming.table)


RULE = Rule("name-table", "naming", Severity.WARNING, ALL, _check, aliases=("NM102", "NAMING_TABLE"))
