"""list_plans: pending and recent plans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import Field

from schemawarden.flows.plans import document_of
from schemawarden.ports import Progress, StoredPlan
from schemawarden.tools.door import Door
from schemawarden.tools.paging import some
from schemawarden.tools.phrases import call
from schemawarden.tools.tool import READS, Arguments, Tool
from schemawarden.wire import PlanRow, Plans
from schemawarden_policy.approval import State


class ListPlans(Arguments):
    target: Annotated[str, Field(max_length=64, description="Alias; empty: all targets.")] = ""
    limit: Annotated[int, Field(ge=1, le=50)] = 20


async def _run(door: Door, arguments: ListPlans, progress: Progress) -> Plans:
    alias = door.context(arguments.target).alias if arguments.target else None
    now = door.clock.now()
    plans = await door.store.plans(alias, arguments.limit)
    waiting = [plan for plan in plans if state_at(plan, now) in ("proposed", "approved")]
    step = call("show_plan", plan_id=waiting[0].id) if waiting else "No plan is waiting; dry_run makes one."
    return Plans(plans=[_row(plan, now) for plan in plans], next_step=step)


def state_at(plan: StoredPlan, now: datetime) -> str:
    """The state as it is now: a plan whose time is over is expired, though nobody has recorded that yet."""
    over = plan.state in (State.PROPOSED, State.APPROVED) and plan.expires_at <= now
    return State.EXPIRED.value if over else plan.state.value


def _row(plan: StoredPlan, now: datetime) -> PlanRow:
    document = document_of(plan)
    return PlanRow(
        plan_id=plan.id,
        target=plan.target,
        state=state_at(plan, now),
        risk=str(document["risk"]),
        files=some([file["name"] for file in document["files"]], 10),
        created=str(document["created"]),
        expires=str(document["expires"]),
    )


def _words(result: Plans) -> Sequence[str]:
    number = len(result.plans)
    rows = [
        f"- {row.plan_id} {row.target}: {row.state}, {row.risk}, {len(row.files)} files, until {row.expires}"
        for row in result.plans[:10]
    ]
    return [f"{number} plan{'' if number == 1 else 's'}, newest first", *rows]


TOOL = Tool(
    name="list_plans",
    title="List plans",
    description="Pending and recent plans, newest first.",
    arguments=ListPlans,
    result=Plans,
    hints=READS,
    run=_run,
    words=_words,
)
