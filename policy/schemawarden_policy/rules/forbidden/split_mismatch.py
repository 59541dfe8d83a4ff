"""The checker and the engine read different statements.

## What it sees
A file that can't be split for certain, and a file whose statements, as Atlas's own lexer cuts them, are not exactly the
ones that were checked.

## Why it hurts
What was checked would not be what runs. Brackets, nested comments, delimiter directives and trigger bodies are the
places where two lexers part, and where a `DROP` can stand between them unseen.

## Instead
Plain statements, each ended by `;`, quoted names in double quotes.

```sql
CREATE TABLE "a;b" (id integer PRIMARY KEY);
```

## Example

```sql
CREATE TABLE [a;b] (id integer PRIMARY KEY);
```

## When to allow it
Never. It can't be switched off.

## References
- Atlas: `sql/migrate/lex.go`; SQLite: `complete.c`
- threats D03, D20
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.lexing import UnclosedError, significant
from schemawarden_policy.migration import Migration, MigrationFile
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect, Place


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    engine = migration.facts.engine_statements
    for file in migration.files:
        if file.split_error:
            place = Place(file.name, -1, 1)
            yield Sighting(
                place, f"The file can't be split for certain: {file.split_error}.", "Close what is open."
            )
        elif engine is not None:
            yield from _compared(file, _meaningful(engine.get(file.name, ()), migration.dialect))


def _meaningful(pieces: tuple[str, ...], dialect: Dialect) -> list[str]:
    """Without the pieces that hold no token (`;`, a comment alone): they do nothing, and our splitter drops them too."""
    return [piece for piece in pieces if _has_token(piece, dialect)]


def _has_token(piece: str, dialect: Dialect) -> bool:
    try:
        return any(token.text != ";" for token in significant(piece, dialect))
    except UnclosedError:
        return True


def _compared(file: MigrationFile, theirs: list[str]) -> Iterator[Sighting]:
    ours = [statement.text for statement in file.statements]
    if ours == theirs:
        return
    at = next(
        (n for n, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs))
    )
    place = file.statements[at].place if at < len(ours) else Place(file.name, -1, 1)
    yield Sighting(
        place,
        f"The checker reads {len(ours)} statements here and the engine {len(theirs)}; they part at number {at + 1}.",
        "Write names in double quotes, end each statement with ';', drop delimiter directives.",
    )


RULE = Rule("split-mismatch", "forbidden", Severity.FORBIDDEN, ALL, _check, facts=("engine_statements",))
