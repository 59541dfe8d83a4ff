"""Clauses that the statements which change rows share: where one begins, what is assigned, which values run code.

Our own tokens say where each clause begins, since the words that open them are reserved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from schemawarden_policy.change import Change
from schemawarden_policy.lexing import Token, TokenKind
from schemawarden_policy.parse.mysql_functions import foreign, running
from schemawarden_policy.parse.mysql_query import parsed
from schemawarden_policy.parse.mysql_reader import MySqlReader
from schemawarden_policy.parse.reader import UnknownSyntaxError, split_commas


def clause_at(tokens: Sequence[Token], words: Sequence[str], start: int = 0) -> int:
    """Where the first of the words stands that is in no parentheses; past the end when there is none."""
    depth = 0
    for at in range(start, len(tokens)):
        text = tokens[at].text
        depth += (text == "(") - (text == ")")
        if depth == 0 and tokens[at].word in words:
            return at
    return len(tokens)


@dataclass(frozen=True, slots=True)
class Target:
    """`[qualifier.]column` that gets a value."""

    schema: str
    table: str
    column: str


def assignments(tokens: Sequence[Token]) -> tuple[list[Target], list[Sequence[Token]]]:
    """`[table.]column = value, ...`: what is assigned, and the values."""
    targets: list[Target] = []
    values: list[Sequence[Token]] = []
    for part in split_commas(tokens):
        reader = MySqlReader(part)
        names = [reader.name()]
        while reader.take("."):
            names.append(reader.name())
        if len(names) > 3:
            raise UnknownSyntaxError("a column's name in four parts")
        if not reader.take(":="):
            reader.expect("=")
        names = [""] * (3 - len(names)) + names
        targets.append(Target(*names))
        values.append(reader.rest())
    return targets, values


def returning(tokens: Sequence[Token]) -> tuple[Sequence[Token], tuple[Change, ...]]:
    """What follows the tables, without RETURNING, and what that runs (MariaDB)."""
    at = clause_at(tokens, ("RETURNING",))
    return tokens[:at], listed(tokens[at + 1 :]) if at < len(tokens) else ()


def listed(tokens: Sequence[Token]) -> tuple[Change, ...]:
    """Expressions behind commas, as a SELECT lists them."""
    tree = parsed((Token(TokenKind.WORD, "SELECT", -1), *tokens))
    if not isinstance(tree, exp.Select) or tree.args.get("from_"):
        raise UnknownSyntaxError("expected a list of expressions")
    return running(tokens, tree)


def read_values(values: Sequence[Sequence[Token]]) -> tuple[Change, ...]:
    """What the values of an assignment or a row run. Plain literals are not worth sqlglot's time."""
    telling = [part for part in values if not _plain(part)]
    if any(not part for part in values):
        raise UnknownSyntaxError("a value is missing")
    if not telling:
        return ()
    comma = Token(TokenKind.OPERATOR, ",", -1)
    return listed([token for part in telling for token in (*part, comma)][:-1])


def _plain(part: Sequence[Token]) -> bool:
    """A literal, a word such as NULL or DEFAULT, or a call of the server's own without arguments."""
    if len(part) == 2 and part[0].text in "+-":
        part = part[1:]
    if len(part) == 1:
        return part[0].kind not in (TokenKind.OPERATOR, TokenKind.VARIABLE)
    return [token.text for token in part[1:]] == ["(", ")"] and not foreign(part) and part[0].word in _NOW


_NOW = (
    "NOW UUID CURRENT_TIMESTAMP CURRENT_DATE CURDATE UTC_TIMESTAMP UNIX_TIMESTAMP LAST_INSERT_ID RAND".split()
)


def is_constant(part: Sequence[Token]) -> bool:
    """A value that is the same for every row: no word in it is a column's name."""
    following = [token.text for token in part[1:]] + [""]
    return all(
        token.kind not in (TokenKind.WORD, TokenKind.QUOTED) or token.word in _CONSTANTS or after == "("
        for token, after in zip(part, following, strict=False)
    )


_CONSTANTS = ("NULL", "TRUE", "FALSE", "DEFAULT", "CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME")
