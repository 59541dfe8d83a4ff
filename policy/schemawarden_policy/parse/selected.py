"""What an INSERT takes from the query behind it, on sqlglot's trees: the table, the columns that are handed on, rows left out."""

from __future__ import annotations

from typing import TypedDict

from sqlglot import exp

from schemawarden_policy.parse.predicate import bounds


class Selected(TypedDict):
    """Fields of InsertRows."""

    from_table: str
    from_schema: str
    reads: tuple[tuple[str, ...], ...]
    bare: tuple[bool, ...]
    sources: tuple[str, ...]
    bounds: tuple[str, ...]


def selected(source: exp.Expr | None, behind_with: bool = False) -> Selected:
    """The one table that is read, when it is one, and which columns come out of it."""
    origin = None if behind_with else _only_table(source)
    sources = _sources(source)
    limits = bounds(source) if isinstance(source, exp.Select) else ()
    if source is None or origin is None:
        return Selected(from_table="", from_schema="", reads=(), bare=(), sources=sources, bounds=limits)
    return Selected(
        from_table=origin.name,
        from_schema=origin.db,
        reads=tuple(_kept(item) for item in source.expressions),
        bare=tuple(isinstance(item.unalias().unnest(), exp.Column) for item in source.expressions),
        sources=sources,
        bounds=limits,
    )


def _sources(source: exp.Expr | None) -> tuple[str, ...]:
    """The tables behind FROM, joined ones and those of each part of a UNION, but none of a query within."""
    if isinstance(source, exp.SetOperation):
        parts = [source.left, source.right]
    elif isinstance(source, exp.Select):
        parts = [part.this for part in (source.args.get("from_"), *(source.args.get("joins") or ())) if part]
    elif isinstance(source, exp.Subquery):
        parts = [source.this]
    elif isinstance(source, exp.Table) and isinstance(source.this, exp.Identifier):
        return (full_name(source),)
    else:
        return ()
    return tuple(dict.fromkeys(name for part in parts for name in _sources(part)))


def full_name(table: exp.Table) -> str:
    """ "schema.table" where the text says so."""
    return ".".join(filter(None, (table.db, table.name)))


def _only_table(source: exp.Expr | None) -> exp.Table | None:
    """The table behind FROM, when nothing else is read: no join, no other query within."""
    clause = source.args.get("from_") if isinstance(source, exp.Select) else None
    table = clause.this if clause else None
    if source is None or not isinstance(table, exp.Table) or not isinstance(table.this, exp.Identifier):
        return None
    if any(value for part, value in table.args.items() if part not in ("this", "db", "alias")):
        return None
    queries = sum(1 for _ in source.find_all(exp.Select, exp.SetOperation, exp.Values, exp.Table, exp.With))
    return table if queries == 2 else None


def _kept(item: exp.Expr) -> tuple[str, ...]:
    """The column that an output hands on: itself, or with a default for NULL. Any other expression may lose its values."""
    if item.is_star:
        return ("*",)
    item = item.unalias().unnest()
    if isinstance(item, exp.Coalesce) and not any(other.find(exp.Column) for other in item.expressions):
        item = item.this
    return (item.name,) if isinstance(item, exp.Column) else ()


_WHOLE = {"expressions", "from_", "order"}
"""The parts of a SELECT that leave no row out."""


def leaves_rows_out(source: exp.Expr | None) -> bool:
    if not isinstance(source, exp.Select):
        return isinstance(source, exp.SetOperation)
    if any(value for part, value in source.args.items() if part not in _WHOLE):
        return True
    unknown = (call.name.lower() for call in source.find_all(exp.Anonymous))
    return source.find(exp.AggFunc) is not None or any(name in _AGGREGATES for name in unknown)


_AGGREGATES = (
    "total json_group_array json_group_object jsonb_group_array jsonb_group_object string_agg group_concat median percentile "
    "percentile_cont percentile_disc geopoly_group_bbox json_arrayagg json_objectagg bit_and bit_or bit_xor std"
).split()
