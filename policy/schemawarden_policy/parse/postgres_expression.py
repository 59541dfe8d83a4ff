"""Questions about an expression that a change carries as text: a default, a CHECK."""

from __future__ import annotations

from typing import Any

from postgast import pg_query_pb2 as pb

from schemawarden_policy.parse.postgres_calls import volatilities
from schemawarden_policy.parse.postgres_names import joined, qualified
from schemawarden_policy.parse.postgres_predicate import conjuncts
from schemawarden_policy.parse.postgres_tree import concrete, tree, walk
from schemawarden_policy.parse.reader import UnknownSyntaxError


def volatile_call(expression: str) -> str:
    """The first function that may give each row another value; empty when there is none. A function that is not the server's
    own is taken for one."""
    try:
        nodes = list(walk(_read(expression)))
    except UnknownSyntaxError:
        return "an expression that can't be read"
    calls = (qualified(node.funcname) for node in nodes if isinstance(node, pb.FuncCall))
    return next((joined(schema, name) for schema, name in calls if _volatile(schema, name)), "")


def _volatile(schema: str, name: str) -> bool:
    own = schema in ("", "pg_catalog")
    return not own or volatilities().get(name, "v") == "v"


def never_null(check: str) -> frozenset[str]:
    """The columns in which a CHECK accepts no NULL, as the server can tell: `a IS NOT NULL`, alone or joined by AND."""
    try:
        parts = list(conjuncts(_read(check)))
    except UnknownSyntaxError:
        return frozenset()
    return frozenset(filter(None, map(_never_null, parts)))


def columns_named(expression: str) -> frozenset[str]:
    """The columns that stand in an expression."""
    try:
        nodes = list(walk(_read(expression)))
    except UnknownSyntaxError:
        return frozenset()
    return frozenset(_last(node) for node in nodes if isinstance(node, pb.ColumnRef))


def _read(expression: str) -> Any:
    """The expression's tree."""
    query = tree(f"SELECT {expression}")
    if not isinstance(query, pb.SelectStmt) or len(query.target_list) != 1:
        raise UnknownSyntaxError("more than an expression")
    return concrete(concrete(query.target_list[0]).val)


def _never_null(node: Any) -> str:
    """The column of `a IS NOT NULL` and of `NOT (a IS NULL)`; empty for anything else."""
    wanted = pb.IS_NOT_NULL
    if isinstance(node, pb.BoolExpr) and node.boolop == pb.NOT_EXPR:
        node, wanted = concrete(node.args[0]), pb.IS_NULL
    if not isinstance(node, pb.NullTest) or node.nulltesttype != wanted:
        return ""
    column = concrete(node.arg)
    return _last(column) if isinstance(column, pb.ColumnRef) else ""


def _last(column: pb.ColumnRef) -> str:
    last = concrete(column.fields[-1])
    return str(last.sval) if isinstance(last, pb.String) else "*"
