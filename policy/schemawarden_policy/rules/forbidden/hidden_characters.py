"""Characters that hide or reorder what a reader sees.

## What it sees
Outside string literals: control characters (all but line feed, tab, and a carriage return right before a line feed),
bidirectional controls, zero-width and other format characters, line and paragraph separators, a byte order mark, and in
code white space other than the plain one (a no-break space is a letter to SQLite). Inside string literals: control and bidirectional characters.

## Why it hurts
A person approves what the screen shows. U+202E shows `DROP` as text of a comment, a carriage return overprints the line, an
escape character recolours a terminal, a zero-width space makes two names look like one. What can't be shown truthfully
can't be approved.

## Instead
Plain text. In literals, write the character with a function:

```sql
INSERT INTO labels (id, text) VALUES (1, 'right to left: ' || char(8238));
```

## Example

```sql
DROP TABLE users; --\\u{202e} sresu elbat peek
```

## When to allow it
Never. It can't be switched off.

## References
- [Trojan Source](https://trojansource.codes/), [UTS 39](https://www.unicode.org/reports/tr39/)
- threats D12, D13
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from schemawarden_policy.lexing import TokenKind, UnclosedError, lex
from schemawarden_policy.migration import Migration, MigrationFile
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect, Place

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MOST = 20
"""Lines named in one file."""


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for file in migration.files:
        odd = {c for c in set(file.text) if c not in " \n\t" and _odd(c)}
        if odd:
            yield from _sightings(file, odd, _kinds(file.text, migration.dialect))


def _odd(character: str) -> bool:
    category = unicodedata.category(character)
    return category in _HIDDEN or category == "Zs"


def _kinds(text: str, dialect: Dialect) -> list[tuple[int, TokenKind]]:
    """(end, kind) of each token; a text that can't be read to its end counts as code from there on."""
    found: list[tuple[int, TokenKind]] = []
    try:
        found.extend((token.end, token.kind) for token in lex(text, dialect))
    except UnclosedError:
        found = []
    return [*found, (len(text) + 1, TokenKind.ILLEGAL)]


def _sightings(file: MigrationFile, odd: set[str], kinds: list[tuple[int, TokenKind]]) -> Iterator[Sighting]:
    lines: set[int] = set()
    token, line = 0, 1
    for at, character in enumerate(file.text):
        line += character == "\n"
        if character not in odd:
            continue
        while kinds[token][0] <= at:
            token += 1
        if line not in lines and len(lines) < _MOST and _refused(file.text, at, kinds[token][1]):
            lines.add(line)
            yield _sighting(file, line, at, character)


def _refused(text: str, at: int, kind: TokenKind) -> bool:
    character, category = text[at], unicodedata.category(text[at])
    if kind is TokenKind.STRING:
        return character in _BIDI or (character != "\r" and category == "Cc")
    if category == "Zs":
        return kind is not TokenKind.COMMENT
    return not (character == "\r" and text[at + 1 : at + 2] == "\n")


def _sighting(file: MigrationFile, line: int, at: int, character: str) -> Sighting:
    statement = max((s.place.statement for s in file.statements if s.place.line <= line), default=-1)
    name = unicodedata.name(character, "control character")
    return Sighting(
        Place(file.name, statement, line, at - file.text.rfind("\n", 0, at)),
        f"U+{ord(character):04X} ({name}) hides or reorders what a reader sees.",
        "Delete the character, or write it as char(...) in a literal.",
    )


RULE = Rule("hidden-characters", "forbidden", Severity.FORBIDDEN, ALL, _check)
