"""withdraw_plan: take a plan back before it is applied."""

from __future__ import annotations

from collections.abc import Sequence

from schemawarden.flows.decide import withdraw
from schemawarden.ports import Progress
from schemawarden.tools.door import Door
from schemawarden.tools.phrases import call
from schemawarden.tools.tool import Arguments, Hints, PlanId, Tool
from schemawarden.wire import Withdrawn


class WithdrawPlan(Arguments):
    plan_id: PlanId


async def _run(door: Door, arguments: WithdrawPlan, progress: Progress) -> Withdrawn:
    plan = await door.store.plan(arguments.plan_id)
    ctx = door.context(plan.target)
    await withdraw(door.store, door.clock, plan.id, ctx.requester)
    now = await door.store.plan(plan.id)
    return Withdrawn(plan_id=plan.id, state=now.state.value, next_step=call("dry_run", target=plan.target))


def _words(result: Withdrawn) -> Sequence[str]:
    return [f"plan {result.plan_id} is {result.state}; its approvals count no more"]


TOOL = Tool(
    name="withdraw_plan",
    title="Withdraw a plan",
    description="Takes back a plan of yours that is not applied yet; approvals given to it are lost.",
    arguments=WithdrawPlan,
    result=Withdrawn,
    hints=Hints(read_only=False, destructive=False, idempotent=False),
    run=_run,
    words=_words,
)
