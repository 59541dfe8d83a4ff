"""What stands in the bodies of functions, procedures and DO blocks, as statement trees.

PL/pgSQL is read by libpg_query's own PL/pgSQL parser, SQL bodies by the SQL parser. What builds SQL at run time, or can't
be read, is told in `dynamic`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from postgast import pg_query_pb2 as pb

from schemawarden_policy.lexing_postgres import lex
from schemawarden_policy.parse.postgres_built_sql import injected, parts
from schemawarden_policy.parse.postgres_control import options
from schemawarden_policy.parse.postgres_plain_types import readable
from schemawarden_policy.parse.postgres_skeletons import built
from schemawarden_policy.parse.postgres_tree import concrete, routine, trees
from schemawarden_policy.parse.reader import UnknownSyntaxError
from schemawarden_policy.token import UnclosedError

SANDBOXED = ("plperl", "pltcl", "plv8", "pljs", "plcoffee", "plls", "plrust", "pllua", "pljava")
"""Languages that the server calls trusted: their code stays in the database, and we can't read it."""
_DYNAMIC = ("PLpgSQL_stmt_dynexecute", "PLpgSQL_stmt_dynfors", "dynquery")
_ENDINGS = {
    "PLpgSQL_stmt_commit": pb.TRANS_STMT_COMMIT,
    "PLpgSQL_stmt_rollback": pb.TRANS_STMT_ROLLBACK,
}
_STATEMENT, _EXPRESSION = 0, 2
"""Modes in which PL/pgSQL hands its texts to the SQL parser; the ones above are assignments."""


@dataclass(frozen=True, slots=True)
class Body:
    """A routine's body."""

    statements: tuple[Any, ...] = ()
    dynamic: str = ""
    """Why not everything is known; empty when it is."""
    injects: str = ""
    """What gets unquoted into SQL that the body builds."""
    built: tuple[Any, ...] | None = None
    """The statements that it builds, where they are known but for quoted names and values."""


def language(node: pb.CreateFunctionStmt | pb.DoStmt) -> str:
    """Lower case; a DO without one is PL/pgSQL, a body in SQL's own form is SQL."""
    given = options(node.args if isinstance(node, pb.DoStmt) else node.options)
    if "language" in given:
        return str(given["language"].sval).lower()
    return "plpgsql" if isinstance(node, pb.DoStmt) else "sql"


def body_of(node: pb.CreateFunctionStmt | pb.DoStmt) -> Body:
    """What the routine does, as far as it can be read."""
    written = language(node)
    try:
        if written == "plpgsql":
            return _plpgsql(node)
        if written == "sql" and isinstance(node, pb.CreateFunctionStmt):
            return Body(_sql(node))
    except UnknownSyntaxError as error:
        return Body(dynamic=str(error))
    return Body(dynamic=f"code in {written}")


def _sql(node: pb.CreateFunctionStmt) -> tuple[Any, ...]:
    if node.HasField("sql_body"):
        return tuple(_flat(node.sql_body))
    texts = options(node.options).get("as")
    if not isinstance(texts, pb.List) or len(texts.items) != 1:
        raise UnknownSyntaxError("a body that is no text")
    return trees(texts.items[0].string.sval)


def _flat(node: Any) -> Iterator[Any]:
    held = concrete(node)
    if isinstance(held, pb.List):
        for item in held.items:
            yield from _flat(item)
    elif held is not None:
        yield held


def _plpgsql(node: pb.CreateFunctionStmt | pb.DoStmt) -> Body:
    found = routine(readable(node))
    if not any(part == "action" for part, _ in parts(found)):
        raise UnknownSyntaxError("the body can't be read")
    statements: list[Any] = []
    dynamic = ""
    for part, value in parts(found):
        if part in _DYNAMIC:
            dynamic = dynamic or "dynamic SQL"
        elif part in _ENDINGS:
            statements.append(pb.TransactionStmt(kind=_ENDINGS[part]))
        elif part == "PLpgSQL_expr":
            statements.extend(_expression(value))
    if dynamic:
        return Body(tuple(statements), dynamic, injected(found), built(found))
    return Body(tuple(statements))


def _expression(held: dict[str, Any]) -> tuple[Any, ...]:
    text, mode = str(held.get("query", "")), held.get("parseMode", _STATEMENT)
    if mode == _STATEMENT:
        return trees(text)
    return trees("SELECT " + (text if mode == _EXPRESSION else _without_assignment(text)))


def _without_assignment(text: str) -> str:
    """`target := value` as two outputs of a query."""
    try:
        sign = next(token for token in lex(text) if token.text in (":=", "="))
    except (StopIteration, UnclosedError):
        raise UnknownSyntaxError("an assignment without a sign") from None
    return f"{text[: sign.start]}, {text[sign.end :]}"
