"""What became of the two files of `acts`, read from the database without a word of ours: no flow, no revisions table."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

_FIRST = {
    "the table": "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'alpha'",
    "the index": "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND name = 'alpha_pad'",
    "the row": "SELECT count(*) FROM alpha WHERE pad = 'first file'",
    "all rows": "SELECT count(*) FROM alpha WHERE length(pad) = 4000",
}
_SECOND = {
    "the table": "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'beta'",
    "the column": "SELECT count(*) FROM pragma_table_info('beta') WHERE name = 'note'",
    "the row": "SELECT count(*) FROM beta WHERE what = 'second file'",
    "the other row": "SELECT count(*) FROM alpha WHERE pad = 'second file'",
}
_COUNTS = {"all rows": 1000}
"""How often each must be there; once where nothing is said."""


def outcome_of(database: Path) -> str:
    """`failed`, `failed_partial` or `applied`, by what is there. Fails the test when a file is there half, or twice."""
    with closing(sqlite3.connect(database)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        first, second = _there(db, _FIRST), _there(db, _SECOND)
    assert first or not second, "the second file is there without the first"
    return {0: "failed", 1: "failed_partial", 2: "applied"}[first + second]


def _there(db: sqlite3.Connection, traces: dict[str, str]) -> bool:
    counts = {name: _count(db, query) for name, query in traces.items()}
    wanted = {name: _COUNTS.get(name, 1) for name in traces}
    assert counts == wanted or not any(counts.values()), f"half a file, or one run twice: {counts}"
    return counts == wanted


def _count(db: sqlite3.Connection, query: str) -> int:
    try:
        return int(db.execute(query).fetchone()[0])
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return 0
        raise
