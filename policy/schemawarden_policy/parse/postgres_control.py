"""Settings, transactions, locks, maintenance, privileges, and the statements about more than this database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from postgast import pg_query_pb2 as pb

from schemawarden_policy.change import (
    Change,
    ClusterStatement,
    Grant,
    LockTable,
    Maintain,
    Pragma,
    RoleChange,
    TransactionControl,
)
from schemawarden_policy.parse.postgres_names import (
    full_name,
    joined,
    kind_word,
    object_name,
    qualified,
    role_name,
)
from schemawarden_policy.parse.postgres_tree import concrete, expression
from schemawarden_policy.parse.reader import UnknownSyntaxError

_ROLE_SETTINGS = {"role": "ROLE", "session_authorization": "SESSION AUTHORIZATION"}
_LOCKS = (
    *("", "AccessShare", "RowShare", "RowExclusive", "ShareUpdateExclusive"),
    *("Share", "ShareRowExclusive", "Exclusive", "AccessExclusive"),
)
_VERBS = {
    pb.TRANS_STMT_BEGIN: "BEGIN",
    pb.TRANS_STMT_START: "START TRANSACTION",
    pb.TRANS_STMT_COMMIT: "COMMIT",
    pb.TRANS_STMT_ROLLBACK: "ROLLBACK",
    pb.TRANS_STMT_SAVEPOINT: "SAVEPOINT",
    pb.TRANS_STMT_RELEASE: "RELEASE",
    pb.TRANS_STMT_ROLLBACK_TO: "ROLLBACK TO",
    pb.TRANS_STMT_PREPARE: "PREPARE TRANSACTION",
    pb.TRANS_STMT_COMMIT_PREPARED: "COMMIT PREPARED",
    pb.TRANS_STMT_ROLLBACK_PREPARED: "ROLLBACK PREPARED",
}


def read_setting(node: pb.VariableSetStmt) -> tuple[Change, ...]:
    """SET and RESET in all their forms. Names of settings are the same in any case, quoted or not."""
    name = node.name.lower()
    if node.kind == pb.VAR_SET_MULTI:
        return (TransactionControl(f"SET {node.name.upper()}"),)
    if node.kind == pb.VAR_RESET_ALL:
        return (Pragma("all", "DEFAULT"),)
    reset = node.kind in (pb.VAR_RESET, pb.VAR_SET_DEFAULT)
    value = "DEFAULT" if reset else ", ".join(_value(argument) for argument in node.args)
    if node.kind == pb.VAR_SET_CURRENT:
        value = "CURRENT"
    return (setting(name, value, node.is_local, "RESET" if node.kind == pb.VAR_RESET else "SET"),)


def setting(name: str, value: str | None, local: bool, verb: str = "SET") -> Change:
    """A setting that decides who acts is a change of role."""
    name = name.lower()
    if name in _ROLE_SETTINGS:
        role = "" if verb == "RESET" else value or ""
        return RoleChange(f"{verb} {'LOCAL ' if local else ''}{_ROLE_SETTINGS[name]}", role)
    return Pragma(name, value, local=local)


def _value(node: Any) -> str:
    held = concrete(node)
    if isinstance(held, pb.A_Const) and held.HasField("sval"):
        return str(held.sval.sval)
    return expression(node)


def read_constraints(node: pb.ConstraintsSetStmt) -> tuple[Change, ...]:
    """SET CONSTRAINTS lasts until the transaction's end."""
    return (Pragma("constraints", "deferred" if node.deferred else "immediate", local=True),)


def read_discard(node: pb.DiscardStmt) -> tuple[Change, ...]:
    if node.target != pb.DISCARD_ALL:
        raise UnknownSyntaxError("DISCARD throws away what the session holds")
    return (RoleChange("DISCARD ALL"), Pragma("all", "DEFAULT"))


def read_transaction(node: pb.TransactionStmt) -> tuple[Change, ...]:
    return (TransactionControl(_VERBS[node.kind]),)


def read_lock(node: pb.LockStmt) -> tuple[Change, ...]:
    return (LockTable(tuple(full_name(concrete(table)) for table in node.relations), _LOCKS[node.mode]),)


def options(nodes: Sequence[Any]) -> dict[str, Any]:
    """DefElems by name, with what they hold; None for a bare word."""
    return {concrete(option).defname: concrete(concrete(option).arg) for option in nodes}


def storage(nodes: Sequence[Any]) -> tuple[str, ...]:
    """Storage parameters as "toast.autovacuum_enabled=false"; a bare name where nothing is said, which means true."""
    found = []
    for option in map(concrete, nodes):
        name = joined(option.defnamespace, option.defname)
        found.append(f"{name}={_word(concrete(option.arg))}" if option.HasField("arg") else name)
    return tuple(found)


def _word(value: Any) -> str:
    """A parameter's value: a number, a word, a string, or a word that is a type's name to the grammar."""
    if isinstance(value, pb.TypeName):
        return qualified(value.names)[1]
    if isinstance(value, pb.Integer | pb.Float):
        return str(value.ival if isinstance(value, pb.Integer) else value.fval)
    return str(getattr(value, "sval", ""))


def enabled(given: dict[str, Any], name: str) -> bool:
    """The option is there and does not say false."""
    value = given.get(name, pb.String(sval="off"))
    word = getattr(value, "sval", None)
    if isinstance(value, pb.Integer):
        return bool(value.ival)
    return word is None or str(word).lower() not in ("off", "false", "0")


def read_vacuum(node: pb.VacuumStmt) -> tuple[Change, ...]:
    verb = "VACUUM" if node.is_vacuumcmd else "ANALYZE"
    if node.is_vacuumcmd and enabled(options(node.options), "full"):
        verb = "VACUUM FULL"
    names = [full_name(concrete(table).relation) for table in node.rels]
    return tuple(Maintain(verb, name) for name in names or [""])


def read_reindex(node: pb.ReindexStmt) -> tuple[Change, ...]:
    name = full_name(node.relation) if node.HasField("relation") else node.name
    return (Maintain("REINDEX", name, enabled(options(node.params), "concurrently")),)


def read_cluster(node: pb.ClusterStmt) -> tuple[Change, ...]:
    return (Maintain("CLUSTER", full_name(node.relation) if node.HasField("relation") else ""),)


def read_refresh(node: pb.RefreshMatViewStmt) -> tuple[Change, ...]:
    return (Maintain("REFRESH MATERIALIZED VIEW", full_name(node.relation), node.concurrent),)


def read_grant(node: pb.GrantStmt) -> tuple[Change, ...]:
    """GRANT and REVOKE on objects; "schema.*" stands for all objects of that kind in a schema."""
    names = [_granted(node, item) for item in node.objects]
    return (
        Grant(
            "GRANT" if node.is_grant else "REVOKE",
            tuple(_privilege(item) for item in node.privileges) or ("ALL",),
            kind_word(node.objtype),
            tuple(names),
            tuple(role_name(concrete(role)) for role in node.grantees),
            node.grant_option,
        ),
    )


def _granted(node: pb.GrantStmt, item: Any) -> str:
    held = concrete(item)
    if isinstance(held, pb.Integer | pb.Float):
        return str(held.ival if isinstance(held, pb.Integer) else held.fval)
    schema, _, name = object_name(node.objtype, item)
    return f"{name}.*" if node.targtype == pb.ACL_TARGET_ALL_IN_SCHEMA else joined(schema, name)


def _privilege(node: Any) -> str:
    held: pb.AccessPriv = concrete(node)
    return held.priv_name.upper() or "ALL"


def read_default_privileges(node: pb.AlterDefaultPrivilegesStmt) -> tuple[Change, ...]:
    action = node.action
    schemas = options(node.options).get("schemas")
    return (
        Grant(
            "GRANT" if action.is_grant else "REVOKE",
            tuple(_privilege(item) for item in action.privileges) or ("ALL",),
            "default",
            tuple(concrete(item).sval for item in schemas.items) if schemas is not None else (),
            tuple(role_name(concrete(role)) for role in action.grantees),
            action.grant_option,
        ),
    )


def read_membership(node: pb.GrantRoleStmt) -> tuple[Change, ...]:
    """GRANT role TO role."""
    return (
        Grant(
            "GRANT" if node.is_grant else "REVOKE",
            tuple(concrete(role).priv_name for role in node.granted_roles),
            "role",
            (),
            tuple(role_name(concrete(role)) for role in node.grantee_roles),
            "admin" in options(node.opt),
        ),
    )


def read_role_options(node: pb.AlterRoleStmt | pb.AlterRoleSetStmt) -> tuple[Change, ...]:
    name = role_name(node.role) if node.HasField("role") else "ALL"
    attributes = _powers(node.options) if isinstance(node, pb.AlterRoleStmt) else ()
    return (ClusterStatement("ALTER ROLE", name, attributes),)


def read_role(node: pb.CreateRoleStmt) -> tuple[Change, ...]:
    return (ClusterStatement("CREATE ROLE", node.role, _powers(node.options)),)


_POWERS = {
    "superuser": "SUPERUSER",
    "createrole": "CREATEROLE",
    "createdb": "CREATEDB",
    "isreplication": "REPLICATION",
    "bypassrls": "BYPASSRLS",
}


def _powers(nodes: Sequence[Any]) -> tuple[str, ...]:
    """What the role may do beyond its privileges on objects."""
    given = ((concrete(option).defname, concrete(concrete(option).arg)) for option in nodes)
    return tuple(_POWERS[name] for name, value in given if name in _POWERS and value.boolval)
