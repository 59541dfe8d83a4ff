"""The tokens that every lexer yields."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class TokenKind(Enum):
    SPACE = auto()
    COMMENT = auto()
    WORD = auto()
    """A bare identifier or keyword."""
    QUOTED = auto()
    """An identifier in double quotes; on SQLite also in backticks or brackets."""
    STRING = auto()
    BLOB = auto()
    NUMBER = auto()
    VARIABLE = auto()
    OPERATOR = auto()
    ILLEGAL = auto()
    """A character that starts no token: the server would refuse it."""


@dataclass(frozen=True, slots=True)
class Token:
    kind: TokenKind
    text: str
    start: int
    """Position in the text, in characters."""

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def word(self) -> str:
        """Upper case of a bare word, empty for anything else. ASCII only, as the servers fold keywords."""
        return fold(self.text).upper() if self.kind is TokenKind.WORD else ""

    @property
    def name(self) -> str:
        """What the token says when it stands for a name or a value: quotes off, doubled quotes single.

        PostgreSQL's prefixed forms (E'', U&"", $$) keep their text: what they say is the parser's to tell.
        """
        return _unquote(self)


class UnclosedError(ValueError):
    """A quote or comment has no end."""

    def __init__(self, what: str, start: int) -> None:
        super().__init__(what)
        self.start = start


def fold(name: str) -> str:
    """Lower case of the ASCII letters only: how SQLite compares names, and how PostgreSQL folds unquoted ones."""
    return name.lower() if name.isascii() else "".join(c.lower() if c.isascii() else c for c in name)


def _unquote(token: Token) -> str:
    text = token.text
    if token.kind not in (TokenKind.QUOTED, TokenKind.STRING) or text[0] not in "\"'`[":
        return text
    if text[0] == "[":
        return text[1:-1]
    return text[1:-1].replace(text[0] * 2, text[0])
