"""A file that fails in the middle stays half applied.

## What it sees
A file with more than one statement of which one at least defines something: two definitions, or a definition and a change of rows.
Temporary tables do not count.

## Why it hurts
MySQL and MariaDB commit each definition by itself; a transaction around the file is no help. When a later statement fails,
the earlier ones stay, and the file can't be run again as it is.

## Instead
One statement per file.

```sql
ALTER TABLE orders ADD COLUMN note VARCHAR(100), ADD INDEX orders_code (code);
```

## Example

```sql
ALTER TABLE orders ADD COLUMN note VARCHAR(100);
CREATE INDEX orders_code ON orders (code);
```

## When to allow it
When somebody can mend a file that stopped in the middle: it is a notice.

## References
- [Statements that commit implicitly](https://dev.mysql.com/doc/refman/8.0/en/implicit-commit.html); measured on MariaDB 10.11
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CreateTable
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Kind, Statement

_DEFINES = (Kind.CREATE, Kind.ALTER, Kind.DROP)
_ROWS = (Kind.INSERT, Kind.UPDATE, Kind.DELETE)


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for file in migration.files:
        lasting = [s for s in file.statements if s.kind in (*_DEFINES, *_ROWS) and not _temporary(s)]
        if len(lasting) > 1 and any(s.kind in _DEFINES for s in lasting):
            message = (
                f"{file.name} has {len(lasting)} statements, and each definition is committed by itself: "
                f"if a later one fails, the earlier ones stay."
            )
            yield Sighting(lasting[1].place, message, "One statement per file.")


def _temporary(statement: Statement) -> bool:
    return any(isinstance(c, CreateTable) and c.temporary for c in statement.changes)


RULE = Rule("my-no-transactional-ddl", "mysql", Severity.NOTICE, MYSQL, _check)
