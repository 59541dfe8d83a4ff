"""A comment that the server runs, or takes orders from.

## What it sees
MySQL and MariaDB: `/*! ... */` and `/*!50001 ... */`, whose text the server runs as SQL, MariaDB's `/*M! ... */`, and optimizer
hints, `/*+ ... */`, which may set variables for a statement.

## Why it hurts
The reader sees a comment, the server a statement: `ALTER TABLE users /*!, DROP COLUMN email */` drops the column. Which of the two it
is depends on the server's version, so what a rehearsal runs may not be what production runs. Tools that strip comments see
nothing at all. A hint can switch off `foreign_key_checks` without a SET in sight.

## Instead
The SQL itself, without the comment around it. Dumps made with `mysqldump --compact --skip-comments` still have such comments; take them
out, or write the few settings that matter.

```sql
SET NAMES utf8mb4; -- /*! behind dashes */
```

## Example

```sql
ALTER TABLE users ADD COLUMN age int /*!50001 , DROP COLUMN email */;
```

## When to allow it
Never. It can't be switched off.

## References
- [MySQL: comments](https://dev.mysql.com/doc/refman/8.4/en/comments.html),
  [MariaDB: comment syntax](https://mariadb.com/kb/en/comment-syntax/)
- threats D11
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.directives import comments
from schemawarden_policy.lexing_mysql import hidden_code
from schemawarden_policy.migration import Migration, MigrationFile
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect, Place

_MOST = 20
"""Comments named in one file."""


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for file in migration.files:
        if "/*" in file.text:
            yield from _sightings(file, migration.dialect)


def _sightings(file: MigrationFile, dialect: Dialect) -> Iterator[Sighting]:
    found = ((start, text, hidden_code(text)) for start, text in comments(file.text, dialect))
    told = [(start, text, kind) for start, text, kind in found if kind]
    for start, text, kind in told[:_MOST]:
        yield _sighting(file, start, text, kind)


def _sighting(file: MigrationFile, start: int, text: str, kind: str) -> Sighting:
    line = file.text.count("\n", 0, start) + 1
    statement = max((s.place.statement for s in file.statements if s.place.line <= line), default=-1)
    does = "is run by the server" if kind == "executable comment" else "gives the server orders"
    return Sighting(
        Place(file.name, statement, line, start - file.text.rfind("\n", 0, start)),
        f"The {kind} {text[:40]!r} {does}, whatever it looks like.",
        "Write the SQL without the comment around it, or delete it.",
    )


RULE = Rule("executable-comment", "forbidden", Severity.FORBIDDEN, MYSQL, _check)
