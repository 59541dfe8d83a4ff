"""A new name has capital letters.

## What it sees
Names with capitals that this change set introduces. On PostgreSQL a name has capitals only when it was quoted: all others are
folded. Off unless the operator's policy switches it on.

## Why it hurts
PostgreSQL then wants the quotes in every query. MySQL and MariaDB tell `Users` and `users` apart on Linux and not on macOS or
Windows, so that what works in development fails elsewhere.

## Instead

```sql
CREATE TABLE user_accounts (id integer PRIMARY KEY, created_at text);
```

## Example

```sql
CREATE TABLE "UserAccounts" (id integer PRIMARY KEY, "createdAt" text);
```

## When to allow it
When an object mapper names things so, and quotes them.

## References
- [Identifiers of PostgreSQL](https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS),
  [Identifier case sensitivity of MySQL](https://dev.mysql.com/doc/refman/8.4/en/identifier-case-sensitivity.html)
- Bytebase NAMING_IDENTIFIER_CASE
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.introduced import introduced
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    told: set[tuple[str, str, str]] = set()
    for statement, kind, name in introduced(migration):
        key = (statement.place.file, kind, name)
        if name != name.lower() and key not in told:
            told.add(key)
            message = f"The {kind.replace('_', ' ')} name {name} has capital letters."
            yield Sighting(statement.place, message, f"Name it {_lower(name)}.", (name,))


def _lower(name: str) -> str:
    """camelCase and PascalCase as words with underscores."""
    apart = (
        f"_{c}" if c.isupper() and before.islower() else c
        for before, c in zip(f" {name}", name, strict=False)
    )
    return "".join(apart).lower()


RULE = Rule(
    "name-case",
    "naming",
    Severity.NOTICE,
    ALL,
    _check,
    aliases=("NAMING_IDENTIFIER_CASE",),
    opt_in=True,
)
