"""Appending to the audit chain, inside the transaction of what it tells of."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

from schemawarden.adapters.state.rows import text_of, time_of
from schemawarden.errors import StateError
from schemawarden.ports import AuditEvent
from schemawarden_policy.audit import START, link
from schemawarden_policy.canonical import canonical

_SKEW = timedelta(seconds=60)


def append(db: sqlite3.Connection, event: AuditEvent) -> None:
    last = db.execute("SELECT sequence, at, hash FROM audit ORDER BY sequence DESC LIMIT 1").fetchone()
    sequence, newest, previous = last or (0, "", START)
    if newest and event.at < time_of(newest) - _SKEW:
        raise StateError(
            "CLOCK_ROLLBACK",
            f"The clock says {text_of(event.at)}, but the audit already holds a record of {newest}.",
            "Set the clock right; until then nothing is recorded and so nothing is done.",
        )
    content = canonical(
        {
            "sequence": sequence + 1,
            "at": text_of(event.at),
            "event": event.kind,
            "principal": event.principal,
            "fields": dict(event.fields),
        }
    )
    latest = max(newest, text_of(event.at))
    db.execute(
        "INSERT INTO audit VALUES (?, ?, ?, ?)", (sequence + 1, latest, content, link(previous, content))
    )
