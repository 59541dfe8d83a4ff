"""Routines and what sets them off: functions, procedures, DO, CALL, triggers, event triggers, rules, extensions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from postgast import pg_query_pb2 as pb

from schemawarden_policy.change import (
    AlterObject,
    CallFunction,
    Change,
    ClusterStatement,
    CreateObject,
    OutsideServer,
    RoleChange,
    RunRoutine,
    TransactionControl,
)
from schemawarden_policy.parse.losses import Loss, losses
from schemawarden_policy.parse.postgres_bodies import SANDBOXED, body_of, language
from schemawarden_policy.parse.postgres_control import options, read_setting
from schemawarden_policy.parse.postgres_names import joined, kind_word, qualified
from schemawarden_policy.parse.postgres_reads import called_and_read
from schemawarden_policy.parse.postgres_rows import rows, written
from schemawarden_policy.parse.postgres_tree import concrete, walk
from schemawarden_policy.parse.reader import UnknownSyntaxError

ChangesOf = Callable[[Any], tuple[Change, ...]]

_FORBIDDEN = (CallFunction, OutsideServer, ClusterStatement, RoleChange, TransactionControl)
"""What is as bad in a body, which runs later, as in a statement."""


def read_function(node: pb.CreateFunctionStmt, changes_of: ChangesOf) -> tuple[Change, ...]:
    """CREATE FUNCTION and PROCEDURE: the object, the tables its body writes to, and what is forbidden in it."""
    schema, name = qualified(node.funcname)
    kind, spoken = ("procedure" if node.is_procedure else "function"), language(node)
    body = body_of(node)
    statements = (*body.statements, *(body.built or ()))
    inner, unread = _inner(statements, changes_of)
    outside: tuple[Change, ...] = ()
    if spoken not in ("sql", "plpgsql", *SANDBOXED):
        outside = (OutsideServer(f"CREATE {kind.upper()} LANGUAGE {spoken.upper()}"),)
    created = CreateObject(
        kind,
        name,
        schema=schema,
        writes=_writes(statements),
        destroys=_destroys(statements, changes_of),
        replaces=node.replace,
        dynamic=bool((body.dynamic and body.built is None) or unread),
        injects=body.injects,
        **_promise(node, statements),
    )
    forbidden = tuple(change for change in inner if isinstance(change, _FORBIDDEN))
    return (created, *outside, *_settings(node.options), *forbidden)


def _promise(node: pb.CreateFunctionStmt, statements: Sequence[Any]) -> dict[str, Any]:
    """What a function says of its answers; of one that is to give the same answer for ever also what it calls and reads."""
    said = options(node.options).get("volatility")
    if said is None or said.sval != "immutable":
        return {"volatility": said.sval if said is not None else ""}
    found = [called_and_read(statement) for statement in statements]
    return {
        "volatility": said.sval,
        "calls": tuple(dict.fromkeys(name for calls, _ in found for name in calls)),
        "reads": tuple(dict.fromkeys(name for _, reads in found for name in reads)),
    }


def _inner(statements: Sequence[Any], changes_of: ChangesOf) -> tuple[tuple[Change, ...], str]:
    """(changes of all statements that can be read, why one could not be)."""
    found: list[Change] = []
    unread = ""
    for statement in statements:
        try:
            found.extend(changes_of(statement))
        except UnknownSyntaxError as error:
            unread = unread or str(error)
    return tuple(dict.fromkeys(found)), unread


def _destroys(statements: Sequence[Any], changes_of: ChangesOf) -> tuple[Loss, ...]:
    found = [*_inner(statements, changes_of)[0]]
    for statement in statements:
        found.extend(rows(walk(statement)))
    return losses(found)


def _writes(statements: Sequence[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(table for statement in statements for table in written(statement)))


def _settings(given: Sequence[Any]) -> tuple[Change, ...]:
    """SET clauses of a routine count when they change who acts."""
    sets = [concrete(concrete(option).arg) for option in given if concrete(option).defname == "set"]
    changes = (change for node in sets for change in read_setting(node))
    return tuple(change for change in changes if isinstance(change, RoleChange))


def read_alter_function(node: pb.AlterFunctionStmt) -> tuple[Change, ...]:
    schema, name = qualified(node.func.objname)
    words = " ".join(_words(concrete(action)) for action in node.actions)
    return (AlterObject(kind_word(node.objtype), name, words, schema=schema), *_settings(node.actions))


def _words(action: pb.DefElem) -> str:
    held = concrete(action.arg)
    if action.defname == "security":
        return "SECURITY DEFINER" if held.boolval else "SECURITY INVOKER"
    if action.defname == "set":
        return f"SET {held.name}"
    return str(held.sval if action.defname in ("volatility", "parallel") else action.defname).upper()


def read_do(node: pb.DoStmt, changes_of: ChangesOf) -> tuple[Change, ...]:
    """DO runs now: what its body is seen to do, beside the fact that it may do more."""
    spoken = language(node)
    body = body_of(node)
    inner, unread = _inner(body.statements, changes_of)
    reason = body.dynamic or unread or "an anonymous block"
    outside: tuple[Change, ...] = ()
    if spoken not in ("plpgsql", *SANDBOXED):
        outside = (OutsideServer(f"DO LANGUAGE {spoken.upper()}"),)
    return (RunRoutine("DO", reason, body.injects), *outside, *inner)


def read_call(node: pb.CallStmt) -> tuple[Change, ...]:
    return (RunRoutine(joined(*qualified(node.funccall.funcname)), "a procedure's code"),)


def read_execute(node: pb.ExecuteStmt) -> tuple[Change, ...]:
    return (RunRoutine(f"EXECUTE {node.name}", "a prepared statement"),)


def read_notify(node: pb.NotifyStmt) -> tuple[Change, ...]:
    return (RunRoutine(f"NOTIFY {node.conditionname}", "other sessions act on it"),)


def read_trigger(node: pb.CreateTrigStmt) -> tuple[Change, ...]:
    return (
        CreateObject(
            "trigger",
            node.trigname,
            node.relation.relname,
            node.relation.schemaname,
            replaces=node.replace,
            runs=joined(*qualified(node.funcname)),
        ),
    )


def read_event_trigger(node: pb.CreateEventTrigStmt) -> tuple[Change, ...]:
    return (CreateObject("event_trigger", node.trigname, runs=joined(*qualified(node.funcname))),)


def read_alter_event_trigger(node: pb.AlterEventTrigStmt) -> tuple[Change, ...]:
    forms = {"O": "ENABLE", "D": "DISABLE", "R": "ENABLE REPLICA", "A": "ENABLE ALWAYS"}
    return (AlterObject("event_trigger", node.trigname, forms[node.tgenabled]),)


def read_rule(node: pb.RuleStmt) -> tuple[Change, ...]:
    """A rule rewrites what others write: from now on its actions stand beside or instead of them."""
    actions = [concrete(action) for action in node.actions]
    return (
        CreateObject(
            "rule",
            node.rulename,
            node.relation.relname,
            node.relation.schemaname,
            writes=_writes([action for action in actions if action is not None]),
            replaces=node.replace,
        ),
    )


def read_extension(node: pb.CreateExtensionStmt) -> tuple[Change, ...]:
    return (CreateObject("extension", node.extname, if_not_exists=node.if_not_exists),)


def read_alter_extension(node: pb.AlterExtensionStmt) -> tuple[Change, ...]:
    version = options(node.options).get("new_version")
    return (AlterObject("extension", node.extname, "UPDATE", version.sval if version is not None else ""),)
