"""The words that a statement begins with, however it is laid out."""

from __future__ import annotations

from contextlib import suppress

from schemawarden_policy.lexing import lex
from schemawarden_policy.statement import Dialect
from schemawarden_policy.token import TokenKind, UnclosedError

_SKIPPED = (TokenKind.SPACE, TokenKind.COMMENT)
_MOST = 100
"""Tokens."""


def first_words(text: str, dialect: Dialect) -> str:
    """In lower case, one space between tokens and none around dots; no comments. What has no end is left out."""
    words = ""
    with suppress(UnclosedError):
        for number, token in enumerate(t for t in lex(text, dialect) if t.kind not in _SKIPPED):
            if number == _MOST:
                break
            glued = token.text == "." or words.endswith(".") or not words
            words += token.text.lower() if glued else f" {token.text.lower()}"
    return words
