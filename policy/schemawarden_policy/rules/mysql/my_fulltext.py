"""A FULLTEXT index is built while nobody can write.

## What it sees
`CREATE FULLTEXT INDEX` and `ADD FULLTEXT` on a table that existed before the change set, unless `LOCK=NONE` or
`ALGORITHM=INSTANT` lets the server refuse.

## Why it hurts
Every write waits until the index stands. The first one on a table also builds the table anew, with a hidden column for the
numbers of its documents; from then on, even a new column takes a lock.

## Instead
Put the text into a table of its own, with its index from the start, and fill it in batches.

```sql
CREATE TABLE article_texts (
    article_id INT NOT NULL PRIMARY KEY,
    body TEXT NOT NULL,
    FULLTEXT INDEX article_texts_body (body)
);
```

## Example

```sql
CREATE FULLTEXT INDEX articles_body ON articles (body);
```

## When to allow it
When the table is small, or writes may wait: approve the plan.

## References
- Atlas MY134; measured on MariaDB 10.11: INPLACE with LOCK=SHARED, the second one NOCOPY with LOCK=SHARED. MySQL: documented
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CreateIndex
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_alter import alterations, clauses, table_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.settings import Settings

_SAFER = "Put the text into a table of its own, with its index from the start, and fill it in batches."


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, change in alterations(migration, settings, CreateIndex):
        if change.kind == "FULLTEXT" and not clauses(statement).refuse_to_block:
            table = table_of(change)
            message = f"Nobody can write to {table} while its texts are indexed; a first FULLTEXT index builds the table anew."
            yield Sighting(statement.place, message, _SAFER, (table,))


RULE = Rule(
    "my-fulltext",
    "mysql",
    Severity.WARNING,
    MYSQL,
    _check,
    aliases=("MY134",),
    sees=(CreateIndex,),
    scales=True,
)
