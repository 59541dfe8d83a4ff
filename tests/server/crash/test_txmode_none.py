"""G03: a file that runs without a transaction, which the policy lets a table rebuild do, is cut in the middle.

What is there then may be a part. Told may be "a part" or "can't say", but never "all" or "nothing" unless it is so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from schemawarden.flows.outcome import judge
from schemawarden.ports import LiveState, Revision
from schemawarden_policy.approval import State
from schemawarden_policy.facts import Schema
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


@pytest.mark.parametrize(
    ("point", "delay"),
    [("engine_statement_started", 0.0), ("engine_statement_started", 0.01), ("engine_statement_done", 0.0)],
)
@pytest.mark.parametrize("nth", range(1, STATEMENTS + 1))
@pytest.mark.parametrize("kind", ["both", "engine"])
def test_G03_a_file_without_a_transaction_is_never_told_better_than_it_is(
    hand: Hand, tmp_path: Path, kind: str, nth: int, point: str, delay: float
) -> None:
    root = tmp_path / "site"
    plan_id = hand.prepare(root, "old", [REBUILD])
    hand.apply(root, plan_id, Fault(point, kind, nth, delay))
    after = hand.restart(root, plan_id)
    record = after["records"][0]
    assert record["state"] in TOLD[_there(site_at(str(root)).database)], record
    assert after["untouched"]
    assert after["records"][1] == record


def test_G03_a_first_statement_that_may_have_run_is_not_told_as_nothing() -> None:
    """Rows that it inserted don't show in the schema, and the history says 0 of 7 until after the statement."""
    document = {
        "identity": "sqlite:1",
        "fingerprint_before": "before",
        "fingerprint_after": "after",
        "revisions_digest": "then",
        "files": [{"name": "1_a.sql", "tx_mode": "none"}],
    }
    begun = Revision("1", "a", 2, 0, STATEMENTS, "", 0, "", "", "h1:", (), "")
    live = LiveState("sqlite:1", "before", (begun,), "", Schema(), False, 1, "3")
    assert judge(document, live).state is State.UNKNOWN
    assert judge(document, replace(live, revisions=())).state is State.FAILED


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
