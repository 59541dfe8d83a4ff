"""The plan holds more than a person reads.

## What it sees
More pending files than `limits.files` (50) or more statements than `limits.statements` (500).

## Why it hurts
A long plan is approved unread, locks long, and fails late.

## Instead
Split it into plans of a size that can be read.

```sql
CREATE TABLE countries (code text PRIMARY KEY);
```

## Example
With `limits.statements = 2`:

```sql
CREATE TABLE countries (code text PRIMARY KEY);
CREATE TABLE cities (id integer PRIMARY KEY);
CREATE TABLE streets (id integer PRIMARY KEY);
```

## When to allow it
For the first migration of a new database; or raise the limits in the operator's config.

## References
- Bytebase STATEMENT_MAXIMUM_STATEMENTS_IN_TRANSACTION, BUILTIN_STATEMENT_MAXIMUM_SQL_SIZE, STATEMENT_AFFECTED_ROW_LIMIT,
  STATEMENT_INSERT_ROW_LIMIT
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    limits = settings.limits
    counts = (
        ("files", len(migration.files), limits.files),
        ("statements", sum(len(file.statements) for file in migration.files), limits.statements),
    )
    for what, count, limit in counts:
        if count > limit:
            place = Place(migration.files[0].name, -1, 1)
            yield Sighting(place, f"The plan holds {count} {what}; the limit is {limit}.", "Split the plan.")


RULE = Rule(
    "too-many-statements",
    "shape",
    Severity.WARNING,
    ALL,
    _check,
    aliases=(
        "STATEMENT_MAXIMUM_STATEMENTS_IN_TRANSACTION",
        "BUILTIN_STATEMENT_MAXIMUM_SQL_SIZE",
        "STATEMENT_AFFECTED_ROW_LIMIT",
        "STATEMENT_INSERT_ROW_LIMIT",
    ),
)
