"""How many values a predicate's literals leave: a range from 0 to 999999999999 names every row and is no bound."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

FEW = 100_000
"""More than this is no batch."""
_MOST_DAYS = 366
ADDRESSES = ("ctid", "rowid", "_rowid_", "oid")
"""Columns by which a server finds one row."""


def limits(count: str) -> bool:
    """LIMIT with this number leaves few rows: SQLite reads a negative one as none."""
    return count.isascii() and count.isdigit() and len(count) < 10 and int(count) <= FEW


def narrow(low: str, high: str) -> bool:
    """Few values, or no more days than a year has, lie between the two literals."""
    try:
        return Decimal(high) - Decimal(low) <= FEW
    except (InvalidOperation, ArithmeticError):
        return _days(low, high)


def _days(low: str, high: str) -> bool:
    try:
        return (date.fromisoformat(high[:10]) - date.fromisoformat(low[:10])).days <= _MOST_DAYS
    except ValueError:
        return False


def within_limit(columns: Sequence[str]) -> tuple[str, ...]:
    """What `columns IN (SELECT ... LIMIT n)` says: few values, which are few rows where the column tells rows apart."""
    return tuple("LIMIT" if column.lower() in ADDRESSES else column for column in columns)
