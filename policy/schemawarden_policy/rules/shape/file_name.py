"""A file's name does not sort or read well.

## What it sees
A name other than `<digits>_<lower_case_words>.sql`.

## Why it hurts
Atlas takes the part before the first underscore as the version and runs files in the order of their names: names that mix
styles run in an order that nobody meant.

## Instead
`20250101000000_add_users.sql`:

```sql
CREATE TABLE users (id integer PRIMARY KEY);
```

## Example
`add users.sql`:

```sql
CREATE TABLE users (id integer PRIMARY KEY);
```

## When to allow it
When the project numbers its files in another way that sorts.

## References
- Ptah MF103
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place
from schemawarden_policy.visible import visible

_GOOD = re.compile(r"[0-9]+(_[a-z0-9_\-.]+)?\.sql")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for file in migration.files:
        if not _GOOD.fullmatch(file.name):
            message = (
                f"{visible(file.name)!r} is not <version>_<words>.sql; files run in the order of their names."
            )
            yield Sighting(
                Place(file.name, -1, 1), message, "Rename it, for example 20250101000000_add_users.sql."
            )


RULE = Rule("file-name", "shape", Severity.NOTICE, ALL, _check)
