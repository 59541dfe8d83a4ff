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
    "BIT VARYING": "VARBIT",
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
_TIMES = ("TIME", "TIMETZ", "TIMESTAMP", "TIMESTAMPTZ")
_GROW_FREELY = (*_TIMES, "VARBIT")
"""A longer one of the same type holds the stored values as they are."""
_SAME_STORAGE = {
    ("CIDR", "INET"),
    ("XML", "TEXT"),
    ("TEXT", "CITEXT"),
    ("VARCHAR", "CITEXT"),
    ("CITEXT", "TEXT"),
}
_AT_UTC = {("TIMESTAMP", "TIMESTAMPTZ"), ("TIMESTAMPTZ", "TIMESTAMP")}
_UTC = re.compile(r"(?:ETC/)?(?:UTC|UCT|GMT|GMT0|GREENWICH|UNIVERSAL|ZULU)")
"""Names of the one zone in which a timestamp is stored alike with and without its zone."""
_OTHER_ORDER = {("TEXT", "CITEXT"), ("VARCHAR", "CITEXT"), ("CITEXT", "TEXT"), *_AT_UTC}
"""The stored values stay, and the indexes on them are built anew."""


class TypeChange(StrEnum):
    FREE = "free"
    """The stored values stay as they are."""
    WIDER = "wider"
    """All values fit, and the table is written anew."""
    NARROWER = "narrower"
    """Some values may not fit, or lose a part."""
    UNKNOWN = "unknown"


def type_change(old: str, new: str, time_zone: str = "") -> TypeChange:
    """What the change from one type, as text in any spelling, to another does, in a session of that time zone."""
    (before, before_size), (after, after_size) = _read(old), _read(new)
    if after == "INTERVAL":  # the text of a change leaves its modifiers out
        return TypeChange.UNKNOWN
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
    if (before, after) in _SAME_STORAGE and not after_size:
        return TypeChange.FREE
    if (before, after) in _AT_UTC and not after_size and is_utc(time_zone):
        return TypeChange.FREE
    return _ranked(before, after, sized=bool(after_size))


def is_utc(time_zone: str) -> bool:
    """The name of a time zone that is UTC; an empty one is not known to be."""
    return _UTC.fullmatch(time_zone.upper()) is not None


def rebuilds_indexes(old: str, new: str) -> bool:
    """A change that leaves the stored values as they are has the indexes on them built anew."""
    return (_read(old)[0], _read(new)[0]) in _OTHER_ORDER


def _read(text: str) -> tuple[str, tuple[int, ...]]:
    """(one name for the type, its modifiers); an empty name where the text is not understood."""
    match = _PARTS.fullmatch(" ".join(text.upper().split()).removeprefix("PG_CATALOG."))
    if match is None:
        return "", ()
    name, sizes, zone, array = match.groups()
    name = _ALIASES.get(name, name)
    name += "TZ" if zone == "WITH TIME ZONE" else ""
    numbers = tuple(int(size) for size in (sizes or "").replace(" ", "").split(",") if size)
    return name + array, () if name in _TIMES and numbers == (6,) else numbers


def _fits(old: tuple[int, ...], new: tuple[int, ...]) -> bool:
    """No size means any length."""
    return not new or (bool(old) and old[0] <= new[0])


def _same_name(name: str, old: tuple[int, ...], new: tuple[int, ...]) -> TypeChange:
    if old == new:
        return TypeChange.FREE
    if name == "CHAR":
        return TypeChange.WIDER if (old or (1,))[0] <= (new or (1,))[0] else TypeChange.NARROWER
    if not _fits(old, new):
        return TypeChange.NARROWER
    return TypeChange.FREE if name in _GROW_FREELY else TypeChange.WIDER


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
