"""The commands of ALTER TABLE: which take something away, and which can be done in steps that let others work.

NOT NULL is proven by a check that is validated while others read and write; then it is set without reading a row
(PostgreSQL 12 and later), and the check is dropped. A unique constraint takes over an index that was built beside the
traffic. A default that differs from row to row would write the table anew; set afterwards, it is for rows to come.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from postgast import pg_query_pb2 as pb

from schemawarden_policy.parse.postgres_calls import volatilities
from schemawarden_policy.parse.postgres_names import qualified, strings
from schemawarden_policy.parse.postgres_tree import concrete, expression, walk
from schemawarden_policy.spelling import ident_folded

_TAKES_AWAY = (pb.AT_DropColumn, pb.AT_DropConstraint)
_PROVEN_LATER = (pb.CONSTR_CHECK, pb.CONSTR_FOREIGN)


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    takes_away: bool


@dataclass(slots=True)
class Parts:
    """What becomes of one command."""

    expand: list[pb.Node] = field(default_factory=list)
    """Commands that stay in the statement."""
    then: list[str] = field(default_factory=list)
    """Statements right behind it."""
    indexes: list[str] = field(default_factory=list)
    constraints: list[str] = field(default_factory=list)
    validate: list[str] = field(default_factory=list)
    not_null: list[str] = field(default_factory=list)


def command_of(wrapped: pb.Node) -> Command:
    command = concrete(wrapped)
    return Command(command.name, command.subtype in _TAKES_AWAY)


def splits(relation: pb.RangeVar, wrapped: pb.Node) -> Parts | None:
    """The steps of a command; None when it stays as it is."""
    command = concrete(wrapped)
    held = concrete(getattr(command, "def"))
    table = _table(relation)
    if command.subtype == pb.AT_SetNotNull:
        return _not_null(table, relation.relname, command.name)
    if command.subtype == pb.AT_AddConstraint and held.conname and not held.skip_validation:
        return _constraint(table, wrapped, held)
    if command.subtype == pb.AT_AddColumn and _volatile(held):
        return _column(table, wrapped)
    return None


def _not_null(table: str, plain: str, column: str) -> Parts:
    check = ident_folded(f"{plain}_{column}_not_null_check"[:63])
    added = pb.AlterTableCmd(subtype=pb.AT_AddConstraint, behavior=pb.DROP_RESTRICT)
    test = pb.NullTest(
        arg=pb.Node(column_ref=pb.ColumnRef(fields=[pb.Node(string=pb.String(sval=column))])),
        nulltesttype=pb.IS_NOT_NULL,
    )
    constraint = pb.Constraint(
        contype=pb.CONSTR_CHECK,
        conname=f"{plain}_{column}_not_null_check"[:63],
        raw_expr=pb.Node(null_test=test),
        skip_validation=True,
        is_enforced=True,
    )
    getattr(added, "def").constraint.CopyFrom(constraint)
    return Parts(
        expand=[pb.Node(alter_table_cmd=added)],
        validate=[f"ALTER TABLE {table} VALIDATE CONSTRAINT {check};"],
        not_null=[
            f"ALTER TABLE {table} ALTER COLUMN {ident_folded(column)} SET NOT NULL;",
            f"ALTER TABLE {table} DROP CONSTRAINT {check};",
        ],
    )


def _constraint(table: str, wrapped: pb.Node, constraint: pb.Constraint) -> Parts | None:
    name = ident_folded(constraint.conname)
    if constraint.contype in _PROVEN_LATER:
        later = pb.Node()
        later.CopyFrom(wrapped)
        held = getattr(later.alter_table_cmd, "def").constraint
        held.skip_validation, held.initially_valid = True, False
        return Parts(expand=[later], validate=[f"ALTER TABLE {table} VALIDATE CONSTRAINT {name};"])
    plain = not (constraint.indexname or constraint.nulls_not_distinct or constraint.including)
    if constraint.contype == pb.CONSTR_UNIQUE and plain and not constraint.deferrable:
        columns = ", ".join(map(ident_folded, strings(constraint.keys)))
        return Parts(
            indexes=[f"CREATE UNIQUE INDEX CONCURRENTLY {name} ON {table} ({columns});"],
            constraints=[f"ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE USING INDEX {name};"],
        )
    return None


def _volatile(column: Any) -> bool:
    """It has a default that differs from row to row, and may be NULL until it is filled."""
    kinds = {concrete(item).contype: concrete(item) for item in column.constraints}
    default = kinds.get(pb.CONSTR_DEFAULT)
    if default is None or pb.CONSTR_NOTNULL in kinds:
        return False
    calls = [qualified(node.funcname)[1] for node in walk(default) if isinstance(node, pb.FuncCall)]
    return any(volatilities().get(name, "v") == "v" for name in calls)


def _column(table: str, wrapped: pb.Node) -> Parts:
    """The column without its default, and the default behind it."""
    plain = pb.Node()
    plain.CopyFrom(wrapped)
    column = getattr(plain.alter_table_cmd, "def").column_def
    default = next(c for c in column.constraints if concrete(c).contype == pb.CONSTR_DEFAULT)
    value = expression(concrete(default).raw_expr)
    others = [c for c in column.constraints if concrete(c).contype != pb.CONSTR_DEFAULT]
    del column.constraints[:]
    column.constraints.extend(others)
    name = ident_folded(column.colname)
    return Parts(
        expand=[plain],
        then=[
            f"-- For rows to come. Those that are there keep NULL in {column.colname}: fill them in batches.",
            f"ALTER TABLE {table} ALTER COLUMN {name} SET DEFAULT {value};",
        ],
    )


def _table(relation: pb.RangeVar) -> str:
    name = ident_folded(relation.relname)
    return f"{ident_folded(relation.schemaname)}.{name}" if relation.schemaname else name
