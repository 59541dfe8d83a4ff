"""Which functions a statement calls, and which tables it reads."""

from __future__ import annotations

from typing import Any

from postgast import pg_query_pb2 as pb

from schemawarden_policy.parse.postgres_names import full_name, joined, qualified
from schemawarden_policy.parse.postgres_tree import walk


def called_and_read(statement: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(functions, tables), "schema.name" where the text says so. current_timestamp and its like count as functions; what a WITH
    of the statement defines is no table."""
    calls: dict[str, None] = {}
    tables: dict[str, None] = {}
    own: set[str] = set()
    for node in walk(statement):
        if isinstance(node, pb.FuncCall):
            calls[joined(*qualified(node.funcname))] = None
        elif isinstance(node, pb.SQLValueFunction):
            calls[_word(node)] = None
        elif isinstance(node, pb.RangeVar):
            tables[full_name(node)] = None
        elif isinstance(node, pb.CommonTableExpr):
            own.add(node.ctename)
    return tuple(calls), tuple(name for name in tables if name not in own)


def _word(node: pb.SQLValueFunction) -> str:
    """SVFOP_CURRENT_TIMESTAMP_N -> "current_timestamp"."""
    word: str = pb.SQLValueFunctionOp.Name(node.op)
    return word.removeprefix("SVFOP_").removesuffix("_N").lower()
