"""PostgreSQL's generated statements, sorted into stages.

A statement of ALTER TABLE is taken apart into its commands. What a later command makes anew under the same name stays
where it is, beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from postgast import pg_query_pb2 as pb

from schemawarden_policy.migration import MigrationFile
from schemawarden_policy.parse.postgres_names import full_name, strings
from schemawarden_policy.parse.postgres_tree import concrete, deparse, tree
from schemawarden_policy.staging.commands import command_of, splits
from schemawarden_policy.staging.stage import Stage
from schemawarden_policy.statement import Statement


@dataclass(slots=True)
class _Sorted:
    """The stages in the order in which they run."""

    values: Stage = field(default_factory=lambda: Stage("values"))
    expand: Stage = field(default_factory=lambda: Stage("expand"))
    indexes: list[Stage] = field(default_factory=list)
    constraints: Stage = field(default_factory=lambda: Stage("constraints", waits=True))
    validate: Stage = field(default_factory=lambda: Stage("validate"))
    not_null: Stage = field(default_factory=lambda: Stage("not_null", waits=True))
    contract: Stage = field(default_factory=lambda: Stage("contract", waits=True))

    def stages(self) -> tuple[Stage, ...]:
        ordered = (self.values, self.expand, *self.indexes, self.constraints, self.validate, self.not_null)
        return tuple(stage for stage in (*ordered, self.contract) if stage.statements)


def staged(file: MigrationFile) -> tuple[Stage, ...]:
    """The stages of a generated migration.

    Raises:
        UnknownSyntaxError: a statement can't be spelled anew.
    """
    nodes = [(statement, tree(statement.text)) for statement in file.statements]
    world = _World([node for _, node in nodes])
    result = _Sorted()
    for statement, node in nodes:
        _sort(statement, node, world, result)
    if result.contract.statements:
        gone = ", ".join(dict.fromkeys(world.gone))
        result.contract.note = f"Apply this file when no running code uses {gone} any more."
    return result.stages()


class _World:
    """What the migration makes, by name, so that nothing is torn from what replaces it."""

    def __init__(self, nodes: list[Any]) -> None:
        self.tables = {full_name(node.relation) for node in nodes if isinstance(node, pb.CreateStmt)}
        self.indexes = {node.idxname for node in nodes if isinstance(node, pb.IndexStmt)}
        self.added = {(table, name) for node in nodes for table, name in _added(node)}
        self.gone: list[str] = []

    def born(self, table: pb.RangeVar) -> bool:
        return full_name(table) in self.tables


def _added(node: Any) -> Iterator[tuple[str, str]]:
    """(table, name) of each column and constraint that an ALTER TABLE adds."""
    if isinstance(node, pb.AlterTableStmt):
        for command in map(concrete, node.cmds):
            held = concrete(getattr(command, "def"))
            if command.subtype == pb.AT_AddColumn:
                yield full_name(node.relation), held.colname
            elif command.subtype == pb.AT_AddConstraint:
                yield full_name(node.relation), held.conname


def _sort(statement: Statement, node: Any, world: _World, result: _Sorted) -> None:
    if isinstance(node, pb.AlterEnumStmt) and not node.old_val:
        result.values.statements.append(_as_it_is(statement))
    elif (
        isinstance(node, pb.AlterTableStmt)
        and node.objtype == pb.OBJECT_TABLE
        and not world.born(node.relation)
    ):
        _alter(statement, node, world, result)
    elif isinstance(node, pb.IndexStmt) and not node.concurrent and not world.born(node.relation):
        node.concurrent = True
        result.indexes.append(_alone(statement, node, "index"))
    elif isinstance(node, pb.DropStmt) and node.remove_type == pb.OBJECT_INDEX and len(node.objects) == 1:
        node.concurrent = True
        result.indexes.append(_alone(statement, node, "drop_index"))
    elif isinstance(node, pb.DropStmt) and node.remove_type in (
        pb.OBJECT_TABLE,
        pb.OBJECT_SCHEMA,
        pb.OBJECT_TYPE,
    ):
        world.gone.extend(".".join(strings(_parts(each))) for each in node.objects)
        result.contract.statements.append(_as_it_is(statement))
    else:
        result.expand.statements.append(_as_it_is(statement))


def _parts(node: Any) -> Any:
    """The words of a dropped object's name."""
    held = concrete(node)
    return (
        held.names if isinstance(held, pb.TypeName) else held.items if isinstance(held, pb.List) else [held]
    )


def _alter(statement: Statement, node: pb.AlterTableStmt, world: _World, result: _Sorted) -> None:
    """Each command where it belongs; those that stay together remain one statement."""
    table = full_name(node.relation)
    kept = pb.AlterTableStmt()
    kept.CopyFrom(node)
    del kept.cmds[:]
    dropped = pb.AlterTableStmt()
    dropped.CopyFrom(kept)
    then: list[str] = []
    for wrapped in node.cmds:
        command = command_of(wrapped)
        name, again = command.name, (table, command.name) in world.added
        if command.takes_away and not again:
            dropped.cmds.append(wrapped)
            world.gone.append(f"{table}.{name}")
        elif parts := splits(node.relation, wrapped):
            kept.cmds.extend(parts.expand)
            then.extend(parts.then)
            result.indexes.extend(Stage("index", [sql], alone=True) for sql in parts.indexes)
            result.constraints.statements.extend(parts.constraints)
            result.validate.statements.extend(parts.validate)
            result.not_null.statements.extend(parts.not_null)
            if parts.not_null:
                result.not_null.note = "Apply this file when every writer sets these columns."
        else:
            kept.cmds.append(wrapped)
    for alter, stage in ((kept, result.expand), (dropped, result.contract)):
        if alter.cmds:
            stage.waits = True
            stage.statements.append(_with_comments(statement, _text(alter, node, statement)))
    result.expand.statements.extend(then)


def _text(alter: pb.AlterTableStmt, node: pb.AlterTableStmt, statement: Statement) -> str:
    return statement.text if alter == node else deparse(pb.Node(alter_table_stmt=alter)) + ";"


def _alone(statement: Statement, node: Any, name: str) -> Stage:
    wrapped = pb.Node(index_stmt=node) if isinstance(node, pb.IndexStmt) else pb.Node(drop_stmt=node)
    return Stage(name, [_with_comments(statement, deparse(wrapped) + ";")], alone=True)


def _as_it_is(statement: Statement) -> str:
    return _with_comments(statement, statement.text)


def _with_comments(statement: Statement, text: str) -> str:
    return "\n".join([*statement.comments, text])
