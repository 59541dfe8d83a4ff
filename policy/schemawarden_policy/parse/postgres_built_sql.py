"""What a PL/pgSQL body puts unquoted into SQL that it builds and runs.

Every text that EXECUTE, RETURN QUERY EXECUTE, FOR ... IN EXECUTE or OPEN ... FOR EXECUTE runs is followed through `||`, `format`,
functions of its parts and the variables that hold it. Harmless are literals, what quote_ident, quote_literal, quote_nullable or
%I and %L quote, and values whose type has no room for SQL: numbers, dates, uuid, regclass and their like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from postgast import pg_query_pb2 as pb

from schemawarden_policy.parse.postgres_names import qualified, strings, type_name
from schemawarden_policy.parse.postgres_tree import concrete, expression, trees
from schemawarden_policy.parse.reader import UnknownSyntaxError

QUOTING = ("quote_ident", "quote_literal", "quote_nullable")
_TYPES = frozenset(
    "int2 int4 int8 smallint integer bigint numeric float4 float8 bool date time timetz timestamp timestamptz interval uuid "
    "oid regclass regproc regprocedure regtype regrole regnamespace inet cidr macaddr money".split()
)
"""Types whose text is safe in SQL: it holds no quotes, or is quoted by the server."""
_ARITHMETIC = ("+", "-", "*", "/", "%", "=", "<>", "<", ">", "<=", ">=")
OF_TRIGGERS = "tg_"
"""What a trigger is told of itself comes from the catalogue."""
DIRECTIVE = re.compile(r"%(?:(\d+)\$)?(?:-)?(?:\d+|\*(?:\d+\$)?)?([sIL%])")


def injected(function: Any) -> str:
    """The first value that gets into SQL as it is, as SQL; empty when there is none. `function` is libpg_query's PL/pgSQL tree."""
    try:
        return Routine.of(function).first()
    except (UnknownSyntaxError, LookupError, ValueError, AttributeError, TypeError, RecursionError):
        return ""  # a form of the tree that is not known; dynamic-or-opaque tells of the routine anyway


@dataclass(slots=True)
class Routine:
    """The variables of a body, and the texts that it runs."""

    names: list[str] = field(default_factory=list)
    """The variables as the body's own numbers have them."""
    types: dict[str, str] = field(default_factory=dict)
    parameters: set[str] = field(default_factory=set)
    texts: dict[str, list[Any]] = field(default_factory=dict)
    """Variable -> the expressions that it is given."""
    run: list[Any] = field(default_factory=list)
    """The expressions whose text is run."""
    followed: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, function: Any) -> Routine:
        routine = cls()
        for kind, held in parts(function):
            if kind == "datums":
                routine.names += [_refname(datum) for datum in held]
            routine._note(kind, held)
        return routine

    def _note(self, kind: str, held: Any) -> None:
        if kind == "PLpgSQL_var":
            self._declare(held)
        elif kind == "PLpgSQL_stmt_assign":
            target, value = _assignment(_query(held["expr"]))
            self.texts.setdefault(target, []).append(value)
        elif kind in ("PLpgSQL_stmt_execsql", "PLpgSQL_stmt_fors"):
            self._fill(held)
        elif kind == "PLpgSQL_stmt_foreach_a":
            self.texts.setdefault(self.names[held["varno"]], []).append(_expression(_query(held["expr"])))
        elif kind in ("PLpgSQL_stmt_dynexecute", "PLpgSQL_stmt_dynfors"):
            self.run.append(_expression(_query(held["query"])))
        elif kind == "dynquery":
            self.run.append(_expression(_query(held)))

    def _declare(self, held: Any) -> None:
        name = held["refname"]
        self.types.setdefault(name, held.get("datatype", {}).get("PLpgSQL_type", {}).get("typname", ""))
        if "lineno" not in held:
            self.parameters.add(name)
        if "default_val" in held:
            self.texts.setdefault(name, []).append(_expression(_query(held["default_val"])))

    def _fill(self, held: Any) -> None:
        """SELECT ... INTO variables, and a loop over a query's rows into variables."""
        row = (held.get("target") or held.get("var") or {}).get("PLpgSQL_row", {})
        query = held.get("sqlstmt") or held.get("query")
        found = trees(_query(query)) if row and query else ()
        if len(found) == 1 and isinstance(found[0], pb.SelectStmt):
            values = [concrete(concrete(target).val) for target in found[0].target_list]
            for target, value in zip(row.get("fields", ()), values, strict=False):
                self.texts.setdefault(target["name"], []).append(value)

    def first(self) -> str:
        for node in self.run:
            name = name_of(node)
            if name in self.parameters and name not in self.texts and self.textual(name):
                return name
            if (not name or name in self.texts) and (found := self.unsafe(node)):
                return found
        return ""

    def textual(self, name: str) -> bool:
        """A value of the variable may hold anything."""
        return self.types.get(name, "").removesuffix("[]") not in _TYPES

    def unsafe(self, node: Any) -> str:
        """The first part of the expression that is not quoted; empty when all are safe."""
        if isinstance(node, pb.ColumnRef | pb.ParamRef):
            return self._variable(node)
        if isinstance(node, pb.FuncCall):
            return self._call(node)
        if isinstance(node, pb.TypeCast):
            return "" if type_name(node.type_name)[1] in _TYPES else self.unsafe(concrete(node.arg))
        if isinstance(node, pb.A_Expr) and strings(node.name)[-1:] not in [(sign,) for sign in _ARITHMETIC]:
            return self._any((node.lexpr, node.rexpr))
        return self._any(_within(node))

    def _any(self, nodes: Iterable[Any]) -> str:
        return next(filter(None, (self.unsafe(concrete(node)) for node in nodes)), "")

    def _variable(self, node: pb.ColumnRef | pb.ParamRef) -> str:
        name = name_of(node)
        if name.startswith(OF_TRIGGERS) or (name and not self.textual(name)):
            return ""
        if name not in self.texts:
            return _spelt(node)
        if name in self.followed:
            return ""
        self.followed.add(name)
        return next(filter(None, map(self.unsafe, self.texts[name])), "")

    def _call(self, node: pb.FuncCall) -> str:
        name = qualified(node.funcname)[1].lower()
        if name in QUOTING:
            return ""
        if name == "format" and node.args:
            return self._format([concrete(argument) for argument in node.args])
        return self._any(node.args)

    def _format(self, arguments: Sequence[Any]) -> str:
        pattern, *values = arguments
        if not isinstance(pattern, pb.A_Const):
            return self._any(arguments)
        at = 0
        for position, letter in DIRECTIVE.findall(pattern.sval.sval):
            if letter == "%":
                continue
            at = int(position) if position else at + 1
            if letter == "s" and at <= len(values) and (found := self.unsafe(values[at - 1])):
                return found
        return ""


def _within(node: Any) -> Iterator[Any]:
    """The parts of an expression out of which its text is made."""
    if isinstance(node, pb.CoalesceExpr | pb.MinMaxExpr):
        yield from node.args
    elif isinstance(node, pb.CaseExpr):
        yield from (concrete(when).result for when in node.args)
        yield node.defresult
    elif isinstance(node, pb.A_ArrayExpr):
        yield from node.elements
    elif isinstance(node, pb.A_Indirection | pb.CollateClause):
        yield node.arg
    elif isinstance(node, pb.SubLink):
        yield from (concrete(target).val for target in concrete(node.subselect).target_list)


def name_of(node: Any) -> str:
    """The variable that a reference of one word names; empty for anything else."""
    if isinstance(node, pb.ParamRef):
        return f"${node.number}"
    if isinstance(node, pb.ColumnRef) and len(node.fields) == 1:
        return str(getattr(concrete(node.fields[0]), "sval", ""))
    return ""


def _spelt(node: pb.ColumnRef | pb.ParamRef) -> str:
    held = pb.Node(column_ref=node) if isinstance(node, pb.ColumnRef) else pb.Node(param_ref=node)
    return expression(held)


def _refname(datum: dict[str, dict[str, Any]]) -> str:
    return next((str(held.get("refname", "")) for held in datum.values()), "")


def _query(held: Any) -> str:
    return str(held["PLpgSQL_expr"]["query"])


def _expression(text: str) -> Any:
    (found,) = trees(f"SELECT {text}")
    return concrete(concrete(found.target_list[0]).val)


def _assignment(text: str) -> tuple[str, Any]:
    """`target := value`; the target's first word."""
    target, value = re.split(r":?=", text, maxsplit=1)
    return target.strip().strip('"').lower(), _expression(value)


def parts(value: Any) -> Iterator[tuple[str, Any]]:
    """Every (key, value) of the JSON tree, in the order of the text."""
    stack = [value]
    while stack:
        held = stack.pop()
        if isinstance(held, dict):
            yield from held.items()
            stack.extend(reversed(held.values()))
        elif isinstance(held, list):
            stack.extend(reversed(held))
