"""G02: server, engine or both are killed -9 at every named point of an apply and in the middle of its statements.

Whatever the moment, the next server tells what the database itself shows, nothing ever runs twice, and a session that is still
at work is waited for. SCHEMAWARDEN_HUNT=600 goes on for 600 seconds a test.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.postgres import Server
from tests.server.crash.acts import Fault
from tests.server.crash.crew import Hand
from tests.server.crash.processes import needs_proc
from tests.server.postgres.apply.stage import SLOW, Stage, make_stage

SECONDS = float(os.environ.get("SCHEMAWARDEN_HUNT", "0"))
pytestmark = [needs_proc, pytest.mark.timeout(SECONDS + 240)]

KINDS = ("server", "engine", "both")

FIRST = f"""\
CREATE TABLE alpha (id bigint PRIMARY KEY, note text NOT NULL);
INSERT INTO alpha VALUES (1, 'first file');
{SLOW}CREATE INDEX ledger_slowly ON ledger (slowly(what));
"""
SECOND = f"""\
CREATE TABLE beta (id bigint PRIMARY KEY);
{SLOW}INSERT INTO alpha VALUES (2, 'second file');
"""
POINTS = {
    "claimed": 1,
    "engine_connected": 1,
    "engine_locked": 1,
    "engine_file_started": 2,
    "engine_statement_started": 7,
    "engine_statement_done": 7,
    "engine_file_done": 2,
    "engine_done": 1,
}
"""Named points, and how often each is reached."""
UNDO = (
    "DROP TABLE IF EXISTS alpha, beta",
    "DROP INDEX IF EXISTS ledger_slowly",
    "UPDATE ledger SET what = rtrim(what, '+')",
    "DELETE FROM atlas_schema_revisions WHERE version > '20260101000001'",
)

CONCURRENT = """\
-- atlas:txmode none

CREATE INDEX CONCURRENTLY one ON ledger (what);
CREATE INDEX CONCURRENTLY two ON ledger (what, id);
CREATE INDEX CONCURRENTLY three ON ledger (id, what);
"""
CONCURRENT_UNDO = (
    *(f"DROP INDEX IF EXISTS {name}" for name in ("one", "two", "three")),
    "DELETE FROM atlas_schema_revisions WHERE version > '20260101000001'",
)
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


@pytest.fixture
async def stage(tmp_path: Path, postgres: Server) -> Stage:
    return await make_stage(tmp_path, postgres)


def faults(points: dict[str, int], turns: int) -> Iterator[Fault]:
    """Spread over points, their repetitions, who is killed, and moments after the point."""
    end = time.monotonic() + SECONDS
    for turn in count():
        if turn >= turns and time.monotonic() >= end:
            return
        for number, (point, often) in enumerate(points.items()):
            lives = point.startswith("engine_") and point != "engine_done"
            kind = KINDS[(turn + number) % 3] if lives else "server"
            yield Fault(point, kind, (turn + 2 * number) % often + 1, 0.03 * ((turn + number) % 5))


async def crash_and_recover(hand: Hand, stage: Stage, fault: Fault) -> dict[str, Any]:
    """What is told in the end; the same when it is asked again, and nothing is run by asking."""
    root, plan = stage.site.root, stage.plan_id
    ended = hand.apply(root, plan, fault)
    assert ("signal" in ended) == (fault.kind != "engine"), (fault, ended)
    hand.recover(root)
    record, before = hand.record(root, plan), await stage.site.rows(EVERYTHING)
    again = hand.apply(root, plan)
    assert (again.get("already"), again.get("state")) == (True, record["state"]), (fault, again)
    assert hand.recover(root) == {"settled": {}}, fault
    assert hand.record(root, plan) == record, fault
    assert await stage.site.rows(EVERYTHING) == before, f"something ran after the outcome was told: {fault}"
    assert record["audit_whole"]
    return record


EVERYTHING = """
    SELECT 'class', oid::text, xmin::text, relfilenode::text FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT 'row', id::text, xmin::text, what FROM ledger
    UNION ALL SELECT 'revision', version, xmin::text, '' FROM atlas_schema_revisions ORDER BY 1, 2"""


async def outcome_of(stage: Stage) -> str:
    """By what is there, and nothing that we wrote about it. Fails when a file is there half, or twice."""
    ((alpha, index, beta),) = await stage.site.rows(TRACES)
    slowed = await stage.slowed()
    assert len(slowed) == 1, f"a statement took effect on some rows: {slowed}"
    return {
        (0, 0, 0, 0): "failed",
        (1, 1, 0, 1): "failed_partial",
        (1, 1, 1, 2): "applied",
    }[alpha, index, beta, *slowed]  # type: ignore[index]


TRACES = """
    SELECT count(*) FILTER (WHERE relname = 'alpha'), count(*) FILTER (WHERE relname = 'ledger_slowly' AND indisvalid),
        count(*) FILTER (WHERE relname = 'beta') FROM pg_class LEFT JOIN pg_index ON indexrelid = oid"""


async def test_G02_killed_at_any_point_the_next_server_tells_the_truth(hand: Hand, stage: Stage) -> None:
    await stage.approved(FIRST, SECOND, undo=UNDO)
    seen = set()
    for fault in faults(POINTS, turns=2):
        record = await crash_and_recover(hand, stage, fault)
        truth = await outcome_of(stage)
        assert record["state"] == truth, (fault, record)
        planned = [path.name for path in sorted(stage.site.migrations.glob("*.sql"))][1:]
        assert record["finished"] == planned[: {"failed": 0, "failed_partial": 1, "applied": 2}[truth]]
        seen.add(truth)
        await stage.again()
    assert seen == {"failed", "failed_partial", "applied"}


async def test_G02_a_file_without_a_transaction_is_never_told_better_than_it_is(
    hand: Hand, stage: Stage
) -> None:
    await stage.approved(CONCURRENT, undo=CONCURRENT_UNDO)
    points = {"engine_file_started": 1, "engine_statement_started": 3, "engine_statement_done": 3}
    for fault in faults(points, turns=3):
        record = await crash_and_recover(hand, stage, fault)
        there = await stage.site.rows(
            "SELECT indisvalid FROM pg_index JOIN pg_class ON oid = indexrelid WHERE relname IN ('one', 'two', 'three')"
        )
        truth = "nothing" if not there else "all" if there == [(True,)] * 3 else "a part"
        assert record["state"] in TOLD[truth], (fault, record)
        assert ("invalid" in record["explanation"]) == ((False,) in there), (fault, record)
        await stage.again()
