"""Column definitions and constraints, as CREATE TABLE and ALTER TABLE share them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from postgast import pg_query_pb2 as pb

from schemawarden_policy.change import AddConstraint, ColumnDef, TableConstraint
from schemawarden_policy.parse.postgres_names import full_name, qualified, strings, type_name, type_text
from schemawarden_policy.parse.postgres_tree import concrete, expression
from schemawarden_policy.parse.reader import UnknownSyntaxError

KINDS = {
    pb.CONSTR_CHECK: "check",
    pb.CONSTR_FOREIGN: "foreign_key",
    pb.CONSTR_UNIQUE: "unique",
    pb.CONSTR_PRIMARY: "primary_key",
    pb.CONSTR_EXCLUSION: "exclude",
    pb.CONSTR_NOTNULL: "not_null",
}
_ATTRIBUTES = (
    pb.CONSTR_NULL,
    pb.CONSTR_ATTR_DEFERRABLE,
    pb.CONSTR_ATTR_NOT_DEFERRABLE,
    pb.CONSTR_ATTR_DEFERRED,
    pb.CONSTR_ATTR_IMMEDIATE,
    pb.CONSTR_ATTR_ENFORCED,
    pb.CONSTR_ATTR_NOT_ENFORCED,
)
_GENERATED = {"s": "STORED", "v": "VIRTUAL", "": "STORED"}


def constraints_of(nodes: Iterable[Any]) -> list[pb.Constraint]:
    """The constraints of a list of nodes; anything else is unknown."""
    found = [concrete(node) for node in nodes]
    for item in found:
        if not isinstance(item, pb.Constraint):
            raise UnknownSyntaxError("a constraint that is none")
    return found


def read_column(column: pb.ColumnDef) -> ColumnDef:
    """`name type [constraints]`."""
    facts: dict[str, Any] = {"collation": collation(column)}
    for constraint in constraints_of(column.constraints):
        facts.update(_fact(constraint))
    if column.HasField("type_name") and type_name(column.type_name)[1] in _SERIAL:
        facts["identity"] = True
    kind = type_text(column.type_name) if column.HasField("type_name") else ""
    return ColumnDef(column.colname, kind, **facts)


_SERIAL = ("serial", "bigserial", "smallserial", "serial2", "serial4", "serial8")


def collation(column: pb.ColumnDef) -> str:
    """The collation that a column names."""
    return qualified(column.coll_clause.collname)[1] if column.HasField("coll_clause") else ""


def _fact(constraint: pb.Constraint) -> dict[str, Any]:
    kind = constraint.contype
    if kind == pb.CONSTR_NOTNULL:
        return {"not_null": True}
    if kind == pb.CONSTR_DEFAULT:
        return {"default": expression(constraint.raw_expr)}
    if kind == pb.CONSTR_IDENTITY:
        return {"identity": True}
    if kind == pb.CONSTR_GENERATED:
        return {
            "generated": _GENERATED[constraint.generated_kind],
            "expression": expression(constraint.raw_expr),
        }
    if kind == pb.CONSTR_CHECK:
        return {"check": expression(constraint.raw_expr)}
    if kind == pb.CONSTR_PRIMARY:
        return {"primary_key": True}
    if kind == pb.CONSTR_UNIQUE:
        return {"unique": True}
    if kind == pb.CONSTR_FOREIGN:
        return {"references": full_name(constraint.pktable)}
    if kind in _ATTRIBUTES:
        return {}
    raise UnknownSyntaxError(f"a column's constraint of kind {pb.ConstrType.Name(kind)}")


def named(constraints: Sequence[pb.Constraint]) -> tuple[TableConstraint, ...]:
    """Inline constraints that have a name."""
    return tuple(as_listed(c) for c in constraints if c.conname and c.contype in KINDS)


def as_listed(constraint: pb.Constraint) -> TableConstraint:
    """A constraint of CREATE TABLE, between the columns or inline."""
    foreign = constraint.contype == pb.CONSTR_FOREIGN
    return TableConstraint(
        constraint.conname,
        KINDS[constraint.contype],
        _excluded(constraint) or strings(constraint.fk_attrs if foreign else constraint.keys),
        expression(constraint.raw_expr) if constraint.HasField("raw_expr") else "",
        full_name(constraint.pktable) if foreign else "",
    )


def referenced(constraints: Sequence[pb.Constraint]) -> tuple[str, ...]:
    """The tables of the foreign keys."""
    return tuple(full_name(c.pktable) for c in constraints if c.contype == pb.CONSTR_FOREIGN)


def read_added(table: pb.RangeVar, constraint: pb.Constraint) -> AddConstraint:
    """ALTER TABLE ... ADD CONSTRAINT."""
    if constraint.contype not in KINDS:
        raise UnknownSyntaxError(f"a constraint of kind {pb.ConstrType.Name(constraint.contype)}")
    foreign = constraint.contype == pb.CONSTR_FOREIGN
    return AddConstraint(
        table.relname,
        constraint.conname,
        KINDS[constraint.contype],
        columns=_excluded(constraint) or strings(constraint.fk_attrs if foreign else constraint.keys),
        expression=expression(constraint.raw_expr) if constraint.HasField("raw_expr") else "",
        references=full_name(constraint.pktable) if foreign else "",
        not_valid=constraint.skip_validation,
        using_index=constraint.indexname,
        schema=table.schemaname,
    )


def _excluded(constraint: pb.Constraint) -> tuple[str, ...]:
    """The columns or expressions of an EXCLUDE."""
    elements = [concrete(concrete(pair).items[0]) for pair in constraint.exclusions]
    return tuple(indexed(element) for element in elements)


def indexed(element: pb.IndexElem) -> str:
    """An index's column, or its expression's text."""
    return str(element.name) if element.name else expression(element.expr)
