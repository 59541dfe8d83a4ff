"""CREATE TABLE, CREATE TABLE AS, SELECT INTO, CREATE INDEX, CREATE VIEW."""

from __future__ import annotations

from postgast import pg_query_pb2 as pb

from schemawarden_policy.change import (
    Change,
    ColumnDef,
    CreateIndex,
    CreateObject,
    CreateTable,
    OutsideServer,
    TableConstraint,
)
from schemawarden_policy.parse.postgres_columns import (
    as_listed,
    constraints_of,
    indexed,
    named,
    read_column,
    referenced,
)
from schemawarden_policy.parse.postgres_control import storage
from schemawarden_policy.parse.postgres_names import full_name
from schemawarden_policy.parse.postgres_tree import concrete, expression, walk
from schemawarden_policy.parse.reader import UnknownSyntaxError


def temporary(table: pb.RangeVar) -> bool:
    """TEMPORARY by its word or by its schema."""
    return table.relpersistence == "t" or table.schemaname in ("pg_temp",)


def read_table(node: pb.CreateStmt) -> tuple[Change, ...]:
    """CREATE TABLE, with what it is a partition of and what it refers to."""
    columns: list[ColumnDef] = []
    constraints: list[pb.Constraint] = []
    listed: list[TableConstraint] = []
    for element in map(concrete, node.table_elts):
        if isinstance(element, pb.ColumnDef):
            columns.append(read_column(element))
            inline = constraints_of(element.constraints)
            listed.extend(named(inline))
            constraints.extend(inline)
        elif isinstance(element, pb.Constraint):
            constraints.append(element)
            listed.append(as_listed(element))
        elif not isinstance(element, pb.TableLikeClause):
            raise UnknownSyntaxError("an element of CREATE TABLE that is not known")
    parents = [full_name(concrete(parent)) for parent in node.inh_relations]
    table = node.relation
    return (
        CreateTable(
            table.relname,
            tuple(columns),
            tuple(listed),
            node.if_not_exists,
            temporary(table),
            schema=table.schemaname,
            partition_of=parents[0] if node.HasField("partbound") else "",
            references=referenced(constraints),
            partitioned=node.HasField("partspec"),
            storage=storage(node.options),
        ),
    )


def read_foreign_table(node: pb.CreateForeignTableStmt) -> tuple[Change, ...]:
    return (OutsideServer("CREATE FOREIGN TABLE"), *read_table(node.base_stmt))


def read_table_as(node: pb.CreateTableAsStmt) -> tuple[Change, ...]:
    """CREATE TABLE AS and CREATE MATERIALIZED VIEW. What the query does is found with the rest of the tree."""
    table = node.into.rel
    if node.objtype == pb.OBJECT_MATVIEW:
        created = CreateObject(
            "materialized_view",
            table.relname,
            schema=table.schemaname,
            if_not_exists=node.if_not_exists,
            reads=_read(node.query),
        )
        return (created,)
    if node.objtype != pb.OBJECT_TABLE:
        raise UnknownSyntaxError("CREATE ... AS of something else than a table")
    return (_as_select(table, node.if_not_exists),)


def read_select_into(node: pb.SelectStmt) -> CreateTable:
    """SELECT ... INTO table."""
    return _as_select(node.into_clause.rel, if_not_exists=False)


def _as_select(table: pb.RangeVar, if_not_exists: bool) -> CreateTable:
    return CreateTable(
        table.relname,
        (),
        if_not_exists=if_not_exists,
        temporary=temporary(table),
        as_select=True,
        schema=table.schemaname,
    )


def read_index(node: pb.IndexStmt) -> tuple[Change, ...]:
    table = node.relation
    return (
        CreateIndex(
            node.idxname,
            table.relname,
            tuple(indexed(concrete(element)) for element in node.index_params),
            node.unique,
            node.if_not_exists,
            table.schemaname,
            concurrently=node.concurrent,
            only=not table.inh,
            where=expression(node.where_clause) if node.HasField("where_clause") else "",
        ),
    )


def read_view(node: pb.ViewStmt) -> tuple[Change, ...]:
    view = node.view
    return (
        CreateObject(
            "view",
            view.relname,
            schema=view.schemaname,
            temporary=temporary(view),
            replaces=node.replace,
            reads=_read(node.query),
        ),
    )


def _read(query: pb.Node) -> tuple[str, ...]:
    """The tables and views that a query reads; those that a WITH of its own defines are none."""
    nodes = list(walk(query))
    own = {node.ctename for node in nodes if isinstance(node, pb.CommonTableExpr)}
    names = [full_name(node) for node in nodes if isinstance(node, pb.RangeVar)]
    return tuple(dict.fromkeys(name for name in names if name not in own))
