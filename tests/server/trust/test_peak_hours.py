"""Peak hours: an apply is refused while they last, the plan stays approved, and a dry run tells of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from schemawarden.errors import StateError
from schemawarden.flows.apply import apply_plan
from schemawarden.flows.demands import peak_hours_words
from schemawarden_policy.approval import State
from tests.server.fakes import FixedClock
from tests.site import QUIET, Site, make_site

PEAK = '[policy]\npeak_hours = [{days = "mon-sun", from = "22:00", to = "06:00", zone = "Europe/Berlin"}]\n'


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = make_site(
        tmp_path / "site", extra=PEAK, target='approval.assurance = "advisory"\napproval.expires = "2h"'
    )
    site.migrate("CREATE TABLE users (id INTEGER PRIMARY KEY);\n")
    return site


def clock(hours: int, minutes: int = 0) -> FixedClock:
    """A time of the next day (UTC): later than what the store was told by the machine's own clock."""
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    return FixedClock(
        datetime(tomorrow.year, 1, 15, hours, minutes, tzinfo=UTC).replace(year=tomorrow.year + 1)
    )


async def test_an_apply_in_peak_hours_is_refused_and_later_done(site: Site) -> None:
    time = clock(21, 30)
    ctx = replace(site.context(), clock=time)
    plan_id = await site.planned(ctx)
    token = await site.token(plan_id)
    with pytest.raises(StateError) as refusal:
        await apply_plan(ctx, plan_id, token, QUIET)
    assert refusal.value.code == "PEAK_HOURS"
    assert "which end at" in refusal.value.message
    assert "06:00 Europe/Berlin" in refusal.value.message
    assert "expires before" in refusal.value.hint
    assert "users" not in site.tables()
    assert (await site.app().store.plan(plan_id)).state is State.APPROVED


async def test_a_plan_that_lives_longer_than_the_hours_is_applied_after_them(site: Site) -> None:
    time = clock(4, 30)
    ctx = replace(site.context(), clock=time)
    plan_id = await site.planned(ctx)
    with pytest.raises(StateError) as refusal:
        await apply_plan(ctx, plan_id, await site.token(plan_id), QUIET)
    assert "Call apply_plan again after that" in refusal.value.hint
    time.time += timedelta(minutes=29, seconds=59)
    with pytest.raises(StateError):
        await apply_plan(ctx, plan_id, None, QUIET)
    time.time += timedelta(seconds=1)
    assert (await apply_plan(ctx, plan_id, None, QUIET)).state is State.APPLIED


async def test_a_missing_approval_is_told_first(site: Site) -> None:
    ctx = replace(site.context(), clock=clock(23))
    result = await apply_plan(ctx, await site.planned(ctx), None, QUIET)
    assert result.state is State.PROPOSED


def test_outside_of_them_there_is_nothing_to_tell(site: Site) -> None:
    assert peak_hours_words(replace(site.context(), clock=clock(12))) == ""
    assert "05:00:00Z" in peak_hours_words(replace(site.context(), clock=clock(23)))


async def test_a_dry_run_tells_of_them(site: Site) -> None:
    from schemawarden.tools.dry_run import TOOL, Rehearse

    app = site.app()
    contexts = {"app": replace(app.contexts["app"], clock=clock(23))}
    result = await TOOL.run(replace(app, contexts=contexts), Rehearse(target="app"), QUIET)
    assert "peak hours, which end at" in result.next_step
    contexts = {
        "app": replace(
            app.contexts["app"], clock=FixedClock(contexts["app"].clock.now() + timedelta(hours=12))
        )
    }
    assert (
        "peak hours"
        not in (await TOOL.run(replace(app, contexts=contexts), Rehearse(target="app"), QUIET)).next_step
    )
