"""The answer for everything that is not understood."""

from __future__ import annotations

from schemawarden_policy.change import Change
from schemawarden_policy.statement import Kind, RawStatement, Statement


def opaque(raw: RawStatement, reason: str, changes: tuple[Change, ...] = ()) -> Statement:
    """An OPAQUE statement.

    `changes` may hold what was recognised by its tokens alone (a call of load_extension): it adds findings, and
    never makes up for the part that was not understood.
    """
    return Statement(raw.place, raw.text, Kind.OPAQUE, changes, reason, raw.comments)
