"""G01: two callers want to apply one plan at once. One does; the other is told so."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import pytest

from schemawarden.flows.apply import ApplyResult, apply_plan
from schemawarden_policy.approval import State
from tests.server.crash.acts import site_at
from tests.server.crash.crew import Hand
from tests.site import QUIET, make_site

PLANS = 100
FILE = """\
CREATE TABLE once (id INTEGER PRIMARY KEY, what TEXT NOT NULL);
INSERT INTO once (what) VALUES ('here');
"""
_HEAD_START = 0.15
"""Seconds in which both processes have been forked and wait at the barrier."""


@pytest.fixture
def hands() -> Iterator[tuple[Hand, Hand, Hand]]:
    with Hand() as one, Hand() as other, Hand() as maker:
        yield one, other, maker


@pytest.mark.timeout(240)
def test_G01_of_two_processes_exactly_one_applies(hands: tuple[Hand, Hand, Hand], tmp_path: Path) -> None:
    """While two hands race for a plan, the third makes the next one."""
    one, other, maker = hands
    told = []
    with ThreadPoolExecutor(1) as pool:
        roots = [tmp_path / str(number) for number in range(PLANS)]
        made = [pool.submit(maker.prepare, root, "empty", [FILE]) for root in roots]
        for number, (root, plan) in enumerate(zip(roots, made, strict=True)):
            first, second = race(one, other, root, plan.result(), (number - PLANS / 2) * 0.0002)
            told.append(one_did_it_and_the_other_says_so(first, second))
            assert site_at(str(root)).ask("SELECT what FROM once") == [("here",)]
    assert len(told) == PLANS


def race(
    one: Hand, other: Hand, root: Path, plan_id: str, lead: float
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both apply the plan, the other one `lead` seconds later (or earlier)."""
    at = time.monotonic() + _HEAD_START
    one.start("apply", root=str(root), plan_id=plan_id, at=at)
    other.start("apply", root=str(root), plan_id=plan_id, at=at + lead)
    return one.end(), other.end()


def one_did_it_and_the_other_says_so(first: dict[str, Any], second: dict[str, Any]) -> str:
    winner, loser = (first, second) if first.get("already") is False else (second, first)
    assert (winner["state"], winner["already"]) == ("applied", False), (first, second)
    if "error" in loser:
        assert loser["error"] == "BUSY", loser
        return "busy"
    assert loser["already"], (first, second)
    assert loser["state"] in ("applied", "applying"), loser
    return str(loser["state"])


async def test_G01_of_two_calls_in_one_server_exactly_one_applies(tmp_path: Path) -> None:
    for number in range(10):
        site = make_site(tmp_path / str(number))
        site.migrate(FILE)
        plan_id, ctx = await site.planned(), site.context()
        await site.approve(plan_id)
        results: list[ApplyResult] = []

        async def call() -> None:
            results.append(await apply_plan(ctx, plan_id, None, QUIET))  # noqa: B023 - awaited in this turn

        async with anyio.create_task_group() as group:
            group.start_soon(call)
            group.start_soon(call)
        assert sorted(result.already for result in results) == [False, True]
        assert {result.state for result in results} <= {State.APPLIED, State.APPLYING}
        assert site.ask("SELECT what FROM once") == [("here",)]
