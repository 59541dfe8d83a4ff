"""Text -> tokens, by the lexical grammar that the server itself uses.

Splitter, parsers and several rules all stand on these tokens, so they can't disagree about where a comment or a
string ends. Each dialect's grammar is one regular expression with possessive quantifiers, which keep the cost linear.
SQLite's is tokenize.c: comments don't nest, `\\v` and NBSP are not white space, bytes above 0x7f are letters.
PostgreSQL's is scan.l of version 18: `lexing_postgres.py`. MySQL's and MariaDB's is sql_lex.cc: `lexing_mysql.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from schemawarden_policy import lexing_mysql, lexing_postgres
from schemawarden_policy.statement import Dialect
from schemawarden_policy.token import Token, TokenKind, UnclosedError, fold

__all__ = ["Token", "TokenKind", "UnclosedError", "comparable", "fold", "lex", "significant"]

_SQLITE = r"""(?P<SPACE>[ \t\n\f\r]++)
    |(?P<COMMENT>--[^\n]*+|/\*.*?\*/)
    |(?P<BLOB>[xX]'[^']*+')
    |(?P<WORD>[A-Za-z_\x80-\U0010ffff][A-Za-z0-9_$\x80-\U0010ffff]*+)
    |(?P<QUOTED>"[^"]*+(?:""[^"]*+)*+"|`[^`]*+(?:``[^`]*+)*+`|\[[^\]]*+\])
    |(?P<STRING>'[^']*+(?:''[^']*+)*+')
    |(?P<NUMBER>(?:[0-9]|\.[0-9])[A-Za-z0-9_$.\x80-\U0010ffff]*+(?:(?<=[eE])[+-][0-9]++)?)
    |(?P<VARIABLE>[?@:$\#][A-Za-z0-9_$\x80-\U0010ffff]*+)
    |(?P<UNCLOSED>/\*|["'`\[])
    |(?P<OPERATOR>->>|->|\|\||<=|<>|<<|!=|==|>=|>>|[();+\-*/%=<>,&~|.])
    |(?P<ILLEGAL>.)"""

_UNCLOSED = {"/*": "comment", "'": "string", '"': "quoted name", "`": "quoted name", "[": "bracketed name"}


def lex(text: str, dialect: Dialect) -> Iterator[Token]:
    """All tokens of the text, white space and comments included, so that their texts join to the input.

    Raises:
        UnclosedError: a quote or `/*` has no end. SQLite tolerates an open comment; we don't, since what follows
            it would be read by one reader and not by another.
    """
    if dialect is Dialect.POSTGRESQL:
        return lexing_postgres.lex(text)
    if dialect is Dialect.SQLITE:
        return _lex_sqlite(text)
    return lexing_mysql.lex(text)


def significant(text: str, dialect: Dialect) -> tuple[Token, ...]:
    """The tokens that mean something: no white space, no comments."""
    skipped = (TokenKind.SPACE, TokenKind.COMMENT)
    return tuple(token for token in lex(text, dialect) if token.kind not in skipped)


def comparable(name: str, dialect: Dialect) -> str:
    """The form of a name in a `Change` under which the dialect tells names apart: equal forms, same name.

    SQLite folds ASCII letters, quoted or not. PostgreSQL folds unquoted names only, and its parser has done so
    already: what it hands out is compared exactly. `"Users"` and `users` are two tables. MySQL folds columns always and tables
    on some servers: here both are folded.
    """
    return name if dialect is Dialect.POSTGRESQL else fold(name)


@cache
def _sqlite() -> re.Pattern[str]:
    """Compiled when it is first needed, which takes a while."""
    return re.compile(_SQLITE, re.VERBOSE | re.DOTALL)


def _lex_sqlite(text: str) -> Iterator[Token]:
    for match in _sqlite().finditer(text):
        group = match.lastgroup or "ILLEGAL"
        if group == "UNCLOSED":
            raise UnclosedError(f"unclosed {_UNCLOSED[match.group()]}", match.start())
        yield Token(TokenKind[group], match.group(), match.start())
