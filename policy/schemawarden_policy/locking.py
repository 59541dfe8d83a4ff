"""What PostgreSQL's table locks keep others from doing.

The table is that of PostgreSQL's manual, "Explicit Locking": a lock is granted only when no other session holds one that it
conflicts with. A query reads under AccessShare, INSERT, UPDATE and DELETE write under RowExclusive.
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
"""Weakest first, as pg_locks has them, without "Lock"."""

CONFLICTS: dict[str, frozenset[str]] = {
    "AccessShare": frozenset(STRENGTH[7:]),
    "RowShare": frozenset(STRENGTH[6:]),
    "RowExclusive": frozenset(STRENGTH[4:]),
    "ShareUpdateExclusive": frozenset(STRENGTH[3:]),
    "Share": frozenset(STRENGTH[2:]) - {"Share"},
    "ShareRowExclusive": frozenset(STRENGTH[2:]),
    "Exclusive": frozenset(STRENGTH[1:]),
    "AccessExclusive": frozenset(STRENGTH),
}


def blocks(mode: str) -> str:
    """What waits while a session holds this lock: "reads and writes", "writes", "schema changes", or nothing but a lock of
    the strongest kinds: "". A mode that is not known blocks everything."""
    conflicts = CONFLICTS.get(mode, CONFLICTS["AccessExclusive"])
    if "AccessShare" in conflicts:
        return "reads and writes"
    if "RowExclusive" in conflicts:
        return "writes"
    return "schema changes" if mode in conflicts else ""
