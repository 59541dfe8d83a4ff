"""ALTER TABLE: one change for each of its forms, in order. Also the forms that views, indexes and sequences share with it."""

from __future__ import annotations

from collections.abc import Callable

from postgast import pg_query_pb2 as pb

from schemawarden_policy.change import (
    AddColumn,
    AlterColumnType,
    AlterObject,
    AlterTable,
    Change,
    DropColumn,
    DropConstraint,
    DropNotNull,
    SetDefault,
    SetNotNull,
    ValidateConstraint,
)
from schemawarden_policy.parse.postgres_columns import collation, read_added, read_column
from schemawarden_policy.parse.postgres_control import storage
from schemawarden_policy.parse.postgres_names import full_name, kind_word, qualified, role_name, type_text
from schemawarden_policy.parse.postgres_tree import concrete, expression
from schemawarden_policy.parse.reader import UnknownSyntaxError

_Read = Callable[[pb.RangeVar, pb.AlterTableCmd], Change]
_TABLES = (pb.OBJECT_TABLE, pb.OBJECT_FOREIGN_TABLE)


def read(node: pb.AlterTableStmt) -> tuple[Change, ...]:
    commands = [concrete(command) for command in node.cmds]
    if node.objtype in _TABLES:
        return tuple(_on_table(node.relation, command) for command in commands)
    return tuple(_on_other(node, command) for command in commands)


def _on_table(table: pb.RangeVar, command: pb.AlterTableCmd) -> Change:
    if read := _READERS.get(command.subtype):
        return read(table, command)
    return AlterTable(table.relname, _form(command), _named(command), table.schemaname)


def _on_other(node: pb.AlterTableStmt, command: pb.AlterTableCmd) -> Change:
    if command.subtype == pb.AT_AddColumn and node.objtype != pb.OBJECT_TYPE:
        raise UnknownSyntaxError("a column added to something else than a table")
    words = _TYPE_FORMS if node.objtype == pb.OBJECT_TYPE else {}
    form = words.get(command.subtype) or _form(command)
    name = command.name or _named(command)
    return AlterObject(
        kind_word(node.objtype), node.relation.relname, form, name, schema=node.relation.schemaname
    )


def _form(command: pb.AlterTableCmd) -> str:
    form = _FORMS.get(command.subtype)
    if form is None:
        raise UnknownSyntaxError(f"ALTER TABLE of kind {pb.AlterTableType.Name(command.subtype)}")
    if command.subtype == pb.AT_DetachPartition and concrete(_definition(command)).concurrent:
        return "DETACH PARTITION CONCURRENTLY"
    if command.subtype == pb.AT_ReplicaIdentity:
        return form + " " + _IDENTITY[concrete(_definition(command)).identity_type]
    return form


def _definition(command: pb.AlterTableCmd) -> pb.Node:
    held: pb.Node = getattr(command, "def")  # a keyword of Python
    return held


def _named(command: pb.AlterTableCmd) -> str:
    """What the form names: an owner, a partition, a parent, a type, parameters, or the name that stands with it."""
    if command.HasField("newowner"):
        return role_name(command.newowner)
    held = concrete(_definition(command))
    if isinstance(held, pb.PartitionCmd):
        return full_name(held.name)
    if isinstance(held, pb.RangeVar):
        return full_name(held)
    if isinstance(held, pb.ReplicaIdentityStmt):
        return str(held.name)
    if isinstance(held, pb.TypeName):
        return ".".join(part for part in qualified(held.names) if part)
    if isinstance(held, pb.ATAlterConstraint):
        return str(held.conname)
    if isinstance(held, pb.ColumnDef):
        return str(command.name or held.colname)
    if isinstance(held, pb.List) and not command.name:
        return ", ".join(storage(held.items))
    return str(command.name)


def _add_column(table: pb.RangeVar, command: pb.AlterTableCmd) -> Change:
    column = read_column(concrete(_definition(command)))
    return AddColumn(table.relname, column, table.schemaname, command.missing_ok)


def _drop_column(table: pb.RangeVar, command: pb.AlterTableCmd) -> Change:
    return DropColumn(table.relname, command.name, table.schemaname, command.missing_ok, _cascades(command))


def _column_type(table: pb.RangeVar, command: pb.AlterTableCmd) -> Change:
    column: pb.ColumnDef = concrete(_definition(command))
    return AlterColumnType(
        table.relname,
        command.name,
        type_text(column.type_name),
        expression(column.raw_default) if column.HasField("raw_default") else None,
        collation(column),
        table.schemaname,
    )


def _default(table: pb.RangeVar, command: pb.AlterTableCmd) -> Change:
    given = command.HasField("def")
    default = expression(_definition(command)) if given else None
    return SetDefault(table.relname, command.name, default, table.schemaname)


def _set_not_null(table: pb.RangeVar, command: pb.AlterTableCmd) -> Change:
    return SetNotNull(table.relname, command.name, table.schemaname)


def _drop_not_null(table: pb.RangeVar, command: pb.AlterTableCmd) -> Change:
    return DropNotNull(table.relname, command.name, table.schemaname)


def _add_constraint(table: pb.RangeVar, command: pb.AlterTableCmd) -> Change:
    return read_added(table, concrete(_definition(command)))


def _drop_constraint(table: pb.RangeVar, command: pb.AlterTableCmd) -> Change:
    return DropConstraint(
        table.relname, command.name, command.missing_ok, _cascades(command), table.schemaname
    )


def _validate(table: pb.RangeVar, command: pb.AlterTableCmd) -> Change:
    return ValidateConstraint(table.relname, command.name, table.schemaname)


def _cascades(command: pb.AlterTableCmd) -> bool:
    return bool(command.behavior == pb.DROP_CASCADE)


_READERS: dict[int, _Read] = {
    pb.AT_AddColumn: _add_column,
    pb.AT_DropColumn: _drop_column,
    pb.AT_AlterColumnType: _column_type,
    pb.AT_ColumnDefault: _default,
    pb.AT_SetNotNull: _set_not_null,
    pb.AT_DropNotNull: _drop_not_null,
    pb.AT_AddConstraint: _add_constraint,
    pb.AT_DropConstraint: _drop_constraint,
    pb.AT_ValidateConstraint: _validate,
}
_FORMS: dict[int, str] = {
    pb.AT_SetExpression: "SET EXPRESSION",
    pb.AT_DropExpression: "DROP EXPRESSION",
    pb.AT_SetStatistics: "SET STATISTICS",
    pb.AT_SetOptions: "SET OPTIONS",
    pb.AT_ResetOptions: "RESET OPTIONS",
    pb.AT_SetStorage: "SET STORAGE",
    pb.AT_SetCompression: "SET COMPRESSION",
    pb.AT_AlterConstraint: "ALTER CONSTRAINT",
    pb.AT_AlterColumnGenericOptions: "ALTER COLUMN OPTIONS",
    pb.AT_ChangeOwner: "OWNER TO",
    pb.AT_ClusterOn: "CLUSTER ON",
    pb.AT_DropCluster: "SET WITHOUT CLUSTER",
    pb.AT_SetLogged: "SET LOGGED",
    pb.AT_SetUnLogged: "SET UNLOGGED",
    pb.AT_DropOids: "SET WITHOUT OIDS",
    pb.AT_SetAccessMethod: "SET ACCESS METHOD",
    pb.AT_SetTableSpace: "SET TABLESPACE",
    pb.AT_SetRelOptions: "SET STORAGE PARAMETERS",
    pb.AT_ResetRelOptions: "RESET STORAGE PARAMETERS",
    pb.AT_EnableTrig: "ENABLE TRIGGER",
    pb.AT_EnableAlwaysTrig: "ENABLE ALWAYS TRIGGER",
    pb.AT_EnableReplicaTrig: "ENABLE REPLICA TRIGGER",
    pb.AT_DisableTrig: "DISABLE TRIGGER",
    pb.AT_EnableTrigAll: "ENABLE TRIGGER ALL",
    pb.AT_DisableTrigAll: "DISABLE TRIGGER ALL",
    pb.AT_EnableTrigUser: "ENABLE TRIGGER USER",
    pb.AT_DisableTrigUser: "DISABLE TRIGGER USER",
    pb.AT_EnableRule: "ENABLE RULE",
    pb.AT_EnableAlwaysRule: "ENABLE ALWAYS RULE",
    pb.AT_EnableReplicaRule: "ENABLE REPLICA RULE",
    pb.AT_DisableRule: "DISABLE RULE",
    pb.AT_AddInherit: "INHERIT",
    pb.AT_DropInherit: "NO INHERIT",
    pb.AT_AddOf: "OF",
    pb.AT_DropOf: "NOT OF",
    pb.AT_ReplicaIdentity: "REPLICA IDENTITY",
    pb.AT_EnableRowSecurity: "ENABLE ROW LEVEL SECURITY",
    pb.AT_DisableRowSecurity: "DISABLE ROW LEVEL SECURITY",
    pb.AT_ForceRowSecurity: "FORCE ROW LEVEL SECURITY",
    pb.AT_NoForceRowSecurity: "NO FORCE ROW LEVEL SECURITY",
    pb.AT_GenericOptions: "OPTIONS",
    pb.AT_AttachPartition: "ATTACH PARTITION",
    pb.AT_DetachPartition: "DETACH PARTITION",
    pb.AT_DetachPartitionFinalize: "DETACH PARTITION FINALIZE",
    pb.AT_AddIdentity: "ADD IDENTITY",
    pb.AT_SetIdentity: "SET IDENTITY",
    pb.AT_DropIdentity: "DROP IDENTITY",
    pb.AT_ColumnDefault: "SET DEFAULT",
}
"""The last one stands here for views; the kinds that are missing (AT_ReAdd..., AT_Cooked...) never come from a text."""
_TYPE_FORMS: dict[int, str] = {
    pb.AT_AddColumn: "ADD ATTRIBUTE",
    pb.AT_DropColumn: "DROP ATTRIBUTE",
    pb.AT_AlterColumnType: "ALTER ATTRIBUTE",
}
_IDENTITY = {"d": "DEFAULT", "f": "FULL", "n": "NOTHING", "i": "USING INDEX"}
