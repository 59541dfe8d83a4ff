"""Queries and expressions, through sqlglot.

sqlglot never sees the file's text: it gets our own tokens, without comments, names in backticks and strings in one quoting.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlglot
from sqlglot import ErrorLevel, exp

from schemawarden_policy.change import Change
from schemawarden_policy.lexing import Token, TokenKind, fold
from schemawarden_policy.lexing_mysql import value
from schemawarden_policy.parse.mysql_functions import running
from schemawarden_policy.parse.reader import UnknownSyntaxError
from schemawarden_policy.parse.selected import full_name

sqlglot.logger.disabled = True
"""It would log pieces of the text that it can't read, secrets among them. What it can't read is a finding here."""

_QUERIES = (exp.Select, exp.SetOperation, exp.Subquery, exp.Values)
_WRITES = (exp.Command, exp.Create, exp.Drop, exp.Alter, exp.Insert, exp.Update, exp.Delete, exp.Merge)


def read_query(tokens: Sequence[Token]) -> tuple[Change, ...]:
    """The tokens are one query: what code of the user's it runs."""
    return running(tokens, query(tokens))


def query(tokens: Sequence[Token]) -> exp.Expr:
    """The tree of one SELECT, VALUES or TABLE, with or without WITH and parentheses.

    Raises:
        UnknownSyntaxError: it is none, or changes something.
    """
    first = next((token for token in tokens if token.text != "("), None)
    if first is None or first.word not in ("SELECT", "WITH", "VALUES", "TABLE"):
        raise UnknownSyntaxError("expected a query")
    tree = parsed(without_into(tokens))
    if not isinstance(tree, _QUERIES):
        raise UnknownSyntaxError(f"a query was read as {type(tree).__name__}")
    return tree


def parsed(tokens: Sequence[Token]) -> exp.Expr:
    """sqlglot's tree of the tokens, which are one statement that changes nothing.

    Raises:
        UnknownSyntaxError: sqlglot can't read it, reads several, or sees a change.
    """
    tree = parsed_any(tokens)
    if tree.find(*_WRITES):
        raise UnknownSyntaxError("a query that changes something")
    return tree


def parsed_any(tokens: Sequence[Token]) -> exp.Expr:
    try:
        trees = sqlglot.parse(_spell(tokens), dialect="mysql", error_level=ErrorLevel.RAISE)
    except Exception as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UnknownSyntaxError(f"sqlglot can't read it: {first[:120]}") from error
    if len(trees) != 1 or trees[0] is None:
        raise UnknownSyntaxError(f"one statement was read as {len(trees)}")
    return trees[0]


def read_expression(tokens: Sequence[Token]) -> tuple[Change, ...]:
    """The tokens are one expression: what code of the user's it runs."""
    if len(tokens) == 1 and tokens[0].kind is not TokenKind.OPERATOR:
        return ()
    tree = parsed((_SELECT, *tokens))
    if not isinstance(tree, exp.Select) or len(tree.expressions) != 1 or tree.args.get("from_"):
        raise UnknownSyntaxError("expected one expression")
    return running(tokens, tree)


def read_tables(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The tables and views that a query reads, "schema.name" where it says so; not those that its own WITH defines."""
    tree = query(tokens)
    own = {fold(cte.alias) for cte in tree.find_all(exp.CTE)}
    names = (full_name(table) for table in tree.find_all(exp.Table) if table.name)
    return tuple(dict.fromkeys(name for name in names if fold(name) not in own))


def without_into(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Without `INTO @a, b`, which hands the row to variables."""
    depth = 0
    for at, token in enumerate(tokens):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and token.word == "INTO":
            end = _variables_end(tokens, at + 1)
            return (*tokens[:at], *tokens[end:])
    return tuple(tokens)


def _variables_end(tokens: Sequence[Token], at: int) -> int:
    kinds = (TokenKind.VARIABLE, TokenKind.WORD, TokenKind.QUOTED)
    while True:
        if at >= len(tokens) or tokens[at].kind not in kinds or tokens[at].word in ("OUTFILE", "DUMPFILE"):
            raise UnknownSyntaxError("INTO something that is no variable")
        if at + 1 >= len(tokens) or tokens[at + 1].text != ",":
            return at + 1
        at += 2


_SELECT = Token(TokenKind.WORD, "SELECT", -1)


def word(text: str) -> Token:
    """A token that stands in no file, to put a phrase together for sqlglot."""
    kind = TokenKind.WORD if text.isalpha() else TokenKind.OPERATOR
    return Token(kind, text, -1)


def _spell(tokens: Sequence[Token]) -> str:
    if any(token.word == "NEXT" for token in tokens):
        tokens = tuple(_without_next_value(tokens))
    return " ".join(map(_spelling, tokens))


def _without_next_value(tokens: Sequence[Token]) -> Iterator[Token]:
    """The sequence alone of `NEXT VALUE FOR sequence` (MariaDB), which sqlglot does not know."""
    position = 0
    while position < len(tokens):
        if [token.word for token in tokens[position : position + 3]] == ["NEXT", "VALUE", "FOR"]:
            position += 3
        yield from tokens[position : position + 1]
        position += 1


def _spelling(token: Token) -> str:
    text = token.text
    if token.kind is TokenKind.STRING:
        prefix = "N" if text[0] in "nN" else ""
        return prefix + "'" + value(token).replace("\\", "\\\\").replace("'", "''") + "'"
    if token.kind is TokenKind.QUOTED or (token.kind is TokenKind.WORD and not _plain(text)):
        return "`" + token.name.replace("`", "``") + "`"
    if token.kind is TokenKind.VARIABLE and not _plain(text.lstrip("@").replace(".", "")):
        raise UnknownSyntaxError(f"the variable {text[:40]!r}")
    return text


def _plain(text: str) -> bool:
    return text.isascii() and "$" not in text and not text[:1].isdigit()
