"""What a table lock of PostgreSQL keeps other sessions from doing.

The conflicts are those of the manual's table of lock modes (Explicit Locking, Table-Level Lock Modes): reading takes
AccessShare, writing rows takes RowExclusive, and most schema changes take ShareRowExclusive or more.
"""

from __future__ import annotations

STRENGTH = (
    "AccessShare",
    "RowShare",
    "RowExclusive",
    "ShareUpdateExclusive",
    "Share",
    "ShareRowExclusive",
    "Exclusive",
    "AccessExclusive",
)
"""The modes as pg_locks names them, without "Lock", the weakest first."""

_BLOCKS = {
    "ShareUpdateExclusive": "schema changes",
    "Share": "writes",
    "ShareRowExclusive": "writes",
    "Exclusive": "writes",
    "AccessExclusive": "reads and writes",
}


def blocks(mode: str) -> str:
    """What a holder keeps others from: "reads and writes", "writes", "schema changes" or "" for what is harmless.

    A mode that is not known blocks everything.
    """
    return _BLOCKS.get(mode, "" if mode in STRENGTH else "reads and writes")
