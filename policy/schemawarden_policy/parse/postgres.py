"""PostgreSQL statements -> changes, fail closed.

postgast (the server's own grammar, version 18) reads; `STATEMENTS` says for every kind of statement who tells its
changes. The whole tree is then searched for what may hide in it: row changes in a WITH, functions that reach outside,
code that is not the server's own. A kind without an entry, an error anywhere, a name in Unicode escapes, a change of the
system's own catalogue: OPAQUE.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from postgast import pg_query_pb2 as pb

from schemawarden_policy.change import (
    CallFunction,
    Change,
    DeleteRows,
    InsertRows,
    Truncate,
    UpdateRows,
)
from schemawarden_policy.lexing_postgres import lex
from schemawarden_policy.parse.opaque import opaque
from schemawarden_policy.parse.postgres_calls import reaching, running
from schemawarden_policy.parse.postgres_control import enabled, options
from schemawarden_policy.parse.postgres_routines import read_do, read_function
from schemawarden_policy.parse.postgres_rows import rows
from schemawarden_policy.parse.postgres_statements import OPAQUE, STATEMENTS
from schemawarden_policy.parse.postgres_tree import concrete, kind_of, tree, walk
from schemawarden_policy.parse.reader import UnknownSyntaxError
from schemawarden_policy.statement import Kind, RawStatement, Statement
from schemawarden_policy.token import TokenKind, UnclosedError

_SYSTEM = ("pg_catalog", "information_schema", "pg_toast")
_ROWS = (InsertRows, UpdateRows, DeleteRows)
_RUN_LATER = (pb.AT_ColumnDefault,)
_RUNS = (
    *(pb.SelectStmt, pb.InsertStmt, pb.UpdateStmt, pb.DeleteStmt, pb.MergeStmt, pb.CopyStmt),
    *(pb.CreateTableAsStmt, pb.DeclareCursorStmt, pb.PrepareStmt, pb.ExecuteStmt, pb.IndexStmt),
)
"""Statements whose expressions are evaluated when they run. EXPLAIN is among them by its own reader: planning evaluates too."""


def parse(raw: RawStatement) -> Statement:
    """What one piece of a PostgreSQL file does."""
    try:
        node = tree(raw.text)
    except UnknownSyntaxError as error:
        return opaque(raw, str(error))
    try:
        kind, changes = _read(node)
        reason = _doubt(raw.text, changes)
    except (UnknownSyntaxError, UnclosedError, RecursionError) as error:
        return opaque(raw, str(error) or type(error).__name__, tuple(reaching(walk(node))))
    if reason:
        return opaque(raw, reason, changes)
    return Statement(raw.place, raw.text, kind, changes, comments=raw.comments)


def _read(node: Any) -> tuple[Kind, tuple[Change, ...]]:
    _require_known(node)
    return STATEMENTS[kind_of(node)][0], _changes(node)


def _require_known(node: Any) -> None:
    name = kind_of(node)
    if name in OPAQUE:
        raise UnknownSyntaxError(OPAQUE[name])
    if name not in STATEMENTS:
        raise UnknownSyntaxError(f"{name} is no statement that is known")


def _changes(node: Any) -> tuple[Change, ...]:
    """All that the statement does, what hides in its tree included."""
    nodes = list(walk(node))
    found: list[Change] = [*_told(node), *reaching(nodes)]
    if isinstance(node, _RUNS):
        found.extend(rows(nodes))
    for part in _evaluated(node):
        found.extend(running(nodes if part is node else walk(part)))
    if any(isinstance(change, UpdateRows) and change.table == "pg_settings" for change in found):
        found.append(CallFunction("set_config"))  # an UPDATE of that view is a SET
    return tuple(dict.fromkeys(found))


def _told(node: Any) -> tuple[Change, ...]:
    if isinstance(node, pb.CreateFunctionStmt):
        return read_function(node, _run_later)
    if isinstance(node, pb.DoStmt):
        return read_do(node, changes_of)
    if isinstance(node, pb.ExplainStmt):
        runs = enabled(options(node.options), "analyze")
        return changes_of(concrete(node.query)) if runs else ()
    if isinstance(node, pb.CreateSchemaStmt):
        return STATEMENTS[kind_of(node)][1](node) + tuple(_elements(node))
    if isinstance(node, pb.CreateTableAsStmt) and isinstance(concrete(node.query), pb.ExecuteStmt):
        return STATEMENTS[kind_of(node)][1](node) + changes_of(concrete(node.query))
    return STATEMENTS[kind_of(node)][1](node)


def changes_of(node: Any) -> tuple[Change, ...]:
    """What a statement does that runs within another one."""
    return _read(node)[1]


def _run_later(node: Any) -> tuple[Change, ...]:
    """What a statement of a routine's body is, that does not run now."""
    _require_known(node)
    return (*_told(node), *reaching(walk(node)))


def _elements(node: pb.CreateSchemaStmt) -> Iterator[Change]:
    """The objects that CREATE SCHEMA makes in the new schema."""
    schema = node.schemaname or node.authrole.rolename
    for element in map(concrete, node.schema_elts):
        for part in ("relation", "sequence", "view"):
            if part in element.DESCRIPTOR.fields_by_name and not getattr(element, part).schemaname:
                getattr(element, part).schemaname = schema
        yield from changes_of(element)


def _evaluated(node: Any) -> Iterator[Any]:
    """The parts of a statement whose expressions are evaluated now."""
    if isinstance(node, (*_RUNS, pb.ExplainStmt)):
        yield node
    elif isinstance(node, pb.CallStmt):
        yield from map(concrete, node.funccall.args)
    elif isinstance(node, pb.CreateStmt) and node.HasField("partbound"):
        yield node.partbound
    elif isinstance(node, pb.AlterTableStmt):
        yield from (command for command in map(concrete, node.cmds) if not _for_later(command))
    elif isinstance(node, pb.AlterDomainStmt) and concrete(getattr(node, "def")) is not None:
        yield node


def _for_later(command: pb.AlterTableCmd) -> bool:
    """It only says what holds for rows to come."""
    definition = concrete(getattr(command, "def"))
    unchecked = isinstance(definition, pb.Constraint) and definition.skip_validation
    return command.subtype in _RUN_LATER or unchecked


def _doubt(text: str, changes: tuple[Change, ...]) -> str:
    """Why a statement that was read is not vouched for."""
    if re.search(r'[uU]&"', text) and any(
        token.kind is TokenKind.QUOTED and token.text[0] in "uU" for token in lex(text)
    ):
        return "a name in Unicode escapes, which nobody can read"
    for change in changes:
        if isinstance(change, CallFunction):
            continue
        table = getattr(change, "table", "") or getattr(change, "name", "")
        if getattr(change, "schema", "") in _SYSTEM or (isinstance(change, _ROWS) and _catalogue(change)):
            return f"it changes the system's own catalogue ({table})"
        if isinstance(change, Truncate) and any(name.split(".")[0] in _SYSTEM for name in change.tables):
            return "it changes the system's own catalogue"
    return ""


def _catalogue(change: InsertRows | UpdateRows | DeleteRows) -> bool:
    return not change.schema and change.table.startswith("pg_")
