"""A name holds letters that look like others.

## What it sees
Table, column and other names, quoted or not, with characters beyond ASCII.

## Why it hurts
`us\\u{0435}rs` with a Cyrillic letter is another table than `users` and looks the same. SQLite folds case in ASCII only, so
such names also compare differently here than elsewhere.

## Instead

```sql
CREATE TABLE users (id integer PRIMARY KEY);
```

## Example

```sql
CREATE TABLE "us\\u{435}rs" (id integer PRIMARY KEY);
```

## When to allow it
When the schema's names really are in another script: approve, or set the rule's severity.

## References
- threats D12
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.lexing import Token, TokenKind, UnclosedError, significant
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement in migration.statements():
        token = None if statement.text.isascii() else _first(statement.text, migration.dialect)
        if token:
            letters = ", ".join(sorted({f"U+{ord(c):04X}" for c in token.name if not c.isascii()}))
            yield Sighting(
                statement.place,
                f"The name {token.name.encode('ascii', 'backslashreplace').decode()} holds {letters}.",
                "Write the name in ASCII.",
                (token.name,),
            )


def _first(text: str, dialect: Dialect) -> Token | None:
    named = (TokenKind.WORD, TokenKind.QUOTED)
    try:
        return next((t for t in significant(text, dialect) if t.kind in named and not t.text.isascii()), None)
    except UnclosedError:
        return None


RULE = Rule("non-ascii-identifier", "shape", Severity.ERROR, ALL, _check)
