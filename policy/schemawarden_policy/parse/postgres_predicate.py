"""What keeps the rows of an UPDATE or DELETE few, and what its predicate calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from postgast import pg_query_pb2 as pb

from schemawarden_policy.parse.postgres_names import qualified, strings
from schemawarden_policy.parse.postgres_tree import concrete, walk
from schemawarden_policy.parse.span import limits, narrow, within_limit

_LOW, _HIGH = (">", ">="), ("<", "<=")


def bounds(where: Any, own: frozenset[str] | None = None, alone: bool = True) -> tuple[str, ...]:
    """The columns that the predicate holds to few literals, and "LIMIT": see `UpdateRows.bounds`.

    `own`: the names of the changed table, None when any table's columns count; `alone`: nothing else is read beside it, so that
    a bare column can only be its own.
    """
    found: dict[str, None] = {}
    bounds = _Bounds(own, alone)
    for part in conjuncts(concrete(where)):
        if isinstance(part, pb.A_Expr):
            found.update(dict.fromkeys(bounds.compared(part)))
        elif isinstance(part, pb.SubLink) and part.sub_link_type == pb.ANY_SUBLINK and _limited(part):
            found.update(dict.fromkeys(within_limit(bounds.columns(concrete(part.testexpr)))))
    found.update(dict.fromkeys(bounds.ranges()))
    return tuple(found)


def calls(where: Any) -> tuple[str, ...]:
    """The functions that the predicate calls; "select" for a query in it."""
    found: dict[str, None] = {}
    for node in walk(where):
        if isinstance(node, pb.FuncCall):
            found[qualified(node.funcname)[1].lower()] = None
        elif isinstance(node, pb.SubLink):
            found["select"] = None
    return tuple(found)


def conjuncts(node: Any) -> Iterator[Any]:
    if isinstance(node, pb.BoolExpr) and node.boolop == pb.AND_EXPR:
        for part in node.args:
            yield from conjuncts(concrete(part))
    else:
        yield node


class _Bounds:
    """Reads comparisons of the changed table's columns with literals."""

    def __init__(self, own: frozenset[str] | None, alone: bool) -> None:
        self.own = own
        self.alone = alone
        self.sides: dict[str, dict[str, str]] = {}

    def columns(self, node: Any) -> tuple[str, ...]:
        """The table's column that the node is, or those that stand in a row."""
        if isinstance(node, pb.RowExpr):
            return tuple(name for item in node.args for name in self.columns(concrete(item)))
        if not isinstance(node, pb.ColumnRef) or not isinstance(concrete(node.fields[-1]), pb.String):
            return ()
        *tables, name = strings(node.fields)
        mine = self.own is None or (tables[-1] in self.own if tables else self.alone)
        return (name,) if mine else ()

    def compared(self, node: pb.A_Expr) -> Iterable[str]:
        left, right = concrete(node.lexpr), concrete(node.rexpr)
        operator = strings(node.name)[-1] if node.name else ""
        if isinstance(right, pb.ColumnRef) and operator in (*_LOW, *_HIGH, "="):
            left, right, operator = right, left, _turned(operator)
        names = self.columns(left)
        if not names or not _literals(right):
            return ()
        if node.kind in (pb.AEXPR_BETWEEN, pb.AEXPR_BETWEEN_SYM):
            low, high = map(_text, right.items)
            turned = node.kind == pb.AEXPR_BETWEEN_SYM and not narrow(high, low)
            return names if narrow(low, high) and not turned else ()
        if node.kind in (pb.AEXPR_IN, pb.AEXPR_OP_ANY, pb.AEXPR_OP) and operator == "=":
            return names
        if node.kind == pb.AEXPR_OP and operator in (*_LOW, *_HIGH):
            self.sides.setdefault(names[0], {})["low" if operator in _LOW else "high"] = _text(right)
        return ()

    def ranges(self) -> Iterator[str]:
        """The columns between a low and a high literal."""
        for column, seen in self.sides.items():
            if len(seen) > 1 and narrow(seen["low"], seen["high"]):
                yield column


def _turned(operator: str) -> str:
    return {">": "<", ">=": "<=", "<": ">", "<=": ">="}.get(operator, operator)


def _literals(node: Any) -> bool:
    """A constant, or a list or an array of them."""
    if isinstance(node, pb.TypeCast):
        return _literals(concrete(node.arg))
    if isinstance(node, pb.List):
        return all(_literals(concrete(item)) for item in node.items)
    if isinstance(node, pb.A_ArrayExpr):
        return all(_literals(concrete(item)) for item in node.elements)
    if isinstance(node, pb.A_Expr):  # a sign: -5
        return not node.HasField("lexpr") and _literals(concrete(node.rexpr))
    return isinstance(node, pb.A_Const) and not node.isnull


def _text(node: Any) -> str:
    """What a literal says; empty for a list of them."""
    held = concrete(node)
    if isinstance(held, pb.TypeCast):
        return _text(held.arg)
    if isinstance(held, pb.A_Expr):
        sign = "-" if strings(held.name) == ("-",) else ""
        return sign + _text(held.rexpr)
    if not isinstance(held, pb.A_Const):
        return ""
    kind = held.WhichOneof("val")
    value = getattr(held, kind) if kind else None
    return str(next((getattr(value, name) for name in ("ival", "fval", "sval") if hasattr(value, name)), ""))


def _limited(link: pb.SubLink) -> bool:
    query = concrete(link.subselect)
    return isinstance(query, pb.SelectStmt) and limits(_text(query.limit_count))
