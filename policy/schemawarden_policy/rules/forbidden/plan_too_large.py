"""The pending files are too large to be read.

## What it sees
All pending files together hold more bytes than the operator's limit (`limits.bytes`, 262144).

## Why it hurts
An approval means that somebody read the plan. Nobody reads 300 kB of SQL, and the statement that matters hides below five
thousand lines of seed data.

## Instead
Load data outside migrations; split the work into several plans.

```sql
CREATE TABLE countries (code text PRIMARY KEY);
```

## Example
With `limits.bytes = 64`:

```sql
INSERT INTO countries (code) VALUES ('AD'), ('AE'), ('AF'), ('AG'), ('AI');
```

## When to allow it
Raise `limits.bytes` in the operator's config.

## References
- Bytebase BUILTIN_STATEMENT_MAXIMUM_SQL_SIZE
- threats D14
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    limit = settings.limits.bytes
    sizes = [(file, len(file.text.encode("utf-8", "surrogatepass"))) for file in migration.files]
    total = sum(size for _, size in sizes)
    if total > limit:
        largest = max(sizes, key=lambda pair: pair[1])[0]
        yield Sighting(
            Place(largest.name, -1, 1),
            f"The pending files hold {total} bytes; the limit is {limit}.",
            "Split the plan, and load data outside migrations.",
        )


RULE = Rule(
    "plan-too-large",
    "forbidden",
    Severity.FORBIDDEN,
    ALL,
    _check,
    aliases=("BUILTIN_STATEMENT_MAXIMUM_SQL_SIZE",),
)
