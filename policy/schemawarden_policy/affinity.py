"""What SQLite makes of a declared type (https://sqlite.org/datatype3.html#determination_of_column_affinity)."""

from __future__ import annotations

_PARTS = (
    (("INT",), "INTEGER"),
    (("CHAR", "CLOB", "TEXT"), "TEXT"),
    (("BLOB",), "BLOB"),
    (("REAL", "FLOA", "DOUB"), "REAL"),
)
"""In SQLite's own order: the first that fits decides."""


def affinity(kind: str) -> str:
    """INTEGER, TEXT, BLOB, REAL or NUMERIC for a type as a column declares it; a column without a type is BLOB."""
    words = kind.upper()
    for parts, found in _PARTS:
        if any(part in words for part in parts):
            return found
    return "NUMERIC" if words else "BLOB"
