"""Changes of rows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Truncate:
    tables: tuple[str, ...]
    """"schema.table" where the text says so."""
    cascade: bool = False


@dataclass(frozen=True, slots=True)
class InsertRows:
    table: str
    from_table: str = ""
    """The one table an INSERT ... SELECT reads, empty when values are listed or several are read."""
    columns: tuple[str, ...] = ()
    """The column list; empty when the statement has none."""
    replaces: bool = False
    """INSERT OR REPLACE / REPLACE: may delete rows."""
    schema: str = ""
    reads: tuple[tuple[str, ...], ...] = ()
    """For INSERT ... SELECT from one table: the column whose values each output position keeps as they are, if it keeps
    any; ("*",) for a star."""
    partial: bool = False
    """The SELECT may leave rows out: it is more than expressions FROM a table ORDER BY something."""
    from_schema: str = ""
    """The schema that the SELECT names for `from_table`."""
    sources: tuple[str, ...] = ()
    """The tables that the SELECT of an INSERT ... SELECT reads FROM, "schema.table" where the text says so."""
    bounds: tuple[str, ...] = ()
    """What keeps the SELECT's rows few, as for UpdateRows."""
    bare: tuple[bool, ...] = ()
    """For each of `reads`: a NULL is handed on as it is, and not replaced by a default (SQLite)."""


@dataclass(frozen=True, slots=True)
class UpdateRows:
    table: str
    where: str | None
    """The predicate's text, None when there is none."""
    always_true: bool = False
    """There is no predicate, or it holds for every row (1=1, TRUE, x = x ...)."""
    schema: str = ""
    replaces: bool = False
    """UPDATE OR REPLACE: may delete rows."""
    columns: tuple[str, ...] = ()
    """The columns that get a value, in order, as often as they are named."""
    constant: bool = False
    """Some column gets a value that is the same for every row."""
    bounds: tuple[str, ...] = ()
    """What keeps the rows few, at the top level of the predicate or joined there by AND: own columns compared with literals by =,
    IN, BETWEEN or a pair of < and > that are near each other, or by IN with a query that has a LIMIT; "LIMIT" for the statement's
    own limit, and for such a query of the rows' addresses (ctid, rowid)."""
    calls: tuple[str, ...] = ()
    """Functions that the predicate calls, lower case; "select" for a query in it."""


@dataclass(frozen=True, slots=True)
class DeleteRows:
    table: str
    where: str | None
    always_true: bool = False
    schema: str = ""
    bounds: tuple[str, ...] = ()
    """As for UpdateRows."""
    calls: tuple[str, ...] = ()
    """As for UpdateRows."""
