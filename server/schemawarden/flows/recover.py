"""Recovery: plans that a crash left in `applying`.

The target's lock is inherited by the engine's process, so holding it means that nobody is at work on the plan any more.
Then the database itself tells what happened. While the lock is held elsewhere the plan is left alone.
"""

from __future__ import annotations

from schemawarden.errors import StateError
from schemawarden.flows.context import Context
from schemawarden.flows.outcome import Outcome
from schemawarden.flows.plans import document_of
from schemawarden.flows.settle import settle
from schemawarden.ports import StoredPlan
from schemawarden_policy.approval import State

_START_SECONDS = 10.0
_INTERRUPTED = "Whoever applied the plan was interrupted."


async def recover(ctx: Context) -> tuple[tuple[str, Outcome], ...]:
    """At start: settle this target's interrupted plans; (plan id, outcome) for each that was settled."""
    settled = []
    for plan in await ctx.store.plans(ctx.alias):
        outcome = await settle_abandoned(ctx, plan, _START_SECONDS)
        if outcome is not None:
            settled.append((plan.id, outcome))
    return tuple(settled)


async def settle_abandoned(ctx: Context, plan: StoredPlan, seconds: float) -> Outcome | None:
    """Settle a plan at which nobody is at work any more; None when it is settled or somebody is."""
    if plan.state is not State.APPLYING:
        return None
    try:
        async with ctx.lock.hold(str(document_of(plan)["identity"]), seconds):
            if (await ctx.store.plan(plan.id)).state is State.APPLYING:
                return await settle(ctx, plan, plan.run_id, _INTERRUPTED)
    except StateError as error:
        if error.code not in ("BUSY", "TARGET_BUSY"):
            raise
    return None
