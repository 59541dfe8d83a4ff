"""A migration without statements.

## What it sees
A file that holds nothing but white space, comments and semicolons.

## Why it hurts
It is recorded as applied and does nothing; often an edit was forgotten.

## Instead

```sql
CREATE TABLE users (id integer PRIMARY KEY);
```

## Example

```sql
-- add users here
```

## When to allow it
For a placeholder that keeps its version.

## References
- Ptah MF102P
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for file in migration.files:
        if not file.statements and not file.split_error:
            yield Sighting(
                Place(file.name, -1, 1), f"{file.name} holds no statement.", "Fill it or delete it."
            )


RULE = Rule("empty-file", "shape", Severity.NOTICE, ALL, _check, aliases=("MF102P",))
