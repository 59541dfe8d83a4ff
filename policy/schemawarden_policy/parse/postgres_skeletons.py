"""The statements that a body of PL/pgSQL builds and runs, where all of each is known but for quoted names and values.

A name that %I or quote_ident quotes is written as `"..."`, a value that %L or quote_literal quotes as `'...'`, one whose type has no
room for SQL as `0`. So the statement can be read like any other, though not which object it is about. A text that is put together
over several assignments is not known: which of them run is decided later.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from postgast import pg_query_pb2 as pb

from schemawarden_policy.parse.postgres_built_sql import DIRECTIVE, OF_TRIGGERS, Routine, name_of
from schemawarden_policy.parse.postgres_names import qualified, strings, type_name
from schemawarden_policy.parse.postgres_tree import concrete, trees
from schemawarden_policy.parse.reader import UnknownSyntaxError

_NAME, _VALUE, _WORD, _NUMBER = '"..."', "'...'", "x", "0"
_DATE_PATTERN = re.compile(r"[A-Za-z0-9_\-]+")


def built(function: Any) -> tuple[Any, ...] | None:
    """The statements; None when one of them is not known so far. `function` is libpg_query's PL/pgSQL tree."""
    try:
        routine = Routine.of(function)
        return tuple(node for run in routine.run for node in trees(_text(routine, run)))
    except (UnknownSyntaxError, LookupError, ValueError, AttributeError, TypeError, RecursionError):
        return None


def _text(routine: Routine, node: Any) -> str:
    """The text that the expression makes."""
    if isinstance(node, pb.A_Const):
        return str(node.sval.sval) if node.HasField("sval") else _NUMBER
    if isinstance(node, pb.A_Expr) and strings(node.name) == ("||",):
        return _text(routine, concrete(node.lexpr)) + _text(routine, concrete(node.rexpr))
    if isinstance(node, pb.FuncCall):
        return _called(routine, node)
    if isinstance(node, pb.TypeCast) and type_name(node.type_name)[1] == "text":
        return _text(routine, concrete(node.arg))
    name = name_of(node)
    if len(values := routine.texts.get(name, [])) == 1:
        return _text(routine, values[0])
    if values or routine.unsafe(node):
        raise UnknownSyntaxError("a text that is not known")
    if name.startswith(OF_TRIGGERS):
        return _WORD
    of_catalogue = _type(routine, node, name).startswith("reg")
    return _NAME if of_catalogue else _NUMBER


def _type(routine: Routine, node: Any, name: str) -> str:
    return type_name(node.type_name)[1] if isinstance(node, pb.TypeCast) else routine.types.get(name, "")


def _called(routine: Routine, node: pb.FuncCall) -> str:
    name = qualified(node.funcname)[1].lower()
    arguments = [concrete(argument) for argument in node.args]
    if name == "quote_ident":
        return _quoted_name(arguments[0])
    if name in ("quote_literal", "quote_nullable"):
        return _VALUE
    if name == "format" and isinstance(arguments[0], pb.A_Const) and not node.func_variadic:
        return _formatted(routine, arguments[0].sval.sval, arguments[1:])
    if name == "to_char" and _DATE_PATTERN.fullmatch(arguments[1].sval.sval):
        return _NUMBER
    raise UnknownSyntaxError("a text that is not known")


def _quoted_name(value: Any) -> str:
    if isinstance(value, pb.A_Const) and value.HasField("sval"):
        name = str(value.sval.sval)
        return '"' + name.replace('"', '""') + '"'
    return _NAME


def _formatted(routine: Routine, pattern: str, values: Sequence[Any]) -> str:
    at, end, text = 0, 0, ""
    for found in DIRECTIVE.finditer(pattern):
        text += pattern[end : found.start()]
        end = found.end()
        position, letter = found.groups()
        if "*" in found.group():
            raise UnknownSyntaxError("a width that is an argument")
        if letter == "%":
            text += "%"
            continue
        at = int(position) if position else at + 1
        value = values[at - 1]
        text += {"I": _quoted_name(value), "L": _VALUE}.get(letter) or _text(routine, value)
    return text + pattern[end:]
