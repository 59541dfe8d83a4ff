"""Functions and modules through which SQLite reaches beyond the database, by the names of its own shell and extensions.

Found by token, not by tree: a call hides as well in a trigger's body, a view, a default or a CHECK as in a SELECT.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from schemawarden_policy.change import CallFunction
from schemawarden_policy.lexing import Token, TokenKind, fold

FUNCTIONS = frozenset(
    "load_extension readfile writefile edit fts3_tokenizer zipfile sqlar_compress sqlar_uncompress lsmode lsdir "
    "fsdir eval shell system exec getenv http_get http_post sqlite_dbpage sqlite_dbdata dbdata".split()
)


def calls(tokens: Sequence[Token]) -> tuple[CallFunction, ...]:
    """Every call of such a function. SQLite also calls `"load_extension"(...)`, so quoted names count."""
    found: dict[str, CallFunction] = {}
    for token, following in pairwise(tokens):
        name = fold(token.name)
        if following.text == "(" and name in FUNCTIONS and token.kind in (TokenKind.WORD, TokenKind.QUOTED):
            found[name] = CallFunction(name)
    return tuple(found.values())
