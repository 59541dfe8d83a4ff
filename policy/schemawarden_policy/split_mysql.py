"""Where the statements of MySQL and MariaDB end.

A semicolon ends a statement, unless it stands in parentheses or in the body of a routine, trigger or event. `DELIMITER` is
no SQL: the mysql client and Atlas's lexer know it, at the beginning of a statement, and what it names ends statements from
there on. Only delimiters that both cut alike are honoured. At the beginning of a statement both also take `--` for a comment
whatever follows it.

`check` refuses what would change the lexical grammar for the rest of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from schemawarden_policy.lexing_mysql import lex
from schemawarden_policy.split_mysql_bodies import End
from schemawarden_policy.token import Token, TokenKind, UnclosedError

_DELIMITER = re.compile(r"(?!/$)[;/$|%!&^~?]{1,10}")
_PLAIN = ";"


@dataclass(slots=True)
class Span:
    """One statement: from its first token to its terminator, which is included if it is a semicolon."""

    start: int = -1
    end: int = -1
    comments: list[str] = field(default_factory=list)
    meaning: bool = False
    """It has more than semicolons."""


def spans(text: str) -> Iterator[Span]:
    """The statements of a file, in order.

    Raises:
        UnclosedError: a quote, comment, body or parenthesis has no end, or the delimiter is none that is cut with certainty.
    """
    return _Walk(text).spans()


class _Walk:
    def __init__(self, text: str) -> None:
        self.text = text
        self.delimiter = _PLAIN
        self.span = Span()
        self.end = End()

    def spans(self) -> Iterator[Span]:
        position = 0
        while position < len(self.text):
            for token in lex(self.text, position):
                done = self.text.startswith("--", token.start) and self._loose_comment(token)
                done = done or (self._delimiter_command(token) if self.span.start < 0 else 0)
                if done:
                    position = done
                    break
                cut = self._after(token)
                if cut >= 0:
                    yield from self._finished(cut)
                    position = cut + (0 if self.delimiter == _PLAIN else len(self.delimiter))
                    if position != token.end:
                        break
            else:
                break
        if self.span.start >= 0:
            if self.end.unfinished:
                raise UnclosedError(self.end.unfinished, self.span.start)
            yield from self._finished(len(self.text))

    def _loose_comment(self, token: Token) -> int:
        """`--x` at the beginning of a statement: where its line ends; 0 when it is none, or has no end of line."""
        newline = self.text.find("\n", token.start)
        if self.span.start >= 0 or token.kind is TokenKind.COMMENT or newline < 0:
            return 0
        self.span.comments.append(self.text[token.start : newline])
        return newline

    def _delimiter_command(self, token: Token) -> int:
        if not token.word.startswith("DELIMITER"):
            return 0
        line = self.text[token.start :].split("\n", 1)[0]
        wanted = line[len("DELIMITER ") :].strip()
        if len(wanted) > 2 and wanted[0] == wanted[-1] == "'":
            wanted = wanted[1:-1]
        if line[9:10] != " " or not _DELIMITER.fullmatch(wanted):
            raise UnclosedError("a DELIMITER that not every client cuts alike", token.start)
        self.delimiter, self.span = wanted, Span()
        return min(token.start + len(line) + 1, len(self.text))

    def _after(self, token: Token) -> int:
        """Where the statement ends, when it does so with this token; else -1."""
        if self.delimiter != _PLAIN:
            return self._after_any(token)
        if token.kind is TokenKind.COMMENT and self.span.start < 0:
            self.span.comments.append(token.text)
        if token.kind in _NOTHING or (self.span.start < 0 and token.text == _PLAIN):
            return -1
        self._begin(token.start)
        self.span.meaning = True
        return token.end if self.end.after(token) else -1

    def _after_any(self, token: Token) -> int:
        """The same with another delimiter, which may also stand within what is a name to the server: `END$$`."""
        if token.kind is TokenKind.COMMENT and self.span.start < 0:
            self.span.comments.append(token.text)
        if token.kind in _NOTHING:
            return -1
        cut = -1
        if token.kind not in _LITERAL and token.text[-1] not in "'\"`":
            cut = self.text.find(self.delimiter, token.start, token.end + len(self.delimiter) - 1)
        if cut != token.start:
            self._begin(token.start)
            self.span.meaning |= token.text != _PLAIN
        if cut >= 0 and self.end.parentheses:
            raise UnclosedError("a delimiter within parentheses", cut)
        self.end.count(token)
        return cut

    def _begin(self, position: int) -> None:
        if self.span.start < 0:
            self.span.start = position

    def _finished(self, end: int) -> Iterator[Span]:
        span, self.span, self.end = self.span, Span(), End()
        if span.meaning:
            span.end = end
            yield span


_NOTHING = (TokenKind.SPACE, TokenKind.COMMENT)
_LITERAL = (TokenKind.STRING, TokenKind.QUOTED, TokenKind.BLOB)
