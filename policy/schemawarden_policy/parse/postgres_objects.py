"""Objects that are not tables: dropped, renamed, moved, given away, commented on, and the kinds that CREATE and ALTER know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from postgast import pg_query_pb2 as pb

from schemawarden_policy.change import (
    AlterObject,
    AlterTable,
    Change,
    ClusterStatement,
    Comment,
    CreateObject,
    DropIndex,
    DropObject,
    DropTable,
    OutsideServer,
    RenameColumn,
    RenameTable,
)
from schemawarden_policy.parse.postgres_names import (
    joined,
    kind_word,
    object_name,
    qualified,
    role_name,
    strings,
    type_name,
)
from schemawarden_policy.parse.postgres_tree import concrete, expression
from schemawarden_policy.parse.reader import UnknownSyntaxError

_OUTSIDE = (pb.OBJECT_FOREIGN_SERVER, pb.OBJECT_FDW, pb.OBJECT_SUBSCRIPTION, pb.OBJECT_LANGUAGE)
"""Kinds whose every change is a matter of the server's host or of other servers."""
_CLUSTER = (pb.OBJECT_DATABASE, pb.OBJECT_TABLESPACE, pb.OBJECT_ROLE, pb.OBJECT_PARAMETER_ACL)
_TABLES = (pb.OBJECT_TABLE, pb.OBJECT_FOREIGN_TABLE)


def _beyond(verb: str, object_type: int, name: str) -> Change | None:
    """The change when the object is not one of this database's own."""
    words = f"{verb} {kind_word(object_type).replace('_', ' ').upper()}"
    if object_type in _OUTSIDE:
        return OutsideServer(words)
    return ClusterStatement(words, name) if object_type in _CLUSTER else None


def read_drop(node: pb.DropStmt) -> tuple[Change, ...]:
    """One change for each object."""
    return tuple(_dropped(node, item) for item in node.objects)


def _dropped(node: pb.DropStmt, item: Any) -> Change:
    schema, table, name = object_name(node.remove_type, item)
    cascade = node.behavior == pb.DROP_CASCADE
    if node.remove_type == pb.OBJECT_TABLE:
        return DropTable(name, node.missing_ok, cascade, schema)
    if node.remove_type == pb.OBJECT_INDEX:
        return DropIndex(name, schema, node.concurrent, node.missing_ok, cascade)
    kind = kind_word(node.remove_type)
    dropped = DropObject(kind, name, schema, table, node.missing_ok, cascade)
    return _beyond("DROP", node.remove_type, name) or dropped


def read_rename(node: pb.RenameStmt) -> tuple[Change, ...]:
    table = node.relation
    if node.rename_type in _TABLES:
        return (RenameTable(table.relname, node.newname, table.schemaname),)
    if node.rename_type == pb.OBJECT_COLUMN and node.relation_type in _TABLES:
        return (RenameColumn(table.relname, node.subname, node.newname, table.schemaname),)
    if node.rename_type == pb.OBJECT_TABCONSTRAINT:
        return (AlterTable(table.relname, "RENAME CONSTRAINT", node.subname, table.schemaname),)
    return (_renamed(node),)


def _renamed(node: pb.RenameStmt) -> Change:
    """Objects that hang on a relation have their own name in `subname`; columns of views and types keep theirs there too."""
    kind = kind_word(node.rename_type)
    if node.HasField("relation"):
        relation = node.relation
        part = node.rename_type in (pb.OBJECT_COLUMN, pb.OBJECT_ATTRIBUTE)
        if part:
            kind, form = kind_word(node.relation_type), f"RENAME {kind.upper()}"
            return AlterObject(kind, relation.relname, form, node.newname, schema=relation.schemaname)
        if node.subname:
            return AlterObject(
                kind, node.subname, "RENAME TO", node.newname, relation.relname, relation.schemaname
            )
        return AlterObject(kind, relation.relname, "RENAME TO", node.newname, schema=relation.schemaname)
    schema, name = ("", node.subname)
    if node.HasField("object"):
        schema, _, name = object_name(node.rename_type, node.object)
    if node.rename_type == pb.OBJECT_DOMCONSTRAINT:
        return AlterObject("domain", name, "RENAME CONSTRAINT", node.newname, schema=schema)
    altered = AlterObject(kind, name, "RENAME TO", node.newname, schema=schema)
    return _beyond("ALTER", node.rename_type, name) or altered


def _addressed(node: Any, object_type: int) -> tuple[str, str, str]:
    if node.HasField("relation"):
        return node.relation.schemaname, "", node.relation.relname
    return object_name(object_type, node.object)


def read_set_schema(node: pb.AlterObjectSchemaStmt) -> tuple[Change, ...]:
    schema, _, name = _addressed(node, node.object_type)
    if node.object_type in _TABLES:
        return (AlterTable(name, "SET SCHEMA", node.newschema, schema),)
    return (AlterObject(kind_word(node.object_type), name, "SET SCHEMA", node.newschema, schema=schema),)


def read_owner(node: pb.AlterOwnerStmt) -> tuple[Change, ...]:
    schema, _, name = _addressed(node, node.object_type)
    owner = role_name(node.newowner)
    altered = AlterObject(kind_word(node.object_type), name, "OWNER TO", owner, schema=schema)
    return (_beyond("ALTER", node.object_type, name) or altered,)


def read_depends(node: pb.AlterObjectDependsStmt) -> tuple[Change, ...]:
    object_type = node.object_type
    if node.HasField("relation") and not node.HasField("object"):
        schema, table, name = node.relation.schemaname, "", node.relation.relname
    elif node.HasField("relation"):
        schema, table = node.relation.schemaname, node.relation.relname
        name = object_name(object_type, node.object)[2]
    else:
        schema, table, name = object_name(object_type, node.object)
    form = ("NO " if node.remove else "") + "DEPENDS ON EXTENSION"
    return (AlterObject(kind_word(object_type), name, form, node.extname.sval, table, schema),)


def read_comment(node: pb.CommentStmt) -> tuple[Change, ...]:
    return (Comment(kind_word(node.objtype), _full(node.objtype, node.object)),)


def read_label(node: pb.SecLabelStmt) -> tuple[Change, ...]:
    name = _full(node.objtype, node.object)
    altered = AlterObject(kind_word(node.objtype), name, "SECURITY LABEL", node.label)
    return (_beyond("SECURITY LABEL ON", node.objtype, name) or altered,)


def _full(object_type: int, node: Any) -> str:
    held = concrete(node)
    if isinstance(held, pb.Integer | pb.Float):
        return str(held.ival if isinstance(held, pb.Integer) else held.fval)
    schema, table, name = object_name(object_type, node)
    return joined(schema, joined(table, name))


def created(kind: str, names: Iterable[Any], **facts: Any) -> tuple[Change, ...]:
    """A CreateObject under a qualified name."""
    schema, name = qualified(names)
    return (CreateObject(kind, name, schema=schema, **facts),)


def altered(
    kind: str, names: Iterable[Any], form: str, value: str = "", position: str = ""
) -> tuple[Change, ...]:
    """An AlterObject under a qualified name."""
    schema, name = qualified(names)
    return (AlterObject(kind, name, form, value, position, schema=schema),)


def read_sequence(node: pb.CreateSeqStmt) -> tuple[Change, ...]:
    name = node.sequence
    return (
        CreateObject(
            "sequence",
            name.relname,
            schema=name.schemaname,
            temporary=name.relpersistence == "t",
            if_not_exists=node.if_not_exists,
        ),
    )


def read_alter_sequence(node: pb.AlterSeqStmt) -> tuple[Change, ...]:
    options = [concrete(option).defname.upper().replace("_", " ") for option in node.options]
    name = node.sequence
    return (AlterObject("sequence", name.relname, " ".join(options), schema=name.schemaname),)


def read_enum_value(node: pb.AlterEnumStmt) -> tuple[Change, ...]:
    form = "RENAME VALUE" if node.old_val else "ADD VALUE"
    beside = f"{'AFTER' if node.new_val_is_after else 'BEFORE'} {node.new_val_neighbor}"
    return altered(
        "type", node.type_name, form, node.new_val, position=beside if node.new_val_neighbor else ""
    )


def read_enum(node: pb.CreateEnumStmt) -> tuple[Change, ...]:
    return created("type", node.type_name, values=strings(node.vals))


def read_domain(node: pb.CreateDomainStmt) -> tuple[Change, ...]:
    """A domain, with what it asks of its values: the text of a CHECK, or NOT NULL."""
    asked = [_asked(concrete(constraint)) for constraint in node.constraints]
    return created("domain", node.domainname, check=" AND ".join(filter(None, asked)))


def _asked(constraint: pb.Constraint) -> str:
    if constraint.contype == pb.CONSTR_CHECK:
        return expression(constraint.raw_expr)
    return "NOT NULL" if constraint.contype == pb.CONSTR_NOTNULL else ""


_DOMAIN_FORMS = {
    "T": "SET DEFAULT",
    "N": "DROP NOT NULL",
    "O": "SET NOT NULL",
    "C": "ADD CONSTRAINT",
    "X": "DROP CONSTRAINT",
    "V": "VALIDATE CONSTRAINT",
}


def read_alter_domain(node: pb.AlterDomainStmt) -> tuple[Change, ...]:
    form, definition = _DOMAIN_FORMS[node.subtype], concrete(getattr(node, "def"))
    if form == "SET DEFAULT" and definition is None:
        form = "DROP DEFAULT"
    name = node.name
    if isinstance(definition, pb.Constraint):
        name = definition.conname
        form += " NOT VALID" if definition.skip_validation else ""
    return altered("domain", node.type_name, form, name)


def read_composite(node: pb.CompositeTypeStmt) -> tuple[Change, ...]:
    return (CreateObject("type", node.typevar.relname, schema=node.typevar.schemaname),)


def read_define(node: pb.DefineStmt) -> tuple[Change, ...]:
    """CREATE AGGREGATE, OPERATOR, TYPE, COLLATION, TEXT SEARCH ..."""
    return created(
        kind_word(node.kind), node.defnames, replaces=node.replace, if_not_exists=node.if_not_exists
    )


def read_cast(node: pb.CreateCastStmt) -> tuple[Change, ...]:
    return (CreateObject("cast", f"{type_name(node.sourcetype)[1]} AS {type_name(node.targettype)[1]}"),)


def read_statistics(node: pb.CreateStatsStmt) -> tuple[Change, ...]:
    schema, name = qualified(node.defnames) if node.defnames else ("", "")
    tables = [concrete(relation) for relation in node.relations]
    table = tables[0].relname if tables and isinstance(tables[0], pb.RangeVar) else ""
    return (CreateObject("statistics", name, table, schema, if_not_exists=node.if_not_exists),)


def read_policy(node: pb.CreatePolicyStmt) -> tuple[Change, ...]:
    return (CreateObject("policy", node.policy_name, node.table.relname, node.table.schemaname),)


def read_alter_policy(node: pb.AlterPolicyStmt) -> tuple[Change, ...]:
    parts = [w for w, f in (("TO", node.roles), ("USING", node.HasField("qual"))) if f]
    parts += ["WITH CHECK"] if node.HasField("with_check") else []
    table = node.table
    form = " ".join(parts)
    return (AlterObject("policy", node.policy_name, form, table=table.relname, schema=table.schemaname),)


def read_alter_extension_contents(node: pb.AlterExtensionContentsStmt) -> tuple[Change, ...]:
    if node.action not in (1, -1):
        raise UnknownSyntaxError("ALTER EXTENSION of an unknown kind")
    form = ("ADD " if node.action == 1 else "DROP ") + kind_word(node.objtype).upper()
    return (AlterObject("extension", node.extname, form, _full(node.objtype, node.object)),)
