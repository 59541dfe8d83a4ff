"""Whether the CHECK of a new column holds for the one value that the rows that are there get: its default, else NULL."""

from __future__ import annotations

from enum import Enum

import sqlglot
from sqlglot import exp
from sqlglot.optimizer.simplify import simplify

from schemawarden_policy.change import ColumnDef
from schemawarden_policy.lexing import fold
from schemawarden_policy.parse.reader import UnknownSyntaxError
from schemawarden_policy.statement import Dialect

_DIALECTS = {Dialect.POSTGRESQL: "postgres", Dialect.SQLITE: "sqlite"}


class Outcome(Enum):
    HOLDS = "holds"
    FAILS = "fails"
    DEPENDS = "depends"
    """On other columns, so on each row."""
    UNKNOWN = "unknown"


def first_outcome(column: ColumnDef, dialect: Dialect) -> Outcome:
    """A check that gives NULL holds."""
    try:
        return _worked_out(column, _DIALECTS.get(dialect, "mysql"))
    except UnknownSyntaxError:
        return Outcome.UNKNOWN


def _worked_out(column: ColumnDef, dialect: str) -> Outcome:
    try:
        check = _plain(sqlglot.parse_one(column.check, dialect=dialect))
        value = _plain(sqlglot.parse_one(column.default or "NULL", dialect=dialect))
        if any(fold(other.name) != fold(column.name) for other in check.find_all(exp.Column)):
            return Outcome.DEPENDS
        placed = check.transform(lambda node: value.copy() if isinstance(node, exp.Column) else node)
        result = simplify(placed.transform(_one_by_one))
    except Exception as error:  # sqlglot promises no class of its errors
        raise UnknownSyntaxError(f"CHECK ({column.check}) can't be worked out") from error
    return _outcome(result, isinstance(value, exp.Null))


def _one_by_one(node: exp.Expr) -> exp.Expr:
    """`a IN (b, c)` and `a = ANY (ARRAY[b, c])` as `a = b OR a = c`, which can be worked out."""
    listed: list[exp.Expr] = []
    if isinstance(node, exp.In):
        listed = node.expressions
    elif isinstance(node, exp.EQ) and isinstance(node.expression, exp.Any):
        array = node.expression.find(exp.Array)
        listed = array.expressions if array else []
    if not listed:
        return node
    result: exp.Expr = exp.EQ(this=_plain(node.this), expression=_plain(listed[0]))
    for item in listed[1:]:
        result = exp.Or(this=result, expression=exp.EQ(this=_plain(node.this), expression=_plain(item)))
    return exp.paren(result)


def _plain(node: exp.Expr) -> exp.Expr:
    """Without casts: that they change nothing is taken for granted."""
    while isinstance(node, exp.Cast | exp.Paren):
        node = node.this
    return node.copy()


def _outcome(result: exp.Expr, null: bool) -> Outcome:
    if isinstance(result, exp.Boolean):
        return Outcome.HOLDS if result.this else Outcome.FAILS
    return Outcome.HOLDS if null or isinstance(result, exp.Null) else Outcome.UNKNOWN
