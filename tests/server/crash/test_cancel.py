"""A caller that goes away: an apply goes on to its end, and everything else leaves nothing behind."""

from __future__ import annotations

import asyncio
import gc
import tempfile
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import anyio
import pytest

from schemawarden.flows.apply import apply_plan
from schemawarden.flows.context import Context
from schemawarden.flows.inspect import validate
from schemawarden.flows.lint import lint
from schemawarden.flows.progress import Quiet
from schemawarden.flows.propose import propose
from schemawarden.flows.recover import recover
from schemawarden_policy.approval import State
from tests.server.crash.acts import FIRST, SECOND
from tests.server.crash.processes import held, needs_proc
from tests.server.crash.truth import outcome_of
from tests.site import Site, make_site

pytestmark = needs_proc

SHIELDED = [
    "locked",
    "rechecked",
    "claimed",
    "engine_connected",
    "engine_statement_done",
    "engine_file_done",
    "engine_done",
    "recorded",
]
MILLISECONDS = [*range(0, 20, 2), *range(20, 100, 10), *range(100, 500, 50)]


class At:
    """ports.Progress that does something once, at a point."""

    def __init__(self, point: str, act: Callable[[], object]) -> None:
        self._point, self._act = point, act

    async def reached(self, point: str, done: int = 0, total: int = 0, words: str = "") -> None:
        if point == self._point:
            self._point = ""
            self._act()


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary directories are made in this test."""
    directory = tmp_path / "temporary"
    directory.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(directory))
    return directory


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = make_site(tmp_path / "site")
    site.migrate(FIRST, SECOND)
    return site


async def approved(site: Site) -> str:
    plan_id = await site.planned()
    await site.approve(plan_id)
    return plan_id


async def nothing_is_left(temporary: Path, before: set[str]) -> None:
    """No process, no temporary directory, no descriptor; what was let go in the background gets two seconds."""
    with anyio.move_on_after(2):
        while any(temporary.iterdir()) or held() - before:
            await anyio.sleep(0.01)
    assert list(temporary.iterdir()) == []
    assert held() - before == set()


@pytest.mark.parametrize("point", SHIELDED)
async def test_a_cancelled_apply_goes_on_to_its_end(site: Site, temporary: Path, point: str) -> None:
    plan_id, before = await approved(site), held()
    with anyio.CancelScope() as scope:
        await apply_plan(site.context(), plan_id, None, At(point, scope.cancel))
    assert (await site.app().store.plan(plan_id)).state is State.APPLIED
    assert outcome_of(site.database) == "applied"
    await nothing_is_left(temporary, before)


async def test_an_apply_cancelled_before_it_began_runs_nothing(site: Site, temporary: Path) -> None:
    plan_id = await approved(site)
    with anyio.CancelScope() as scope:
        scope.cancel()
        await apply_plan(site.context(), plan_id, None, Quiet())
    assert (await site.app().store.plan(plan_id)).state is State.APPROVED
    assert outcome_of(site.database) == "failed"


@pytest.mark.parametrize("point", SHIELDED)
async def test_after_asyncios_own_cancel_which_no_shield_stops_recovery_tells_the_truth(
    site: Site, temporary: Path, point: str
) -> None:
    """Task.cancel() goes through anyio's shields. Nothing of ours calls it; a host that embeds the flows might."""
    plan_id, before = await approved(site), held()
    task = asyncio.current_task()
    assert task is not None
    applying = asyncio.create_task(
        apply_plan(site.context(), plan_id, None, At(point, lambda: applying.cancel()))
    )
    await asyncio.wait([applying])
    await nothing_is_left(temporary, before)
    await recover(site.context())
    state = (await site.app().store.plan(plan_id)).state
    assert state is State.APPROVED or state.value == outcome_of(site.database)
    assert state is not State.APPLYING


Question = Callable[[Context], Awaitable[object]]
QUESTIONS: dict[str, Question] = {
    "lint": lint,
    "dry run": partial(propose, note="", progress=Quiet()),
    "validate": validate,
}


@pytest.mark.parametrize("name", QUESTIONS)
async def test_a_cancelled_question_leaves_nothing_behind(site: Site, temporary: Path, name: str) -> None:
    ctx = site.context()
    await ctx.engine.identity()
    await QUESTIONS[name](ctx)
    before, target = held(), site.everything()
    for milliseconds in MILLISECONDS:
        with anyio.move_on_after(milliseconds / 1000):
            await QUESTIONS[name](ctx)
        await nothing_is_left(temporary, before)
    gc.collect()
    assert site.everything() == target


@pytest.mark.parametrize("turns", range(8))
async def test_an_engine_call_cancelled_at_any_turn_of_the_loop_leaves_nothing_behind(
    site: Site, temporary: Path, turns: int
) -> None:
    """Between two steps of a call there is a moment in which a cancellation is only noticed at the next one."""
    ctx = site.context()
    await ctx.engine.identity()
    before = held()
    with anyio.CancelScope() as scope:
        _after(turns, scope.cancel)
        await ctx.engine.call("hash", ctx.dialect, {"migrations": []})
    await nothing_is_left(temporary, before)


def _after(turns: int, act: Callable[[], object]) -> None:
    loop = asyncio.get_running_loop()
    if turns:
        loop.call_soon(_after, turns - 1, act)
    else:
        loop.call_soon(act)
