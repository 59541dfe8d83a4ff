"""A routine spelled so that libpg_query's PL/pgSQL parser can read it, with the statements of its body untouched.

That parser knows no schemas but public and pg_catalog, no fields of a %ROWTYPE, no arrays of a database's own types, and no
VARIADIC of one. Types decide nothing about what a body does, so they are spelled without their schema, rows as record and
arrays as text[].
"""

from __future__ import annotations

from collections.abc import Sequence

from postgast import pg_query_pb2 as pb

from schemawarden_policy.lexing_postgres import lex
from schemawarden_policy.parse.postgres_tree import concrete, deparse, require_light_body
from schemawarden_policy.parse.reader import UnknownSyntaxError
from schemawarden_policy.token import Token, TokenKind, UnclosedError

_NAMES = (TokenKind.WORD, TokenKind.QUOTED)
_BEHIND_TYPE = (";", ":=", "=", "[")
_WORDS_BEHIND_TYPE = ("DEFAULT", "NOT", "COLLATE", "ARRAY")
_NO_ELEMENT = ("ARRAY", "PRECISION", "VARYING", "ZONE")
"""Words before brackets that are no type by themselves."""


def readable(node: pb.CreateFunctionStmt | pb.DoStmt) -> str:
    """The CREATE FUNCTION, CREATE PROCEDURE or DO as text.

    Raises:
        UnknownSyntaxError: the body has no tokens that can be told, or nests too deep.
    """
    plain = type(node)()
    plain.CopyFrom(node)
    body = _body(plain)
    require_light_body(body.sval)
    body.sval = _plain_declarations(body.sval)
    if isinstance(plain, pb.DoStmt):
        return deparse(pb.Node(do_stmt=plain))
    _plain_signature(plain)
    return deparse(pb.Node(create_function_stmt=plain))


def _body(node: pb.CreateFunctionStmt | pb.DoStmt) -> pb.String:
    """The one text behind AS. Without it libpg_query ends the process: an assertion of its PL/pgSQL parser fails."""
    given = map(concrete, node.args if isinstance(node, pb.DoStmt) else node.options)
    texts = [concrete(option.arg) for option in given if option.defname == "as"]
    bodies = [part for text in texts for part in (text.items if isinstance(text, pb.List) else [text])]
    if len(bodies) != 1 or not isinstance(concrete(bodies[0]), pb.String):
        raise UnknownSyntaxError("a body that is not one text")
    found: pb.String = concrete(bodies[0])
    return found


def _plain_signature(node: pb.CreateFunctionStmt) -> None:
    if node.HasField("return_type"):
        _plain_type(node.return_type)
    for parameter in map(concrete, node.parameters):
        _plain_type(parameter.arg_type)
        parameter.ClearField("defexpr")
        if parameter.mode == pb.FUNC_PARAM_VARIADIC:
            parameter.mode = pb.FUNC_PARAM_IN


def _plain_type(written: pb.TypeName) -> None:
    del written.names[:-1]
    if written.array_bounds:
        written.names[-1].string.sval = "text"


def _plain_declarations(body: str) -> str:
    """`d app.users%ROWTYPE; m app.mood[]` between DECLARE and BEGIN as `d record; m text[]`."""
    try:
        tokens = list(lex(body))
    except UnclosedError as error:
        raise UnknownSyntaxError(str(error)) from None
    kept = [token.text for token in tokens]
    meaning = [n for n, token in enumerate(tokens) if token.kind not in (TokenKind.SPACE, TokenKind.COMMENT)]
    declaring = False
    for place, at in enumerate(meaning):
        if tokens[at].word in ("DECLARE", "BEGIN"):
            declaring = tokens[at].word == "DECLARE"
        elif declaring and tokens[at].kind in _NAMES:
            _plain_name(kept, [tokens[n] for n in meaning[place : place + 5]], meaning[place : place + 5])
    return "".join(kept)


def _plain_name(kept: list[str], ahead: Sequence[Token], places: Sequence[int]) -> None:
    """Change the name at hand, the first of `ahead`, when it is a schema before a type, a row's table, or an array's element."""
    texts = [token.text for token in ahead] + [""] * 5
    if texts[1:3] == ["[", "]"] and ahead[0].word not in _NO_ELEMENT:
        kept[places[0]] = "text"
    elif texts[1] == "%" and len(ahead) > 2 and ahead[2].word == "ROWTYPE":
        kept[places[0]], kept[places[1]], kept[places[2]] = "record", "", ""
    elif texts[1] == "." and len(ahead) > 2 and ahead[2].kind in _NAMES and _ends_type(ahead[3:]):
        kept[places[0]] = kept[places[1]] = ""


def _ends_type(following: Sequence[Token]) -> bool:
    """What stands behind the last name of a declaration's type."""
    if not following:
        return False
    if following[0].text == "%":
        return len(following) > 1 and following[1].word == "ROWTYPE"
    return following[0].text in _BEHIND_TYPE or following[0].word in _WORDS_BEHIND_TYPE
