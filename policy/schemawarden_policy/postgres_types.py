"""What becomes of stored values when a column of PostgreSQL gets another type.

Which changes need no rewrite was measured on PostgreSQL 15 and 18. A pair that is not listed is UNKNOWN.
"""

from __future__ import annotations

import re
from enum import StrEnum

_PARTS = re.compile(
    r"([A-Z_\"][A-Z0-9_ \".]*?)\s*(?:\(([\d, ]+)\))?\s*((?:WITH|WITHOUT) TIME ZONE)?((?:\[\])*)"
)
_ALIASES = {
    "CHARACTER VARYING": "VARCHAR",
    "CHARACTER": "CHAR",
    "BPCHAR": "CHAR",
    "INT2": "SMALLINT",
    "INT": "INTEGER",
    "INT4": "INTEGER",
    "INT8": "BIGINT",
    "DECIMAL": "NUMERIC",
    "FLOAT4": "REAL",
    "FLOAT8": "DOUBLE PRECISION",
    "BOOL": "BOOLEAN",
}
_WHOLE = ("SMALLINT", "INTEGER", "BIGINT")
_RANKS = (
    (*_WHOLE, "NUMERIC"),
    (*_WHOLE[:2], "DOUBLE PRECISION"),
    ("SMALLINT", "REAL", "DOUBLE PRECISION"),
    ("DATE", "TIMESTAMP"),
    ("JSON", "TEXT"),
)
"""Each type holds what the ones before it hold."""
_TEXTS = ("VARCHAR", "TEXT")


class TypeChange(StrEnum):
    FREE = "free"
    """The stored values stay as they are."""
    WIDER = "wider"
    """All values fit, and the table is written anew."""
    NARROWER = "narrower"
    """Some values may not fit, or lose a part."""
    UNKNOWN = "unknown"


def type_change(old: str, new: str) -> TypeChange:
    """What the change from one type, as text in any spelling, to another does."""
    (before, before_size), (after, after_size) = _read(old), _read(new)
    if not before or not after or "[]" in before + after:
        return TypeChange.FREE if old and _read(old) == _read(new) else TypeChange.UNKNOWN
    if before in _TEXTS and after in _TEXTS:
        return TypeChange.FREE if _fits(before_size, after_size) else TypeChange.NARROWER
    if before == after == "NUMERIC":
        return _numeric(before_size, after_size)
    if before == after:
        return _same_name(before, before_size, after_size)
    if before == "CHAR" and after in _TEXTS:
        return TypeChange.WIDER if _fits(before_size or (1,), after_size) else TypeChange.NARROWER
    if (before, after) == ("CIDR", "INET"):
        return TypeChange.FREE
    return _ranked(before, after, sized=bool(after_size))


def _read(text: str) -> tuple[str, tuple[int, ...]]:
    """(one name for the type, its modifiers); an empty name where the text is not understood."""
    match = _PARTS.fullmatch(" ".join(text.upper().split()).removeprefix("PG_CATALOG."))
    if match is None:
        return "", ()
    name, sizes, zone, array = match.groups()
    name = _ALIASES.get(name, name)
    name += "TZ" if zone == "WITH TIME ZONE" else ""
    return name + array, tuple(int(size) for size in (sizes or "").replace(" ", "").split(",") if size)


def _fits(old: tuple[int, ...], new: tuple[int, ...]) -> bool:
    """No size means any length."""
    return not new or (bool(old) and old[0] <= new[0])


def _same_name(name: str, old: tuple[int, ...], new: tuple[int, ...]) -> TypeChange:
    if old == new:
        return TypeChange.FREE
    if name == "CHAR":
        return TypeChange.WIDER if (old or (1,))[0] <= (new or (1,))[0] else TypeChange.NARROWER
    return TypeChange.WIDER if _fits(old, new) else TypeChange.NARROWER


def _numeric(old: tuple[int, ...], new: tuple[int, ...]) -> TypeChange:
    """(precision, scale): digits before and after the point both must fit; the same scale needs no rewrite."""
    if not new:
        return TypeChange.FREE
    if not old:
        return TypeChange.NARROWER
    (old_digits, old_scale), (digits, scale) = ((*size, 0)[:2] for size in (old, new))
    if scale < old_scale or digits - scale < old_digits - old_scale:
        return TypeChange.NARROWER
    return TypeChange.FREE if scale == old_scale else TypeChange.WIDER


def _ranked(before: str, after: str, *, sized: bool) -> TypeChange:
    for rank in _RANKS:
        if before in rank and after in rank:
            wider = rank.index(before) < rank.index(after) and not sized
            return TypeChange.WIDER if wider else TypeChange.NARROWER
    return TypeChange.UNKNOWN
