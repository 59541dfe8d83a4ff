"""The adapter around postgast: one statement's text -> its tree, or an UnknownSyntaxError. Nothing else leaves it.

libpg_query is native code that recurses as deep as the text nests: from some 40,000 levels on it takes the process down.
So the text is weighed before it is handed over. Trees deeper than about 46 operators are then refused by protobuf.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import postgast
from google.protobuf.message import DecodeError, Message
from postgast import pg_query_pb2 as pb

from schemawarden_policy.lexing_postgres import lex
from schemawarden_policy.parse.reader import UnknownSyntaxError
from schemawarden_policy.token import TokenKind, UnclosedError

_HEAVIEST = 2_000
"""Tokens on one path from the statement to a leaf: more than any tree that protobuf takes can need."""
_GROWING = ("UNION", "INTERSECT", "EXCEPT")
"""The tree grows by these although commas stand between them."""
_OPENING, _CLOSING = ("(", "["), (")", "]")
_BLOCKS = ("BEGIN", "IF", "LOOP", "CASE")
_PROMISES = re.compile(
    r'\A(\[\s*\{"PLpgSQL_function":\{[^\[]*"datums":\[(?:\{"PLpgSQL_rec":\{[^{}]*\}\},)*)(?:\{\}\},)+'
)
"""libpg_query writes the variables TG_OP, TG_NAME ... of a trigger's function as `{}}`, which is no JSON."""


def trees(text: str) -> tuple[Any, ...]:
    """The statement nodes of the text.

    Raises:
        UnknownSyntaxError: the server's grammar does not take it, or it can't be asked.
    """
    _require_light(text)
    try:
        return tuple(concrete(raw.stmt) for raw in _parsed(text).stmts)
    except postgast.PgQueryError as error:
        raise UnknownSyntaxError(f"PostgreSQL's grammar does not take it: {error}") from None
    except DecodeError:
        raise UnknownSyntaxError("it nests too deep to be read") from None
    except (UnicodeError, RecursionError, MemoryError) as error:
        raise UnknownSyntaxError(type(error).__name__) from None


def _parsed(text: str) -> pb.ParseResult:
    """libpg_query stumbles over a comment between two words that the grammar reads as one, such as NULLS LAST."""
    try:
        return postgast.parse(text)
    except postgast.PgQueryError:
        bare = _without_comments(text)
        if bare == text:
            raise
        return postgast.parse(bare)


def _without_comments(text: str) -> str:
    """A space in the place of each comment."""
    try:
        return "".join(" " if token.kind is TokenKind.COMMENT else token.text for token in lex(text))
    except UnclosedError:
        return text


def tree(text: str) -> Any:
    """The one statement of the text."""
    found = trees(text)
    if len(found) != 1:
        raise UnknownSyntaxError(f"one statement was read as {len(found)}")
    return found[0]


def routine(text: str) -> Any:
    """What libpg_query tells of the PL/pgSQL in a CREATE FUNCTION, CREATE PROCEDURE or DO.

    Raises:
        UnknownSyntaxError: the body can't be read.
    """
    _require_light(text)
    try:
        return postgast.parse_plpgsql(text)
    except json.JSONDecodeError as error:
        return _mended(error.doc)
    except postgast.PgQueryError as error:
        raise UnknownSyntaxError(f"the body can't be read: {error}") from None
    except (ValueError, RecursionError, MemoryError, AttributeError) as error:
        raise UnknownSyntaxError(f"the body can't be read: {type(error).__name__}") from None


def _mended(document: str) -> Any:
    try:
        return json.loads(_PROMISES.sub(r"\1{},", document, count=1))
    except (ValueError, RecursionError):
        raise UnknownSyntaxError("what the body holds can't be told") from None


def deparse(statement: pb.Node) -> str:
    """The tree as SQL, in libpg_query's spelling: for messages and comparisons, never for running."""
    try:
        return str(postgast.deparse(pb.ParseResult(stmts=[pb.RawStmt(stmt=statement)])))
    except (postgast.PgQueryError, UnicodeError) as error:
        raise UnknownSyntaxError(f"it can't be spelled: {error}") from None


def expression(node: pb.Node) -> str:
    """An expression as SQL."""
    target = pb.Node(res_target=pb.ResTarget(val=node))
    return deparse(pb.Node(select_stmt=pb.SelectStmt(target_list=[target]))).removeprefix("SELECT ")


def concrete(node: Any) -> Any:
    """What a Node holds; an empty Node is None."""
    if type(node) is not pb.Node:
        return node
    held = node.WhichOneof("node")
    return getattr(node, held) if held else None


_LEAVES = (pb.A_Const, pb.ColumnRef, pb.RangeVar, pb.String, pb.Integer)
"""Nothing that calls or changes can stand below these."""


def walk(root: Message) -> Iterator[Any]:
    """Every message of the tree, in the order of the text; Nodes are passed over, and what stands in leaves."""
    stack: list[Any] = [root]
    while stack:
        message = stack.pop()
        if type(message) is not pb.Node:
            yield message
            if type(message) in _LEAVES:
                continue
        children: list[Any] = []
        for field, value in message.ListFields():
            if field.message_type is None:
                continue
            if field.is_repeated:
                children.extend(value)
            else:
                children.append(value)
        children.reverse()
        stack.extend(children)


def kind_of(message: Any) -> str:
    """The name of a message's type: "SelectStmt"."""
    return type(message).__name__


def require_light_body(body: str) -> None:
    """The same for a body of PL/pgSQL, whose blocks nest too."""
    try:
        blocks = sum(token.word in _BLOCKS for token in lex(body))
    except UnclosedError as error:
        raise UnknownSyntaxError(str(error)) from None
    if blocks > _HEAVIEST:
        raise UnknownSyntaxError("it nests too deep to be read")
    _require_light(body)


def _require_light(text: str) -> None:
    """Refuse what could nest deeper than the native code bears.

    A text of few characters can't. In a longer one, what stands between two commas of the same parentheses can at most
    become one level a token, on top of the levels around it.
    """
    if "\0" in text:
        raise UnknownSyntaxError("NUL byte")
    if len(text) <= _HEAVIEST:
        return
    try:
        if _too_heavy(text):
            raise UnknownSyntaxError("it nests too deep to be read")
    except UnclosedError as error:
        raise UnknownSyntaxError(str(error)) from None


def _too_heavy(text: str) -> bool:
    around = here = 0
    levels: list[tuple[int, int]] = []
    for token in lex(text):
        if token.kind is TokenKind.SPACE or token.kind is TokenKind.COMMENT:
            continue
        if token.text in _OPENING:
            levels.append((around, here))
            around, here = around + here + 1, 0
        elif token.text in _CLOSING and levels:
            around, here = levels.pop()
        elif token.text in (",", ";"):
            here = 0
        else:
            here += 1
            around += token.word in _GROWING
        if around + here > _HEAVIEST:
            return True
    return False
