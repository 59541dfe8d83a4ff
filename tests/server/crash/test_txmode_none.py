"""G03: a file that runs without a transaction, which the policy lets a table rebuild do, is cut in the middle.

What is there then may be a part. Told may be "a part" or "can't say", but never "all" or "nothing" unless it is so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.server.crash.acts import Fault, site_at
from tests.server.crash.crew import Hand
from tests.server.crash.processes import needs_proc

pytestmark = needs_proc

REBUILD = """\
-- atlas:txmode none

INSERT INTO ledger (what) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
  SELECT 'a row' FROM n;
PRAGMA foreign_keys = OFF;
CREATE TABLE new_ledger (id INTEGER PRIMARY KEY, what TEXT NOT NULL, note TEXT);
INSERT INTO new_ledger (id, what) SELECT id, what FROM ledger;
DROP TABLE ledger;
ALTER TABLE new_ledger RENAME TO ledger;
PRAGMA foreign_keys = ON;
"""
STATEMENTS = 7
TOLD = {
    "nothing": {"failed", "unknown"},
    "a part": {"failed_partial", "unknown"},
    "all": {"applied", "failed_partial", "unknown"},
}
"""What may be told of what is there. All of it can be there while the history still lacks the last statement."""


@pytest.fixture(scope="module")
def hand() -> Iterator[Hand]:
    with Hand() as one:
        yield one


@pytest.mark.parametrize("delay", [0.0, 0.005, 0.02])
@pytest.mark.parametrize("nth", range(1, STATEMENTS + 1))
@pytest.mark.parametrize("kind", ["both", "engine"])
def test_G03_a_file_without_a_transaction_is_never_told_better_than_it_is(
    hand: Hand, tmp_path: Path, kind: str, nth: int, delay: float
) -> None:
    root = tmp_path / "site"
    plan_id = hand.prepare(root, "old", [REBUILD])
    hand.apply(root, plan_id, Fault("engine_statement_started", kind, nth, delay))
    after = hand.restart(root, plan_id)
    record = after["records"][0]
    assert record["state"] in TOLD[_there(site_at(str(root)).database)], record
    assert after["untouched"]
    assert after["records"][1] == record


def _there(database: Path) -> str:
    with closing(sqlite3.connect(database)) as db:
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE name LIKE '%ledger'")}
        if tables == {"ledger"}:
            columns = [row[1] for row in db.execute("PRAGMA table_info(ledger)")]
            (rows,) = db.execute("SELECT count(*) FROM ledger").fetchone()
            assert rows in (0, 30_000), "a statement is there half, or twice"
            if "note" in columns:
                return "all"
            return "a part" if rows else "nothing"
    return "a part"
