"""G02: server, engine or both are killed at every named point of an apply, twenty times and more.

Whatever the moment, the next server must tell what the database itself shows, and nothing may ever run twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from tests.server.crash.acts import FIRST, SECOND, VARIANTS, Fault, site_at
from tests.server.crash.crew import Hand
from tests.server.crash.processes import needs_proc
from tests.server.crash.truth import outcome_of

pytestmark = [needs_proc, pytest.mark.timeout(300)]

RUNS = 20
"""In all, at each named point. While the engine lives, it is killed alone in half as many more, and with the server likewise."""
BEFORE_CLAIM = ("evidence_verified", "locked", "rechecked")
AT_WORK = {
    "engine_connected": 1,
    "engine_locked": 1,
    "engine_file_started": 2,
    "engine_statement_started": 8,
    "engine_statement_done": 8,
    "engine_file_done": 2,
}
"""Points while the engine lives, and how often each is reached."""
AFTER_CLAIM = ("claimed", *AT_WORK, "engine_done", "recorded")


@pytest.fixture(scope="module")
def hands() -> Iterator[SimpleQueue[Hand]]:
    """Two processes at hand, one a core."""
    free: SimpleQueue[Hand] = SimpleQueue()
    with Hand() as one, Hand() as two:
        free.put(one)
        free.put(two)
        yield free


def many_times(
    hands: SimpleQueue[Hand], tmp_path: Path, kind: str, point: str, runs: int = RUNS
) -> list[str]:
    """Crash and recover in as many installations; the outcomes, each of which was found true."""

    def run(number: int) -> str:
        hand = hands.get()
        try:
            return crash_and_recover(hand, tmp_path / str(number), number, kind, point)
        finally:
            hands.put(hand)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, range(runs)))


def crash_and_recover(hand: Hand, root: Path, number: int, kind: str, point: str) -> str:
    """One run. Numbers spread over variants of the target, repetitions of the point, and moments after it."""
    plan_id = hand.prepare(root, VARIANTS[number % len(VARIANTS)], [FIRST, SECOND])
    nth = number % AT_WORK.get(point, 1) + 1
    delay = (number % 7) * 0.002 if point in AT_WORK else 0.0
    ended = hand.apply(root, plan_id, Fault(point, kind, nth, delay))
    assert ("signal" in ended) == (kind != "engine"), ended
    after = hand.restart(root, plan_id)
    record = after["records"][0]
    assert record["audit_whole"]
    assert "error" not in after["again"], after
    if point in BEFORE_CLAIM:
        assert (record["state"], after["recovered"][0]) == ("approved", {"settled": {}})
        assert not after["again"]["already"]
        return what_is_told_is_true(root, after["records"][1])
    assert kind != "engine" or ended["state"] == record["state"]
    assert (after["again"]["already"], after["again"]["state"]) == (True, record["state"])
    assert after["untouched"], "something ran after the outcome was told"
    assert after["recovered"][1] == {"settled": {}}
    assert after["records"][1] == record
    return what_is_told_is_true(root, record)


def what_is_told_is_true(root: Path, record: dict[str, Any]) -> str:
    """The outcome, if it is that of the database itself."""
    site = site_at(str(root))
    truth = outcome_of(site.database)
    assert record["state"] == truth, record
    planned = [path.name for path in sorted(site.migrations.glob("*.sql"))][-2:]
    assert record["finished"] == planned[: {"failed": 0, "failed_partial": 1, "applied": 2}[truth]]
    return truth


@pytest.mark.parametrize("point", BEFORE_CLAIM)
def test_G02_killed_before_the_claim_nothing_ran_and_the_plan_is_still_good(
    hands: SimpleQueue[Hand], tmp_path: Path, point: str
) -> None:
    assert set(many_times(hands, tmp_path, "server", point)) == {"applied"}


@pytest.mark.parametrize("point", AFTER_CLAIM)
def test_G02_the_server_is_killed_and_the_next_one_tells_the_truth(
    hands: SimpleQueue[Hand], tmp_path: Path, point: str
) -> None:
    outcomes = set(many_times(hands, tmp_path, "server", point))
    assert outcomes == ({"failed"} if point == "claimed" else {"applied"}), "an orphaned engine ends its work"


@pytest.mark.parametrize("point", AT_WORK)
def test_G02_the_engine_alone_is_killed_and_the_server_tells_the_truth(
    hands: SimpleQueue[Hand], tmp_path: Path, point: str
) -> None:
    many_times(hands, tmp_path, "engine", point, RUNS // 2)


@pytest.mark.parametrize("point", AT_WORK)
def test_G02_server_and_engine_are_killed_and_the_next_server_tells_the_truth(
    hands: SimpleQueue[Hand], tmp_path: Path, point: str
) -> None:
    many_times(hands, tmp_path, "both", point, RUNS // 2)
