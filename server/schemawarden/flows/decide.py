"""Decisions about a plan other than approving it: deny, revoke, withdraw."""

from __future__ import annotations

from schemawarden.errors import InputError
from schemawarden.flows.plans import current_plan
from schemawarden.ports import AuditEvent, Clock, StateStore
from schemawarden_policy.approval import Requester, State

_REASON_LIMIT = 1_000


async def deny(store: StateStore, clock: Clock, plan_id: str, principal: str, reason: str) -> None:
    """A human says no. The same statements are refused for 24 hours."""
    await _move(store, clock, plan_id, State.DENIED, principal, reason)


async def revoke(store: StateStore, clock: Clock, plan_id: str, principal: str, reason: str) -> None:
    """A human takes an approval, or the plan's chance of one, back. Works until the apply begins."""
    await _move(store, clock, plan_id, State.REVOKED, principal, reason)


async def withdraw(store: StateStore, clock: Clock, plan_id: str, requester: Requester) -> None:
    """The requester takes the plan back."""
    plan = await store.plan(plan_id)
    if plan.requester != requester:
        raise InputError(
            "NOT_YOURS",
            f"Plan {plan_id} was asked for by {plan.requester.principal}.",
            "Only the requester withdraws a plan; a human can deny or revoke it.",
        )
    await _move(store, clock, plan_id, State.WITHDRAWN, requester.principal, "withdrawn by its requester")


async def _move(
    store: StateStore, clock: Clock, plan_id: str, to: State, principal: str, reason: str
) -> None:
    await current_plan(store, clock, plan_id)
    event = AuditEvent(
        f"plan.{to.value}", clock.now(), principal, {"plan_id": plan_id, "reason": reason[:_REASON_LIMIT]}
    )
    await store.move(plan_id, to, {"reason": reason[:_REASON_LIMIT], "by": principal}, event)
