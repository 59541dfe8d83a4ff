"""Whether a query of PostgreSQL reads a whole table. Parsers tell what changes; a SELECT changes nothing, so its words are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from schemawarden_policy.lexing import significant
from schemawarden_policy.statement import Dialect
from schemawarden_policy.token import Token, TokenKind, fold

_FEWER = ("WHERE", "LIMIT", "FETCH", "JOIN")


def table_read(text: str) -> str:
    """The table behind the outermost FROM of a SELECT, "schema.table" where the text says so, when no WHERE, LIMIT or join
    leaves rows out; empty otherwise, and for the server's own tables."""
    outer = list(_outermost(significant(text, Dialect.POSTGRESQL)))
    words = [token.word for token in outer]
    if words[:1] != ["SELECT"] or "FROM" not in words or any(word in words for word in _FEWER):
        return ""
    name = _name(outer[words.index("FROM") + 1 :])
    return "" if name.startswith(("pg_", "information_schema.")) else name


def _outermost(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens outside of all parentheses; the parentheses stay."""
    depth = 0
    for token in tokens:
        depth -= token.text == ")"
        if not depth:
            yield token
        depth += token.text == "("


def _name(tokens: Sequence[Token]) -> str:
    """The name at the beginning, with the schema before its dot; empty for a function or a query."""
    parts: list[str] = []
    for token in tokens[:4]:
        if token.text == "(":
            return ""
        if token.text != "." and (len(parts) == 2 or token.kind not in (TokenKind.WORD, TokenKind.QUOTED)):
            break
        if token.text != ".":
            if parts and tokens[tokens.index(token) - 1].text != ".":
                break
            parts.append(fold(token.text) if token.kind is TokenKind.WORD else token.name)
    return ".".join(parts)
