"""Settling a plan that was claimed: what the database shows is judged and recorded. Once, by whoever holds the lock."""

from __future__ import annotations

from contextlib import suppress

from schemawarden.errors import EngineError, SchemawardenError, UnavailableError
from schemawarden.flows.context import Context
from schemawarden.flows.outcome import Outcome, judge
from schemawarden.flows.plans import document_of
from schemawarden.flows.requests import apply_request
from schemawarden.ports import AuditEvent, LiveState, StoredPlan
from schemawarden_policy.approval import State


async def settle(
    ctx: Context, plan: StoredPlan, run_id: str, failure: str, *, refused: bool = False
) -> Outcome:
    """Judge what the database shows and record it. The caller holds the target's lock; the rest as in `judge`.

    Raises StateError TARGET_BUSY when a session of the apply, or somebody else, is at work on the target all the time: then
    the plan stays `applying`, to be settled later. Any other trouble with reading it is an `unknown` outcome.
    """
    try:
        outcome = judge(document_of(plan), await _read_at_rest(ctx, run_id), failure, refused=refused)
    except SchemawardenError as error:
        if error.code == "TARGET_BUSY":
            raise
        outcome = Outcome(State.UNKNOWN, f"The target can't be read: {error.code}. {failure}".strip())
    fields = {"plan_id": plan.id, "outcome": outcome.state.value, "files": list(outcome.finished)}
    event = AuditEvent("plan.finished", ctx.clock.now(), "schemawarden", fields)
    try:
        await ctx.store.move(plan.id, outcome.state, outcome.data(), event)
    except UnavailableError as error:
        raise _unrecorded(plan, outcome, error) from error
    return outcome


def _unrecorded(plan: StoredPlan, outcome: Outcome, error: UnavailableError) -> UnavailableError:
    """The store's own words would say that nothing was done."""
    return UnavailableError(
        "OUTCOME_UNRECORDED",
        f"Plan {plan.id} was run. What the database shows is: {outcome.state}. {outcome.explanation}"
        f" That could not be recorded. {error.message}",
        "Don't try again: the plan stays `applying`. The operator mends the state store and restarts the server, which then"
        " judges the database anew and records the outcome.",
    )


async def _read_at_rest(ctx: Context, run_id: str) -> LiveState:
    """The target with nobody at work on it. An engine killed in the middle leaves on disk what only a writer can put in
    order, so the engine opens the target once more, with nothing to run."""
    await ctx.target.at_rest(run_id)
    try:
        return await ctx.target.read()
    except SchemawardenError:
        nothing = apply_request(ctx.database_url(), [], [], "")
        with suppress(EngineError):  # the history may not please it, but the target has been opened by then
            await ctx.engine.call("apply", ctx.dialect, nothing)
        return await ctx.target.read()
