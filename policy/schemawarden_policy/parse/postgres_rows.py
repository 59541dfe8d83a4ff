"""Row changes: INSERT, UPDATE, DELETE, MERGE, TRUNCATE, and COPY. Found wherever they stand, in a WITH as well as in front."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from postgast import pg_query_pb2 as pb

from schemawarden_policy.change import (
    Change,
    DeleteRows,
    InsertRows,
    OutsideServer,
    Truncate,
    UpdateRows,
)
from schemawarden_policy.parse.postgres_create import read_select_into
from schemawarden_policy.parse.postgres_names import full_name, strings
from schemawarden_policy.parse.postgres_predicate import bounds, calls
from schemawarden_policy.parse.postgres_tautology import always_true, holds_for_all
from schemawarden_policy.parse.postgres_tree import concrete, expression, walk
from schemawarden_policy.parse.reader import UnknownSyntaxError


def rows(nodes: Iterable[Any]) -> Iterator[Change]:
    """What every INSERT, UPDATE, DELETE, MERGE and SELECT INTO among a tree's nodes does."""
    for node in nodes:
        if isinstance(node, pb.InsertStmt):
            yield from _insert(node)
        elif isinstance(node, pb.UpdateStmt):
            yield _update(node)
        elif isinstance(node, pb.DeleteStmt):
            yield _delete(node)
        elif isinstance(node, pb.MergeStmt):
            yield from _merge(node)
        elif isinstance(node, pb.SelectStmt) and node.HasField("into_clause"):
            yield read_select_into(node)


def _where(node: Any) -> str | None:
    if not node.HasField("where_clause"):
        return None
    held = concrete(node.where_clause)
    return (
        f"CURRENT OF {held.cursor_name}"
        if isinstance(held, pb.CurrentOfExpr)
        else expression(node.where_clause)
    )


def _update(node: pb.UpdateStmt) -> UpdateRows:
    return UpdateRows(
        node.relation.relname,
        _where(node),
        always_true(node),
        node.relation.schemaname,
        columns=_assigned(node),
        constant=_constant(node),
        bounds=_bounds(node, node.from_clause),
        calls=calls(node.where_clause),
    )


def _bounds(node: pb.UpdateStmt | pb.DeleteStmt, others: Sequence[Any]) -> tuple[str, ...]:
    own = {node.relation.relname, node.relation.alias.aliasname} - {""}
    return bounds(node.where_clause, frozenset(own), alone=not others)


def _assigned(node: pb.UpdateStmt) -> tuple[str, ...]:
    """The columns that get a value as a whole: not those of which an element or a field is set."""
    targets = map(concrete, node.target_list)
    return tuple(target.name for target in targets if not target.indirection)


def _constant(node: pb.UpdateStmt | pb.OnConflictClause) -> bool:
    """Some column gets a value that is the same for every row."""
    return any(
        not any(isinstance(part, pb.ColumnRef | pb.SubLink) for part in walk(target))
        for target in node.target_list
    )


def _delete(node: pb.DeleteStmt) -> DeleteRows:
    return DeleteRows(
        node.relation.relname,
        _where(node),
        always_true(node),
        node.relation.schemaname,
        _bounds(node, node.using_clause),
        calls(node.where_clause),
    )


def _insert(node: pb.InsertStmt) -> Iterator[Change]:
    table, source = node.relation, concrete(node.select_stmt)
    origin = None if node.HasField("with_clause") else _only_table(source)
    conflict = node.on_conflict_clause if node.HasField("on_conflict_clause") else None
    yield InsertRows(
        table.relname,
        from_table=origin.relname if origin else "",
        columns=tuple(concrete(column).name for column in node.cols),
        schema=table.schemaname,
        reads=tuple(_kept(concrete(target).val) for target in source.target_list) if origin else (),
        partial=conflict is not None or _leaves_rows_out(source),
        from_schema=origin.schemaname if origin else "",
        sources=_sources(source),
        bounds=bounds(source.where_clause) if isinstance(source, pb.SelectStmt) else (),
    )
    if conflict is not None and conflict.action == pb.ONCONFLICT_UPDATE:
        bounded = isinstance(source, pb.SelectStmt) and bool(source.values_lists)
        sets = bool(_sources(source)) and _constant(conflict)
        yield UpdateRows(table.relname, "ON CONFLICT", not bounded, table.schemaname, constant=sets)


def _sources(source: Any) -> tuple[str, ...]:
    """The tables behind FROM, joined ones and those of each part of a UNION, but none of a query within."""
    if isinstance(source, pb.SelectStmt):
        parts = [source.larg, source.rarg] if source.HasField("larg") else map(concrete, source.from_clause)
        return tuple(dict.fromkeys(name for part in parts for name in _sources(part)))
    if isinstance(source, pb.JoinExpr):
        return _sources(concrete(source.larg)) + _sources(concrete(source.rarg))
    if isinstance(source, pb.RangeSubselect):
        return _sources(concrete(source.subquery))
    return (full_name(source),) if isinstance(source, pb.RangeVar) else ()


def _only_table(source: Any) -> pb.RangeVar | None:
    """The table behind FROM, when nothing else is read."""
    if not isinstance(source, pb.SelectStmt) or len(source.from_clause) != 1:
        return None
    table = concrete(source.from_clause[0])
    queries = sum(isinstance(node, pb.SelectStmt | pb.RangeVar) for node in walk(source))
    return table if isinstance(table, pb.RangeVar) and queries == 2 else None


_WHOLE = {"target_list", "from_clause", "sort_clause", "limit_option", "op"}
"""The parts of a SELECT that leave no row out."""


def _leaves_rows_out(source: Any) -> bool:
    if not isinstance(source, pb.SelectStmt) or source.values_lists:
        return False
    return any(field.name not in _WHOLE for field, _ in source.ListFields()) or any(
        isinstance(node, pb.FuncCall) for node in walk(source)
    )


def _kept(value: Any) -> tuple[str, ...]:
    """The column that an output hands on: itself, or with a default for NULL."""
    held = concrete(value)
    if isinstance(held, pb.CoalesceExpr) and held.args:
        held = concrete(held.args[0])
    if not isinstance(held, pb.ColumnRef):
        return ()
    last = concrete(held.fields[-1])
    return ("*",) if isinstance(last, pb.A_Star) else (last.sval,)


def _merge(node: pb.MergeStmt) -> Iterator[Change]:
    """MERGE touches the rows that its condition joins; each of its branches is a change of its own."""
    table, condition = node.relation, f"MERGE ON {expression(node.join_condition)}"
    joins_all = holds_for_all(node.join_condition, table)
    for clause in map(concrete, node.merge_when_clauses):
        if clause.command_type == pb.CMD_INSERT:
            yield InsertRows(
                table.relname,
                columns=tuple(concrete(column).name for column in clause.target_list),
                schema=table.schemaname,
                partial=True,
            )
        elif clause.command_type == pb.CMD_UPDATE:
            yield UpdateRows(table.relname, condition, _always(clause, joins_all), table.schemaname)
        elif clause.command_type == pb.CMD_DELETE:
            yield DeleteRows(table.relname, condition, _always(clause, joins_all), table.schemaname)
        elif clause.command_type != pb.CMD_NOTHING:
            raise UnknownSyntaxError("a branch of MERGE that is not known")


def _always(clause: pb.MergeWhenClause, joins_all: bool) -> bool:
    """NOT MATCHED BY SOURCE takes what the condition leaves; the others what it joins."""
    joined = clause.match_kind == pb.MERGE_WHEN_MATCHED
    return joined and joins_all and not clause.HasField("condition")


def read_truncate(node: pb.TruncateStmt) -> tuple[Change, ...]:
    tables = tuple(full_name(concrete(relation)) for relation in node.relations)
    return (Truncate(tables, node.behavior == pb.DROP_CASCADE),)


def read_copy(node: pb.CopyStmt) -> tuple[Change, ...]:
    """COPY with a program or a file leaves the server; FROM STDIN inserts; a query is read with the rest of the tree."""
    changes: list[Change] = []
    if node.is_program or node.filename:
        direction, place = ("FROM" if node.is_from else "TO"), ("PROGRAM" if node.is_program else "FILE")
        changes.append(OutsideServer(f"COPY {direction} {place}"))
    if node.is_from:
        table = node.relation
        columns = strings(node.attlist)
        changes.append(InsertRows(table.relname, columns=columns, schema=table.schemaname, partial=True))
    return tuple(changes)


def written(root: Any) -> tuple[str, ...]:
    """The tables whose rows or shape the statements of the tree change, "schema.table" where they say so."""
    found: dict[str, None] = {}
    for node in walk(root):
        if isinstance(node, pb.InsertStmt | pb.UpdateStmt | pb.DeleteStmt | pb.MergeStmt):
            found[full_name(node.relation)] = None
        elif isinstance(node, pb.TruncateStmt):
            found.update(dict.fromkeys(full_name(concrete(table)) for table in node.relations))
        elif isinstance(node, pb.AlterTableStmt) or (isinstance(node, pb.CopyStmt) and node.is_from):
            found[full_name(node.relation)] = None
        elif isinstance(node, pb.DropStmt) and node.remove_type == pb.OBJECT_TABLE:
            found.update(dict.fromkeys(".".join(strings(concrete(t).items)) for t in node.objects))
    return tuple(found)
