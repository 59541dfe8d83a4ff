"""Recovery at start: plans that a crash left in `applying`.

The target's lock is inherited by the engine's process, so holding it means that nobody is at work on the plan any more.
Then the database itself tells what happened. While the lock is held elsewhere the plan is left alone.
"""

from __future__ import annotations

from schemawarden.errors import StateError
from schemawarden.flows.apply import settle
from schemawarden.flows.context import Context
from schemawarden.flows.outcome import Outcome
from schemawarden.flows.plans import document_of
from schemawarden_policy.approval import State

_LOCK_SECONDS = 10.0
_INTERRUPTED = "The server was interrupted while it applied the plan."


async def recover(ctx: Context) -> tuple[tuple[str, Outcome], ...]:
    """Settle this target's interrupted plans; (plan id, outcome) for each that was settled."""
    settled = []
    for plan in await ctx.store.plans(ctx.alias):
        if plan.state is not State.APPLYING:
            continue
        try:
            async with ctx.lock.hold(str(document_of(plan)["identity"]), _LOCK_SECONDS):
                if (await ctx.store.plan(plan.id)).state is State.APPLYING:
                    settled.append((plan.id, await settle(ctx, plan, _INTERRUPTED)))
        except StateError as error:
            if error.code != "BUSY":
                raise
    return tuple(settled)
