"""A file's name does not sort or read well.

## What it sees
A name that follows none of the conventions which order files: a version of digits in front (`20250101000000_add_users.sql`,
`0001_initial.sql`, `000001_add_users.up.sql`), Flyway's (`V1__add_users.sql`, `R__views.sql`), or a tool's fixed name in a folder that
carries the version (`migration.sql`, `up.sql`). And versions of different lengths, which run in another order than their numbers.

## Why it hurts
Atlas takes the part before the first underscore as the version and runs files in the order of their names: names that mix
styles run in an order that nobody meant, and `10_b.sql` runs before `9_a.sql`.

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
from itertools import pairwise

from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place
from schemawarden_policy.visible import visible

_WORDS = r"[A-Za-z0-9_.\-]+"
_NUMBERED = re.compile(rf"([0-9]+)(?:[_.\-]{_WORDS})?\.sql")
_FLYWAY = re.compile(rf"(?:[VUB][0-9]+(?:[._][0-9]+)*|R)__{_WORDS}\.sql")
_FIXED = ("migration.sql", "up.sql", "down.sql")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for file in migration.files:
        known = file.name in _FIXED or _NUMBERED.fullmatch(file.name) or _FLYWAY.fullmatch(file.name)
        if not known:
            message = (
                f"{visible(file.name)!r} is not <version>_<words>.sql; files run in the order of their names."
            )
            hint = "Rename it, for example 20250101000000_add_users.sql."
            yield Sighting(Place(file.name, -1, 1), message, hint)
    numbered = [(file.name, int(m[1])) for file in migration.files if (m := _NUMBERED.fullmatch(file.name))]
    for (before, lower), (name, number) in pairwise(sorted(numbered)):
        if lower > number:
            message = (
                f"{name} runs after {before}, against their numbers: files run in the order of their names."
            )
            yield Sighting(Place(name, -1, 1), message, "Number the files with versions of one length.")


RULE = Rule("file-name", "shape", Severity.NOTICE, ALL, _check)
