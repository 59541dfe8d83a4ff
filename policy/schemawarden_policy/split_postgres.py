"""Where PostgreSQL's statements end: our own count of parentheses and bodies, held against the server's own parser.

A semicolon ends a statement unless it stands in parentheses (the actions of a rule) or in a `BEGIN ATOMIC ... END` body.
Both counts are what Atlas and psql do; the parser, which libpg_query carries, is the judge. Where it can't read the file,
its scanner must at least see the same semicolons; the statement that it can't read becomes OPAQUE later.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import postgast

from schemawarden_policy.lexing_postgres import lex
from schemawarden_policy.statement import RawStatement
from schemawarden_policy.token import Token, TokenKind

_SEMICOLON = ord(";")


class DisagreementError(ValueError):
    """The server would cut elsewhere, or can't be asked."""

    def __init__(self, what: str, position: int) -> None:
        super().__init__(what)
        self.position = position


class End:
    """Follows the tokens of one statement to its end."""

    def __init__(self) -> None:
        self.parentheses = 0
        self.blocks = 0
        """Open BEGIN ATOMIC and CASE: both are closed by END."""
        self.last = ""

    def after(self, token: Token) -> bool:
        """The statement ends with this token."""
        self.parentheses += (token.text == "(") - (token.text == ")")
        word = token.word
        if (self.last, word) == ("BEGIN", "ATOMIC"):
            self.blocks = 1
        elif self.blocks and word in ("CASE", "END"):
            self.blocks += 1 if word == "CASE" else -1
        self.last = word
        return token.text == ";" and self.parentheses <= 0 and not self.blocks

    @property
    def unfinished(self) -> str:
        """Why the file may not end here; empty when it may."""
        return "BEGIN ATOMIC has no END of its own" if self.blocks else ""


def check(text: str, pieces: Sequence[RawStatement]) -> None:
    """The server cuts the text into the same pieces, and can read it as a script at all.

    Raises:
        DisagreementError: with the position in the text, in characters.
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise DisagreementError("half a surrogate pair", error.start) from None
    for piece in pieces:
        if _reads_rows(piece.text):
            raise DisagreementError(
                "COPY ... FROM STDIN takes its rows from the file, which no runner of migrations does; use INSERT",
                _position(text, piece.offset),
            )
    _compare(text, pieces)


def _reads_rows(statement: str) -> bool:
    if statement[:4].upper() != "COPY":
        return False
    words = [token.word for token in lex(statement) if token.kind not in (TokenKind.SPACE, TokenKind.COMMENT)]
    return ("FROM", "STDIN") in itertools.pairwise(words)


def _position(text: str, offset: int) -> int:
    return len(text.encode()[:offset].decode())


def _compare(text: str, pieces: Sequence[RawStatement]) -> None:
    try:
        theirs = postgast.split(text, method="parser")
    except postgast.PgQueryError:
        _compare_semicolons(text)
        return
    for piece, other in zip(pieces, theirs, strict=False):
        if piece.text.removesuffix(";") != other and _plain(piece.text) != _plain(other):
            raise DisagreementError("the server ends this statement elsewhere", _position(text, piece.offset))
    if len(pieces) != len(theirs):
        raise DisagreementError(f"{len(pieces)} statements, to the server {len(theirs)}", 0)


def _plain(statement: str) -> str:
    """From the first token to the last, without the terminator."""
    start, end = -1, 0
    for token in lex(statement):
        if token.kind in (TokenKind.SPACE, TokenKind.COMMENT):
            continue
        start = token.start if start < 0 else start
        end = end if token.text == ";" else token.end
    return statement[start:end] if start >= 0 else ""


def _compare_semicolons(text: str) -> None:
    try:
        tokens = postgast.scan(text).tokens
    except postgast.PgQueryError as error:
        raise DisagreementError(f"the server can't read it: {error}", 0) from None
    theirs = [token.start for token in tokens if token.token == _SEMICOLON]
    offset, ours = 0, []
    for token in lex(text):
        if token.text == ";":
            ours.append(offset)
        offset += len(token.text.encode())
    if ours != theirs:
        raise DisagreementError("the server sees other semicolons", 0)
