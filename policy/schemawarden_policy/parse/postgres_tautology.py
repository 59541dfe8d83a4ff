"""Does a predicate of PostgreSQL hold for every row? Three-valued and conservative, as `tautology.py` is for SQLite.

`x IS NOT NULL` asks something of the row; `x = x`, `1 = 1`, `true`, `x LIKE '%'` and `EXISTS (SELECT 1)` do not. NULLs
are ignored on purpose: `x = x` spares rows where x is NULL, and is still no predicate.
"""

from __future__ import annotations

from typing import Any

from postgast import pg_query_pb2 as pb

from schemawarden_policy.parse.postgres_names import strings
from schemawarden_policy.parse.postgres_tree import concrete, expression, walk

_SAME_IS_TRUE = ("=", "<=", ">=", "~~", "~~*", "<@", "@>")
_SAME_IS_FALSE = ("<>", "!=", "<", ">")
_OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def always_true(statement: Any) -> bool:
    """An UPDATE or DELETE without a predicate, or with one that is the same for every row."""
    if not statement.HasField("where_clause"):
        return True
    if isinstance(concrete(statement.where_clause), pb.CurrentOfExpr):
        return False
    table = statement.relation
    own = {table.relname, table.alias.aliasname} - {""}
    where = statement.where_clause
    return _Judge(own, table.relname).holds(where) is True or _about_others(statement, where, own)


def holds_for_all(condition: pb.Node, table: pb.RangeVar) -> bool:
    """A MERGE's condition that holds for every row of the table."""
    own = {table.relname, table.alias.aliasname} - {""}
    return _Judge(own, table.relname).holds(condition) is True


def _about_others(statement: Any, where: Any, own: set[str]) -> bool:
    """It asks about columns of other tables alone (FROM, USING): the same answer for every row."""
    if any(isinstance(node, pb.SubLink) for node in walk(where)):
        return False
    columns = [
        strings(node.fields) for node in walk(where) if isinstance(node, pb.ColumnRef) and _plain(node)
    ]
    return bool(columns) and all(len(c) > 1 and c[-2] not in own for c in columns)


def _plain(column: pb.ColumnRef) -> bool:
    return all(isinstance(concrete(field), pb.String) for field in column.fields)


class _Judge:
    """Knows under which names the changed table is meant, so that `t.id` and `id` are one column."""

    def __init__(self, own: set[str], table: str) -> None:
        self.own = own
        self.table = table

    def holds(self, node: Any) -> bool | None:
        """True or False when the node is so for every row, None when it can't be told."""
        held = concrete(node)
        if isinstance(held, pb.BoolExpr):
            return self._boolean(held)
        if isinstance(held, pb.A_Expr):
            return self._operator(held)
        if isinstance(held, pb.NullTest):
            known = self._constant(held.arg)
            return None if known is None else held.nulltesttype == pb.IS_NOT_NULL
        if isinstance(held, pb.BooleanTest):
            return self._truth_test(held)
        if isinstance(held, pb.SubLink):
            return self._sublink(held)
        return self._constant(node)

    def _boolean(self, node: pb.BoolExpr) -> bool | None:
        parts = [self.holds(part) for part in node.args]
        if node.boolop == pb.NOT_EXPR:
            return None if parts[0] is None else not parts[0]
        deciding: bool = node.boolop == pb.OR_EXPR
        if deciding in parts or (deciding and self._opposites(list(node.args))):
            return deciding
        return None if None in parts else not deciding

    def _opposites(self, parts: list[Any]) -> bool:
        """P OR NOT P, with `<>` as a negation of `=`, and IS NULL of IS NOT NULL."""
        spelled = {self._spell(part) for part in parts}
        return any(negated in spelled for part in parts for negated in self._negations(concrete(part)))

    def _negations(self, part: Any) -> tuple[str, ...]:
        if isinstance(part, pb.BoolExpr) and part.boolop == pb.NOT_EXPR:
            return (self._spell(part.args[0]),)
        if isinstance(part, pb.A_Expr) and part.kind == pb.AEXPR_OP and strings(part.name)[-1] in _OPPOSITE:
            turned = pb.A_Expr()
            turned.CopyFrom(part)
            turned.name[-1].string.sval = _OPPOSITE[strings(part.name)[-1]]
            return (self._spell(pb.Node(a_expr=turned)),)
        if isinstance(part, pb.NullTest):
            other = pb.NullTest()
            other.CopyFrom(part)
            other.nulltesttype = pb.IS_NULL if part.nulltesttype == pb.IS_NOT_NULL else pb.IS_NOT_NULL
            return (self._spell(pb.Node(null_test=other)),)
        return ()

    def _operator(self, node: pb.A_Expr) -> bool | None:
        name = strings(node.name)[-1]
        if node.kind == pb.AEXPR_IN:
            return self._in_list(node, name)
        if node.kind in (pb.AEXPR_BETWEEN, pb.AEXPR_BETWEEN_SYM):
            bounds = concrete(node.rexpr).items
            same = {self._spell(node.lexpr), *map(self._spell, bounds)}
            return True if len(same) == 1 else None
        if node.kind in (pb.AEXPR_LIKE, pb.AEXPR_ILIKE) and name in ("~~", "~~*") and _all_wild(node.rexpr):
            return True
        if not node.HasField("lexpr"):
            return None
        if self._spell(node.lexpr) == self._spell(node.rexpr):
            return self._same(node, name)
        return self._compared(node, name)

    def _same(self, node: pb.A_Expr, name: str) -> bool | None:
        if node.kind == pb.AEXPR_NOT_DISTINCT:
            return True
        if node.kind == pb.AEXPR_DISTINCT or name in _SAME_IS_FALSE:
            return False
        return True if name in _SAME_IS_TRUE else None

    def _compared(self, node: pb.A_Expr, name: str) -> bool | None:
        """Two constants: equal ones are told above; others are true, unless they are plainly unequal."""
        left, right = concrete(node.lexpr), concrete(node.rexpr)
        if isinstance(left, pb.A_Const) and isinstance(right, pb.A_Const) and name == "=":
            return False
        return None if self._reads_rows(pb.Node(a_expr=node)) else True

    def _in_list(self, node: pb.A_Expr, name: str) -> bool | None:
        items = {self._spell(item) for item in concrete(node.rexpr).items}
        if name == "=" and self._spell(node.lexpr) in items:
            return True
        return None if self._reads_rows(pb.Node(a_expr=node)) else name == "<>"

    def _truth_test(self, node: pb.BooleanTest) -> bool | None:
        inner = self.holds(node.arg)
        if inner is None:
            return None
        return {
            pb.IS_TRUE: inner,
            pb.IS_NOT_TRUE: not inner,
            pb.IS_FALSE: not inner,
            pb.IS_NOT_FALSE: inner,
            pb.IS_UNKNOWN: False,
            pb.IS_NOT_UNKNOWN: True,
        }.get(node.booltesttype)

    def _sublink(self, node: pb.SubLink) -> bool | None:
        query = concrete(node.subselect)
        if not isinstance(query, pb.SelectStmt):
            return None
        if node.sub_link_type == pb.EXISTS_SUBLINK:
            return True if self._whole(query) or self._bare(query) else None
        if node.sub_link_type == pb.ANY_SUBLINK and self._whole(query) and len(query.target_list) == 1:
            same = self._spell(concrete(query.target_list[0]).val) == self._spell(node.testexpr)
            return True if same else None
        if node.sub_link_type == pb.EXPR_SUBLINK and self._bare(query):
            return self.holds(concrete(query.target_list[0]).val)
        return None

    def _bare(self, query: pb.SelectStmt) -> bool:
        """SELECT of something, from nowhere."""
        parts = {field.name for field, _ in query.ListFields()} - {"limit_option", "op"}
        return parts == {"target_list"}

    def _whole(self, query: pb.SelectStmt) -> bool:
        """SELECT ... FROM the same table, with nothing that leaves rows out."""
        parts = {field.name for field, _ in query.ListFields()} - {"limit_option", "op", "sort_clause"}
        tables = [concrete(item) for item in query.from_clause]
        if len(tables) != 1 or not isinstance(tables[0], pb.RangeVar) or tables[0].relname != self.table:
            return False
        if parts == {"target_list", "from_clause", "where_clause"}:
            return self.holds(query.where_clause) is True
        return parts == {"target_list", "from_clause"}

    def _constant(self, node: Any) -> bool | None:
        """A predicate that reads no row is the same for every row: true, unless it is plainly false or NULL."""
        held = concrete(node)
        if isinstance(held, pb.TypeCast):
            return self._constant(held.arg)
        if isinstance(held, pb.A_Const):
            if held.isnull:
                return False
            if held.HasField("sval"):
                return str(held.sval.sval).strip().lower() not in _FALSE_WORDS
            return bool(held.boolval.boolval if held.HasField("boolval") else held.ival.ival)
        return None if self._reads_rows(node) else True

    def _reads_rows(self, node: Any) -> bool:
        return any(isinstance(found, pb.ColumnRef | pb.RangeVar | pb.ParamRef) for found in walk(node))

    def _spell(self, node: Any) -> str:
        """The node's text, the table's own name taken off its columns and casts left out."""
        copied = pb.Node()
        copied.CopyFrom(node)
        for column in walk(copied):
            if (
                isinstance(column, pb.ColumnRef)
                and _plain(column)
                and strings(column.fields[:-1])[-1:] in {(name,) for name in self.own}
            ):
                del column.fields[:-1]
        return expression(copied)


_FALSE_WORDS = ("f", "fa", "fal", "fals", "false", "n", "no", "of", "off", "0")


def _all_wild(node: Any) -> bool:
    held = concrete(node)
    return isinstance(held, pb.A_Const) and bool(held.sval.sval) and set(held.sval.sval) == {"%"}
