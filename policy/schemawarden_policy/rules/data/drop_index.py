"""An index is dropped.

## What it sees
`DROP INDEX`. Not when the same file creates an index of that name afterwards.

## Why it hurts
Queries that used it read the whole table; a unique index also kept duplicates out.

## Instead
Create the index that replaces it first, under another name, and drop the old one in a later plan.

```sql
CREATE INDEX users_email_active ON users (email, active);
```

## Example

```sql
DROP INDEX users_email;
```

## When to allow it
When no query uses it.

## References
- strong_migrations remove_index
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CreateIndex, DropIndex
from schemawarden_policy.lexing import fold
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for file in migration.files:
        created: set[str] = set()
        found: list[Sighting] = []
        for statement in reversed(file.statements):
            for change in statement.changes:
                if isinstance(change, CreateIndex):
                    created.add(fold(change.index))
                elif isinstance(change, DropIndex) and fold(change.index) not in created:
                    message = (
                        f"Dropping index {change.index} makes the queries that use it read the whole table."
                    )
                    suggestion = "EXPLAIN QUERY PLAN <the queries on that table>;  -- look first"
                    found.append(Sighting(statement.place, message, suggestion, (change.index,)))
        yield from reversed(found)


RULE = Rule("drop-index", "data", Severity.NOTICE, ALL, _check, aliases=("remove_index",))
