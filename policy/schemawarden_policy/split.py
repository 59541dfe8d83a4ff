"""Text -> statements, or nothing: a file that can't be split for certain is not split at all.

A statement ends where the server says so. On SQLite that is `sqlite3_complete` (complete.c), which keeps the semicolons
in a trigger's body from ending it; on PostgreSQL its parser (`split_postgres.py`); on MySQL our own count of a body's words
(`split_mysql.py`). The pieces are the very characters of the file, cut as Atlas's lexer cuts them (sql/migrate/lex.go): from
the first token to the terminator, which is included; a last statement without a terminator takes the rest of the file. Where
server and Atlas would differ, the rule split-mismatch says so.
Pieces without any token (`;;`, a comment alone) do nothing and vanish.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from schemawarden_policy import split_mysql, split_mysql_modes, split_postgres
from schemawarden_policy.lexing import Token, TokenKind, UnclosedError, lex
from schemawarden_policy.statement import Dialect, Place, RawStatement

BOM = "\ufeff"
_GO_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
"""What Go's unicode.IsSpace strips from the end of a statement."""


class SplitError(ValueError):
    """The text has no certain split."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(f"line {line}: {reason}")
        self.reason = reason
        self.line = line


def split(text: str, file: str, dialect: Dialect) -> tuple[RawStatement, ...]:
    """The statements of a file, in order.

    Raises:
        SplitError: unclosed quote, comment or body, a NUL byte, a byte order mark, half a surrogate pair, text that
            the server's own splitter cuts elsewhere, rows of a COPY, a DELIMITER that is not cut alike everywhere, a
            setting that changes how the rest is read.
    """
    if text.startswith(BOM):
        raise SplitError("the file starts with a byte order mark", 1)
    if (nul := text.find("\0")) >= 0:
        raise SplitError("NUL byte", _line(text, nul))
    try:
        if dialect in (Dialect.MYSQL, Dialect.MARIADB):
            return _mysql(text, file)
        pieces = tuple(_statements(text, file, dialect))
    except UnclosedError as error:
        raise SplitError(str(error), _line(text, error.start)) from None
    if dialect is Dialect.POSTGRESQL:
        _check_postgres(text, pieces)
    return pieces


def _mysql(text: str, file: str) -> tuple[RawStatement, ...]:
    cursor = _Cursor(text, file)
    spans = enumerate(split_mysql.spans(text))
    pieces = tuple(cursor.cut(_Piece(span.comments, span.start), span.end, number) for number, span in spans)
    split_mysql_modes.check(text, pieces)
    return pieces


def _check_postgres(text: str, pieces: tuple[RawStatement, ...]) -> None:
    try:
        split_postgres.check(text, pieces)
    except split_postgres.DisagreementError as error:
        raise SplitError(str(error), _line(text, error.position)) from None


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


@dataclass(slots=True)
class _Piece:
    """The statement being collected."""

    comments: list[str] = field(default_factory=list)
    start: int = -1


def _statements(text: str, file: str, dialect: Dialect) -> Iterator[RawStatement]:
    piece, cursor, number, ends = _Piece(), _Cursor(text, file), 0, _END[dialect]()
    for token in lex(text, dialect):
        if token.kind is TokenKind.COMMENT and piece.start < 0:
            piece.comments.append(token.text)
        if token.kind in (TokenKind.SPACE, TokenKind.COMMENT):
            continue
        if piece.start < 0 and token.text == ";":
            continue
        if piece.start < 0:
            piece.start = token.start
        if ends.after(token):
            yield cursor.cut(piece, token.end, number)
            piece, number, ends = _Piece(), number + 1, _END[dialect]()
    if piece.start >= 0:
        if ends.unfinished:
            raise SplitError(ends.unfinished, _line(text, piece.start))
        yield cursor.cut(piece, len(text), number)


class _End(Protocol):
    """Tells where a statement ends, from its tokens."""

    def after(self, token: Token) -> bool:
        """The statement ends with this token."""
        ...

    @property
    def unfinished(self) -> str:
        """Why the file may not end here; empty when it may."""
        ...


class _SqliteEnd:
    """One step of complete.c's table a token; "done" is its start state reached by a semicolon."""

    def __init__(self) -> None:
        self.state = "start"

    def after(self, token: Token) -> bool:
        self.state = _next_state(self.state, token)
        return self.state == "done"

    @property
    def unfinished(self) -> str:
        open_trigger = self.state in ("trigger", "semicolon")
        return "CREATE TRIGGER has no END; of its own" if open_trigger else ""


_END: dict[Dialect, Callable[[], _End]] = {
    Dialect.SQLITE: _SqliteEnd,
    Dialect.POSTGRESQL: split_postgres.End,
}


def _next_state(state: str, token: Token) -> str:
    word, semicolon = token.word, token.text == ";"
    if state in ("trigger", "semicolon"):
        if semicolon:
            return "semicolon"
        return "end" if state == "semicolon" and word == "END" else "trigger"
    if semicolon:
        return "done"
    if state == "end":
        return "trigger"
    return _OPENING.get(state, {}).get(
        word, "explain" if state == "explain" and word not in _CLOSING else "normal"
    )


_OPENING = {
    "start": {"EXPLAIN": "explain", "CREATE": "create"},
    "explain": {"CREATE": "create"},
    "create": {"TEMP": "create", "TEMPORARY": "create", "TRIGGER": "trigger"},
}
_CLOSING = ("EXPLAIN", "TEMP", "TEMPORARY", "TRIGGER", "END")


@dataclass(slots=True)
class _Cursor:
    """Turns positions into lines, columns and bytes, walking the text once."""

    text: str
    file: str
    position: int = 0
    line: int = 1
    offset: int = 0

    def cut(self, piece: _Piece, end: int, number: int) -> RawStatement:
        skipped = self.text[self.position : piece.start]
        self.line += skipped.count("\n")
        self.offset += len(skipped.encode("utf-8", "surrogatepass"))
        self.position = piece.start
        column = piece.start - (self.text.rfind("\n", 0, piece.start) + 1) + 1
        return RawStatement(
            place=Place(self.file, number, self.line, column),
            text=self.text[piece.start : end].rstrip(_GO_SPACE),
            offset=self.offset,
            comments=tuple(piece.comments),
        )
