"""What a routine of MySQL or MariaDB puts unquoted into SQL that it builds and runs.

The texts are those that PREPARE ... FROM and EXECUTE IMMEDIATE run: in the statement itself, or in what SET, a default or INTO gives
the variable. Harmless are literals, what QUOTE quotes, a REPLACE that doubles backticks, and variables that are declared with a
type without room for SQL.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from schemawarden_policy.lexing import Token, TokenKind, fold
from schemawarden_policy.parse.reader import split_commas

_TYPES = (
    "TINYINT SMALLINT MEDIUMINT INT INTEGER BIGINT DECIMAL DEC NUMERIC FLOAT DOUBLE REAL BIT BOOL BOOLEAN SERIAL DATE TIME "
    "DATETIME TIMESTAMP YEAR UUID"
).split()
_BUILDING = ("CONCAT", "CONCAT_WS", "FORMAT")
_WORDS = (
    "NULL",
    "TRUE",
    "FALSE",
    "AS",
    "SEPARATOR",
    "DISTINCT",
    "ORDER",
    "BY",
    "INTERVAL",
    "DAY",
    "MONTH",
    "YEAR",
)
_NAMES = (TokenKind.WORD, TokenKind.QUOTED, TokenKind.VARIABLE)


def injected(tokens: Sequence[Token]) -> str:
    """The first value that gets into SQL as it is; empty when there is none. The tokens are the whole CREATE statement's."""
    safe = {fold(a.name) for a, b in pairwise(tokens) if b.word in _TYPES}
    run = [_until_semicolon(tokens[at:]) for at in _run(tokens)]
    held = {fold(text[0].name) for text in run if len(text) == 1}
    texts = [*run, *(text for name in held for text in _given(tokens, name))]
    found = (name for text in texts for name in _unquoted(text, safe | held))
    return next(found, "")


def _run(tokens: Sequence[Token]) -> Iterator[int]:
    """Where a text that is run begins."""
    words = ["", "", *(token.word for token in tokens)]
    for at in range(len(tokens)):
        before, last, word = words[at : at + 3]
        if (before, word) == ("PREPARE", "FROM") or (last, word) == ("EXECUTE", "IMMEDIATE"):
            yield at + 1


def _until_semicolon(tokens: Sequence[Token]) -> Sequence[Token]:
    end = next(
        (at for at, token in enumerate(tokens) if token.text == ";" or token.word == "USING"), len(tokens)
    )
    return tokens[:end]


def _given(tokens: Sequence[Token], name: str) -> Iterator[Sequence[Token]]:
    """The expressions that a variable is given."""
    for at, token in enumerate(tokens):
        if fold(token.name) != name or at + 1 >= len(tokens):
            continue
        if tokens[at + 1].text in ("=", ":="):
            yield _until_semicolon(tokens[at + 2 :])
        elif tokens[at - 1].word == "INTO":
            start = max((n for n in range(at) if tokens[n].word == "SELECT"), default=at)
            yield tokens[start + 1 : at - 1]


def _unquoted(tokens: Sequence[Token], safe: set[str]) -> Iterator[str]:
    """Names among the arguments of the functions that put the text together."""
    for at, token in enumerate(tokens):
        if token.word in _BUILDING and at + 1 < len(tokens) and tokens[at + 1].text == "(":
            for argument in split_commas(_inside(tokens[at + 1 :])):
                yield from _names(argument, safe)
            return


def _names(tokens: Sequence[Token], safe: set[str]) -> Iterator[str]:
    at = 0
    while at < len(tokens):
        token, call = tokens[at], at + 1 < len(tokens) and tokens[at + 1].text == "("
        if call:
            inside = _inside(tokens[at + 1 :])
            if token.word != "QUOTE" and not _doubles_backticks(token, inside):
                yield from _names(inside, safe)
            at += len(inside) + 3
            continue
        if token.kind in _NAMES and token.word not in _WORDS and fold(token.name) not in safe:
            yield token.text
        at += 1


def _inside(tokens: Sequence[Token]) -> Sequence[Token]:
    """What stands in the parentheses that the tokens begin with."""
    depth = 0
    for at, token in enumerate(tokens):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0:
            return tokens[1:at]
    return tokens[1:]


def _doubles_backticks(function: Token, inside: Sequence[Token]) -> bool:
    return function.word == "REPLACE" and [t.text[1:-1] for t in inside if t.kind is TokenKind.STRING] == [
        "`",
        "``",
    ]
