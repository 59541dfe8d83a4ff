"""What keeps the rows of an UPDATE or DELETE few, what its predicate calls, what it assigns: on sqlglot's trees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlglot import exp

from schemawarden_policy.lexing import fold
from schemawarden_policy.parse.span import limits, narrow, within_limit

_LOW, _HIGH = (exp.GT, exp.GTE), (exp.LT, exp.LTE)


def bounds(statement: exp.Expr, alone: bool = True) -> tuple[str, ...]:
    """The columns that the predicate holds to few literals, and "LIMIT": see `UpdateRows.bounds`.

    `alone`: nothing is read beside the changed table, so that a bare column can only be its own.
    """
    found: dict[str, None] = {}
    if limited(statement):
        found["LIMIT"] = None
    where = statement.args.get("where")
    bounds = _Bounds(statement.this if isinstance(statement.this, exp.Table) else None, alone)
    for part in conjuncts(where.this) if where else ():
        found.update(dict.fromkeys(bounds.compared(part)))
    found.update(dict.fromkeys(bounds.ranges()))
    return tuple(found)


def calls(statement: exp.Expr) -> tuple[str, ...]:
    """The functions that the predicate calls, lower case; "select" for a query in it."""
    where = statement.args.get("where")
    found: dict[str, None] = {}
    for node in where.find_all(exp.Func, exp.Select) if where else ():
        if isinstance(node, exp.Select):
            found["select"] = None
        elif not isinstance(node, exp.Connector | exp.Exists):
            found[(node.name if isinstance(node, exp.Anonymous) else node.sql_name()).lower()] = None
    return tuple(found)


def assigned(statement: exp.Update) -> Iterator[str]:
    """The columns that get a value, in order."""
    for pair in statement.expressions:
        target = pair.this if isinstance(pair, exp.EQ) else pair
        yield from (column.name for column in target.find_all(exp.Column))


def constant(statement: exp.Expr) -> bool:
    """Some column gets a value that is the same for every row."""
    pairs = (pair for pair in statement.expressions if isinstance(pair, exp.EQ))
    return any(not pair.expression.find(exp.Column, exp.Select) for pair in pairs)


def conjuncts(node: exp.Expr) -> Iterator[exp.Expr]:
    node = node.unnest()
    if isinstance(node, exp.And):
        yield from conjuncts(node.left)
        yield from conjuncts(node.right)
    else:
        yield node


class _Bounds:
    """Reads comparisons of the changed table's columns with literals; of any table's where none is changed."""

    def __init__(self, table: exp.Table | None, alone: bool) -> None:
        self.own = {fold(table.name), fold(table.alias_or_name)} if table else None
        self.alone = alone
        self.sides: dict[str, dict[str, str]] = {}

    def columns(self, node: exp.Expr) -> tuple[str, ...]:
        """The table's column that the node is, or those that stand in a row."""
        if isinstance(node, exp.Tuple):
            return tuple(name for item in node.expressions for name in self.columns(item))
        if not isinstance(node, exp.Column):
            return ()
        mine = self.own is None or (fold(node.table) in self.own if node.table else self.alone)
        return (node.name,) if mine else ()

    def compared(self, node: exp.Expr) -> Iterable[str]:
        if isinstance(node, exp.In):
            return self._listed(node)
        if isinstance(node, exp.Between):
            low, high = _literal(node.args["low"]), _literal(node.args["high"])
            few = low is not None and high is not None and narrow(low, high)
            return self.columns(node.this) if few else ()
        if not isinstance(node, exp.EQ | exp.GT | exp.GTE | exp.LT | exp.LTE):
            return ()
        turned = not isinstance(node.left, exp.Column)
        column, value = (node.right, node.left) if turned else (node.left, node.right)
        names, text = self.columns(column), _literal(value)
        if not names or text is None or isinstance(node, exp.EQ):
            return names if text is not None else ()
        side = "low" if isinstance(node, _HIGH if turned else _LOW) else "high"
        self.sides.setdefault(names[0], {})[side] = text
        return ()

    def _listed(self, node: exp.In) -> Iterable[str]:
        query = node.args.get("query")
        names = self.columns(node.this)
        if query is not None:
            return within_limit(names) if limited(query.unnest()) else ()
        listed = node.expressions and all(_literal(item) is not None for item in node.expressions)
        return names if listed else ()

    def ranges(self) -> Iterator[str]:
        """The columns between a low and a high literal."""
        for column, seen in self.sides.items():
            if len(seen) > 1 and narrow(seen["low"], seen["high"]):
                yield column


def limited(query: exp.Expr) -> bool:
    """The query, or the only one that it reads, has a LIMIT of few rows."""
    limit = query.args.get("limit")
    count = limit.expression if isinstance(limit, exp.Limit) else None
    if isinstance(count, exp.Literal) and limits(count.name):
        return True
    clause = query.args.get("from_")
    inner = clause.this if clause and not query.args.get("joins") else None
    return isinstance(query, exp.Select) and isinstance(inner, exp.Subquery) and limited(inner.unnest())


def _literal(node: exp.Expr) -> str | None:
    """What a literal says; None when it is none."""
    node = node.unnest()
    if isinstance(node, exp.Neg):
        text = _literal(node.this)
        return None if text is None else f"-{text}"
    if isinstance(node, exp.Cast):
        return _literal(node.this)
    return node.name if isinstance(node, exp.Literal | exp.Boolean | exp.HexString) else None
