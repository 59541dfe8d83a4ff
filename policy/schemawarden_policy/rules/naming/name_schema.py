"""The name of a new schema breaks the operator's pattern.

## What it sees
Names that this change set introduces: `CREATE SCHEMA` and `ALTER SCHEMA ... RENAME TO`, on MySQL and MariaDB `CREATE DATABASE`. Only when `naming.schema` holds a regular
expression; the whole name must match. Names that exist already are left alone.

## Why it hurts
Names that follow one pattern can be guessed and found by tools; each exception is learnt by a mistake.

## Instead

```sql
CREATE SCHEMA billing_archive;
```

## Example
With `naming.schema` set to `[a-z][a-z0-9_]*`:

```sql
CREATE SCHEMA "BillingArchive";
```

## When to allow it
When the name is given by something outside the project.

## References
- Atlas NM101
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterObject, CreateObject
from schemawarden_policy.introduced import misnamed
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    return misnamed(migration, "schema", settings.naming.schema)


RULE = Rule(
    "name-schema",
    "naming",
    Severity.WARNING,
    POSTGRESQL | MYSQL,
    _check,
    aliases=("NM101",),
    sees=(CreateObject, AlterObject),
)
