"""Does a predicate hold for every row? Three-valued and conservative: what can't be told is no tautology.

Atlas and most linters look for the word WHERE alone; `WHERE 1`, `WHERE id = id` and their relatives empty a table
just as well. NULLs are ignored on purpose: `x = x` spares rows where x is NULL, and is still no predicate.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from schemawarden_policy.lexing import fold

_SAME_IS_TRUE = (exp.EQ, exp.Is, exp.GTE, exp.LTE, exp.Like, exp.Glob, exp.NullSafeEQ)
_SAME_IS_FALSE = (exp.NEQ, exp.GT, exp.LT)


def always_true(statement: exp.Expr, tied: Sequence[exp.Expr] = ()) -> bool:
    """An UPDATE or DELETE without a predicate, or with one that holds for every row, or for every row or none.

    `tied`: conditions of outer joins, which leave no row out, but tie other tables' rows to the changed one's.
    """
    where = statement.args.get("where")
    if where is None:
        return True
    table = statement.this.name if isinstance(statement.this, exp.Table) else ""
    try:
        own = fold(statement.this.alias_or_name)
        where = _plainly_named(where.copy(), own)
        ties = [_plainly_named(condition.copy(), own) for condition in tied]
        return _holds(where.this, fold(table)) is True or _about_others([where, *ties])
    except RecursionError:
        return True


def _plainly_named(where: exp.Expr, table: str) -> exp.Expr:
    """Each column spelled in one way, without the table's own name before it: `ID`, `"id"` and `t.id` are the same."""
    for name in where.find_all(exp.Identifier):
        name.set("this", fold(name.name))
        name.set("quoted", False)
    for column in where.find_all(exp.Column):
        if column.table == table:
            column.set("table", None)
    return where


def _about_others(conditions: Sequence[exp.Expr]) -> bool:
    """They ask about columns of other tables alone (UPDATE ... FROM): the same answer for every row."""
    columns = [column for condition in conditions for column in condition.find_all(exp.Column)]
    return bool(columns) and all(c.table for c in columns)


def _holds(node: exp.Expr, table: str) -> bool | None:
    """True or False when the node is so for every row, None when it can't be told."""
    node = node.unnest()
    if isinstance(node, exp.And):
        return _and(_holds(node.left, table), _holds(node.right, table))
    if isinstance(node, exp.Or):
        return _or(node, table)
    if isinstance(node, exp.Not):
        return _not(_holds(node.this, table))
    if isinstance(node, exp.In):
        return _in(node, table)
    if isinstance(node, exp.Exists):
        return _exists(node, table)
    if isinstance(node, exp.Between):
        low, high = node.args["low"], node.args["high"]
        return True if node.this == low and node.this == high else _constant(node)
    if isinstance(node, exp.Binary) and node.left.unnest() == node.right.unnest():
        return (
            True if isinstance(node, _SAME_IS_TRUE) else False if isinstance(node, _SAME_IS_FALSE) else None
        )
    if isinstance(node, exp.Like | exp.Glob) and node.expression.is_string:
        return True if set(node.expression.name) <= {"%", "*"} and node.expression.name else None
    return _constant(node)


def _and(left: bool | None, right: bool | None) -> bool | None:
    if left is False or right is False:
        return False
    return True if left is True and right is True else None


def _or(node: exp.Or, table: str) -> bool | None:
    left, right = _holds(node.left, table), _holds(node.right, table)
    if left is True or right is True or _opposite(node.left.unnest(), node.right.unnest()):
        return True
    return False if left is False and right is False else None


def _opposite(left: exp.Expr, right: exp.Expr) -> bool:
    """P OR NOT P, with IS NOT NULL and <> read as negations."""
    negated: dict[type[exp.Expr], type[exp.Expr]] = {
        exp.EQ: exp.NEQ,
        exp.NEQ: exp.EQ,
        exp.GT: exp.LTE,
        exp.LTE: exp.GT,
        exp.LT: exp.GTE,
        exp.GTE: exp.LT,
    }
    if isinstance(left, exp.Not) and left.this.unnest() == right:
        return True
    if isinstance(right, exp.Not) and right.this.unnest() == left:
        return True
    if not isinstance(left, exp.Binary) or not isinstance(right, exp.Binary):
        return False
    return negated.get(type(left)) is type(right) and left.left == right.left and left.right == right.right


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _in(node: exp.In, table: str) -> bool | None:
    if any(node.this == item for item in node.expressions):
        return True
    query = node.args.get("query")
    select = query.unnest() if query is not None else None
    if not isinstance(select, exp.Select) or not _whole(select, table):
        return _constant(node)
    items = select.expressions
    same = len(items) == 1 and isinstance(items[0], exp.Column) and isinstance(node.this, exp.Column)
    return True if same and items[0].name.lower() == node.this.name.lower() else None


def _whole(select: exp.Select, table: str) -> bool:
    """SELECT ... FROM the same table, with nothing that leaves rows out."""
    source = select.args.get("from_")
    if source is None or not isinstance(source.this, exp.Table) or source.this.name.lower() != table:
        return False
    where = select.args.get("where")
    limits = any(select.args.get(part) for part in ("limit", "offset", "group", "having", "joins"))
    return not limits and (where is None or _holds(where.this, table) is True)


def _exists(node: exp.Exists, table: str) -> bool | None:
    select = node.this.unnest()
    if not isinstance(select, exp.Select):
        return _constant(node)
    if _whole(select, table):
        return True
    return _constant(node) if select.args.get("from_") is None and not select.args.get("where") else None


def _constant(node: exp.Expr) -> bool | None:
    """A predicate that reads no column is the same for every row: true, unless it is plainly false or NULL."""
    if isinstance(node, exp.Null):
        return False
    if isinstance(node, exp.Boolean):
        return bool(node.this)
    if isinstance(node, exp.Literal):
        return _number(node.name) != 0
    if isinstance(node, exp.Paren):
        return _constant(node.this)
    if (
        isinstance(node, exp.EQ)
        and isinstance(node.left, exp.Literal)
        and isinstance(node.right, exp.Literal)
    ):
        return node.left.name == node.right.name
    if node.find(exp.Column, exp.Table, exp.Star):
        return None
    return True


def _number(text: str) -> float:
    """What SQLite makes of a literal used as a condition: its leading number."""
    try:
        return float(text)
    except ValueError:
        digits = text.strip()
        return float(digits[0]) if digits[:1].isdigit() else 0.0
