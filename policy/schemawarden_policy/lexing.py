"""Text -> tokens, by the lexical grammar that the server itself uses.

Splitter, parsers and several rules all stand on these tokens, so they can't disagree about where a comment or a
string ends. The grammar is SQLite's tokenize.c, written down as one regular expression: possessive quantifiers keep
the cost linear. Comments don't nest, `\\v` and NBSP are not white space, bytes above 0x7f are letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto


class TokenKind(Enum):
    SPACE = auto()
    COMMENT = auto()
    WORD = auto()
    """A bare identifier or keyword."""
    QUOTED = auto()
    """An identifier in double quotes, backticks or brackets."""
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
        """Upper case of a bare word, empty for anything else. ASCII only, as SQLite folds."""
        return fold(self.text).upper() if self.kind is TokenKind.WORD else ""

    @property
    def name(self) -> str:
        """What the token says when it stands for a name or a value: quotes off, doubled quotes single."""
        return _unquote(self)


class UnclosedError(ValueError):
    """A quote or comment has no end."""

    def __init__(self, what: str, start: int) -> None:
        super().__init__(what)
        self.start = start


_PATTERN = re.compile(
    r"""(?P<SPACE>[ \t\n\f\r]++)
    |(?P<COMMENT>--[^\n]*+|/\*.*?\*/)
    |(?P<BLOB>[xX]'[^']*+')
    |(?P<WORD>[A-Za-z_\x80-\U0010ffff][A-Za-z0-9_$\x80-\U0010ffff]*+)
    |(?P<QUOTED>"[^"]*+(?:""[^"]*+)*+"|`[^`]*+(?:``[^`]*+)*+`|\[[^\]]*+\])
    |(?P<STRING>'[^']*+(?:''[^']*+)*+')
    |(?P<NUMBER>(?:[0-9]|\.[0-9])[A-Za-z0-9_$.\x80-\U0010ffff]*+(?:(?<=[eE])[+-][0-9]++)?)
    |(?P<VARIABLE>[?@:$\#][A-Za-z0-9_$\x80-\U0010ffff]*+)
    |(?P<UNCLOSED>/\*|["'`\[])
    |(?P<OPERATOR>->>|->|\|\||<=|<>|<<|!=|==|>=|>>|[();+\-*/%=<>,&~|.])
    |(?P<ILLEGAL>.)""",
    re.VERBOSE | re.DOTALL,
)

_UNCLOSED = {"/*": "comment", "'": "string", '"': "quoted name", "`": "quoted name", "[": "bracketed name"}


def lex(text: str) -> Iterator[Token]:
    """All tokens of SQLite text, white space and comments included, so that their texts join to the input.

    Raises:
        UnclosedError: a quote or `/*` has no end. SQLite tolerates an open comment; we don't, since what follows
            it would be read by one reader and not by another.
    """
    for match in _PATTERN.finditer(text):
        group = match.lastgroup or "ILLEGAL"
        if group == "UNCLOSED":
            raise UnclosedError(f"unclosed {_UNCLOSED[match.group()]}", match.start())
        yield Token(TokenKind[group], match.group(), match.start())


def significant(text: str) -> tuple[Token, ...]:
    """The tokens that mean something: no white space, no comments."""
    skipped = (TokenKind.SPACE, TokenKind.COMMENT)
    return tuple(token for token in lex(text) if token.kind not in skipped)


def fold(name: str) -> str:
    """Lower case of the ASCII letters only: how SQLite compares names."""
    return name.lower() if name.isascii() else "".join(c.lower() if c.isascii() else c for c in name)


def _unquote(token: Token) -> str:
    text = token.text
    if token.kind not in (TokenKind.QUOTED, TokenKind.STRING):
        return text
    if text[0] == "[":
        return text[1:-1]
    return text[1:-1].replace(text[0] * 2, text[0])
