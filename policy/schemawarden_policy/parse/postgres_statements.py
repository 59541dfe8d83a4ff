"""Every kind of statement that PostgreSQL 18 has, and who tells what it changes. What is deliberately not told is listed too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from postgast import pg_query_pb2 as pb

from schemawarden_policy.change import AlterObject, Change, ClusterStatement, CreateObject, OutsideServer
from schemawarden_policy.parse import postgres_alter_table as alter_table
from schemawarden_policy.parse import postgres_control as control
from schemawarden_policy.parse import postgres_create as create
from schemawarden_policy.parse import postgres_objects as objects
from schemawarden_policy.parse import postgres_routines as routines
from schemawarden_policy.parse import postgres_rows as rows
from schemawarden_policy.parse.postgres_names import type_name
from schemawarden_policy.statement import Kind

Read = Callable[[Any], tuple[Change, ...]]


def _nothing(node: Any) -> tuple[Change, ...]:
    """It changes nothing by itself; row changes and calls are found in its tree."""
    return ()


def _outside(verb: str) -> Read:
    return lambda node: (OutsideServer(verb),)


def _cluster(verb: str, field: str = "") -> Read:
    return lambda node: (ClusterStatement(verb, getattr(node, field) if field else ""),)


def _create(kind: str, field: str) -> Read:
    return lambda node: (CreateObject(kind, getattr(node, field)),)


def _create_named(kind: str, field: str) -> Read:
    return lambda node: objects.created(kind, getattr(node, field))


def _alter_named(kind: str, field: str, form: str) -> Read:
    return lambda node: objects.altered(kind, getattr(node, field), form)


def _schema(node: Any) -> tuple[Change, ...]:
    name = node.schemaname or node.authrole.rolename
    return (CreateObject("schema", name, if_not_exists=node.if_not_exists),)


def _transform(node: Any) -> tuple[Change, ...]:
    schema, name = type_name(node.type_name)
    return (CreateObject("transform", name, schema=schema, replaces=node.replace),)


def _operator_family(node: Any) -> tuple[Change, ...]:
    return objects.altered("operator_family", node.opfamilyname, "DROP" if node.is_drop else "ADD")


def _publication(node: Any) -> tuple[Change, ...]:
    forms = {pb.AP_AddObjects: "ADD", pb.AP_DropObjects: "DROP"}
    return (AlterObject("publication", node.pubname, forms.get(node.action, "SET")),)


STATEMENTS: dict[str, tuple[Kind, Read]] = {
    # tables, indexes, views
    "CreateStmt": (Kind.CREATE, create.read_table),
    "CreateTableAsStmt": (Kind.CREATE, create.read_table_as),
    "CreateForeignTableStmt": (Kind.CREATE, create.read_foreign_table),
    "AlterTableStmt": (Kind.ALTER, alter_table.read),
    "IndexStmt": (Kind.CREATE, create.read_index),
    "ViewStmt": (Kind.CREATE, create.read_view),
    "DropStmt": (Kind.DROP, objects.read_drop),
    "RenameStmt": (Kind.ALTER, objects.read_rename),
    "AlterObjectSchemaStmt": (Kind.ALTER, objects.read_set_schema),
    "AlterOwnerStmt": (Kind.ALTER, objects.read_owner),
    "AlterObjectDependsStmt": (Kind.ALTER, objects.read_depends),
    "CommentStmt": (Kind.ALTER, objects.read_comment),
    "SecLabelStmt": (Kind.ALTER, objects.read_label),
    # rows
    "SelectStmt": (Kind.QUERY, _nothing),
    "InsertStmt": (Kind.INSERT, _nothing),
    "UpdateStmt": (Kind.UPDATE, _nothing),
    "DeleteStmt": (Kind.DELETE, _nothing),
    "MergeStmt": (Kind.UPDATE, _nothing),
    "TruncateStmt": (Kind.DELETE, rows.read_truncate),
    "CopyStmt": (Kind.QUERY, rows.read_copy),
    "ExplainStmt": (Kind.QUERY, _nothing),
    "PrepareStmt": (Kind.QUERY, _nothing),
    "DeallocateStmt": (Kind.QUERY, _nothing),
    "DeclareCursorStmt": (Kind.QUERY, _nothing),
    "FetchStmt": (Kind.QUERY, _nothing),
    "ClosePortalStmt": (Kind.QUERY, _nothing),
    "ReturnStmt": (Kind.QUERY, _nothing),
    # other objects of the database
    "CreateSchemaStmt": (Kind.CREATE, _schema),
    "CreateSeqStmt": (Kind.CREATE, objects.read_sequence),
    "AlterSeqStmt": (Kind.ALTER, objects.read_alter_sequence),
    "CreateEnumStmt": (Kind.CREATE, objects.read_enum),
    "CreateRangeStmt": (Kind.CREATE, _create_named("type", "type_name")),
    "CompositeTypeStmt": (Kind.CREATE, objects.read_composite),
    "AlterEnumStmt": (Kind.ALTER, objects.read_enum_value),
    "AlterTypeStmt": (Kind.ALTER, _alter_named("type", "type_name", "SET")),
    "CreateDomainStmt": (Kind.CREATE, objects.read_domain),
    "AlterDomainStmt": (Kind.ALTER, objects.read_alter_domain),
    "DefineStmt": (Kind.CREATE, objects.read_define),
    "AlterCollationStmt": (Kind.ALTER, _alter_named("collation", "collname", "REFRESH VERSION")),
    "CreateCastStmt": (Kind.CREATE, objects.read_cast),
    "CreateConversionStmt": (Kind.CREATE, _create_named("conversion", "conversion_name")),
    "CreateTransformStmt": (Kind.CREATE, _transform),
    "CreateOpClassStmt": (Kind.CREATE, _create_named("operator_class", "opclassname")),
    "CreateOpFamilyStmt": (Kind.CREATE, _create_named("operator_family", "opfamilyname")),
    "AlterOpFamilyStmt": (Kind.ALTER, _operator_family),
    "AlterOperatorStmt": (Kind.ALTER, lambda node: objects.altered("operator", node.opername.objname, "SET")),
    "CreateStatsStmt": (Kind.CREATE, objects.read_statistics),
    "AlterStatsStmt": (Kind.ALTER, _alter_named("statistics", "defnames", "SET STATISTICS")),
    "AlterTSConfigurationStmt": (Kind.ALTER, _alter_named("text_search_configuration", "cfgname", "MAPPING")),
    "AlterTSDictionaryStmt": (Kind.ALTER, _alter_named("text_search_dictionary", "dictname", "OPTIONS")),
    "CreatePolicyStmt": (Kind.CREATE, objects.read_policy),
    "AlterPolicyStmt": (Kind.ALTER, objects.read_alter_policy),
    "CreatePublicationStmt": (Kind.CREATE, _create("publication", "pubname")),
    "AlterPublicationStmt": (Kind.ALTER, _publication),
    "CreateAmStmt": (Kind.CREATE, _create("access_method", "amname")),
    "CreateExtensionStmt": (Kind.CREATE, routines.read_extension),
    "AlterExtensionStmt": (Kind.ALTER, routines.read_alter_extension),
    "AlterExtensionContentsStmt": (Kind.ALTER, objects.read_alter_extension_contents),
    # code
    "CreateFunctionStmt": (Kind.CREATE, _nothing),
    "AlterFunctionStmt": (Kind.ALTER, routines.read_alter_function),
    "CreateTrigStmt": (Kind.CREATE, routines.read_trigger),
    "CreateEventTrigStmt": (Kind.CREATE, routines.read_event_trigger),
    "AlterEventTrigStmt": (Kind.ALTER, routines.read_alter_event_trigger),
    "RuleStmt": (Kind.CREATE, routines.read_rule),
    "DoStmt": (Kind.CALL, _nothing),
    "CallStmt": (Kind.CALL, routines.read_call),
    "ExecuteStmt": (Kind.CALL, routines.read_execute),
    "NotifyStmt": (Kind.CALL, routines.read_notify),
    # session and transaction
    "VariableSetStmt": (Kind.SETTING, control.read_setting),
    "VariableShowStmt": (Kind.SETTING, _nothing),
    "ConstraintsSetStmt": (Kind.SETTING, control.read_constraints),
    "DiscardStmt": (Kind.SETTING, control.read_discard),
    "TransactionStmt": (Kind.TRANSACTION, control.read_transaction),
    "LockStmt": (Kind.MAINTENANCE, control.read_lock),
    "VacuumStmt": (Kind.MAINTENANCE, control.read_vacuum),
    "ReindexStmt": (Kind.MAINTENANCE, control.read_reindex),
    "ClusterStmt": (Kind.MAINTENANCE, control.read_cluster),
    "RefreshMatViewStmt": (Kind.MAINTENANCE, control.read_refresh),
    # privileges
    "GrantStmt": (Kind.PRIVILEGE, control.read_grant),
    "GrantRoleStmt": (Kind.PRIVILEGE, control.read_membership),
    "AlterDefaultPrivilegesStmt": (Kind.PRIVILEGE, control.read_default_privileges),
    # more than this database
    "CreateRoleStmt": (Kind.CREATE, control.read_role),
    "AlterRoleStmt": (Kind.ALTER, control.read_role_options),
    "AlterRoleSetStmt": (Kind.ALTER, control.read_role_options),
    "DropRoleStmt": (Kind.DROP, _cluster("DROP ROLE")),
    "DropOwnedStmt": (Kind.DROP, _cluster("DROP OWNED")),
    "ReassignOwnedStmt": (Kind.ALTER, _cluster("REASSIGN OWNED")),
    "CreatedbStmt": (Kind.CREATE, _cluster("CREATE DATABASE", "dbname")),
    "AlterDatabaseStmt": (Kind.ALTER, _cluster("ALTER DATABASE", "dbname")),
    "AlterDatabaseSetStmt": (Kind.ALTER, _cluster("ALTER DATABASE", "dbname")),
    "AlterDatabaseRefreshCollStmt": (Kind.ALTER, _cluster("ALTER DATABASE", "dbname")),
    "DropdbStmt": (Kind.DROP, _cluster("DROP DATABASE", "dbname")),
    "CreateTableSpaceStmt": (Kind.CREATE, _cluster("CREATE TABLESPACE", "tablespacename")),
    "AlterTableSpaceOptionsStmt": (Kind.ALTER, _cluster("ALTER TABLESPACE", "tablespacename")),
    "AlterTableMoveAllStmt": (Kind.ALTER, _cluster("ALTER ALL IN TABLESPACE", "orig_tablespacename")),
    "DropTableSpaceStmt": (Kind.DROP, _cluster("DROP TABLESPACE", "tablespacename")),
    "AlterSystemStmt": (Kind.ALTER, _cluster("ALTER SYSTEM")),
    "CheckPointStmt": (Kind.MAINTENANCE, _cluster("CHECKPOINT")),
    # the host and other servers
    "LoadStmt": (Kind.SETTING, _outside("LOAD")),
    "CreatePLangStmt": (Kind.CREATE, _outside("CREATE LANGUAGE")),
    "CreateFdwStmt": (Kind.CREATE, _outside("CREATE FOREIGN DATA WRAPPER")),
    "AlterFdwStmt": (Kind.ALTER, _outside("ALTER FOREIGN DATA WRAPPER")),
    "CreateForeignServerStmt": (Kind.CREATE, _outside("CREATE SERVER")),
    "AlterForeignServerStmt": (Kind.ALTER, _outside("ALTER SERVER")),
    "CreateUserMappingStmt": (Kind.CREATE, _outside("CREATE USER MAPPING")),
    "AlterUserMappingStmt": (Kind.ALTER, _outside("ALTER USER MAPPING")),
    "DropUserMappingStmt": (Kind.DROP, _outside("DROP USER MAPPING")),
    "ImportForeignSchemaStmt": (Kind.CREATE, _outside("IMPORT FOREIGN SCHEMA")),
    "CreateSubscriptionStmt": (Kind.CREATE, _outside("CREATE SUBSCRIPTION")),
    "AlterSubscriptionStmt": (Kind.ALTER, _outside("ALTER SUBSCRIPTION")),
    "DropSubscriptionStmt": (Kind.DROP, _outside("DROP SUBSCRIPTION")),
}

OPAQUE: dict[str, str] = {
    "ListenStmt": "LISTEN changes the session alone, and has no place in a migration",
    "UnlistenStmt": "UNLISTEN changes the session alone, and has no place in a migration",
    "PLAssignStmt": "an assignment of PL/pgSQL is no statement of a file",
    "RawStmt": "a wrapper, never a statement of its own",
    "SetOperationStmt": "made by the planner, never by the parser",
    "ReplicaIdentityStmt": "a part of ALTER TABLE, never a statement of its own",
}
