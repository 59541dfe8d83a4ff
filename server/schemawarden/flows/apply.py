"""apply_plan: from an approved plan to a changed database, once.

- Evidence is verified here again, from the signatures themselves, against the approvers in force now.
- A destructive plan whose approvals name no backup, where the operator demands one, is refused; so is any in peak hours.
- Under the target's lock: identity, live schema, history, policy and engine must be what was approved, or the plan is stale.
- The claim is committed, with its audit record, before the first statement. If it can't be, nothing is run.
- What runs is the stored bytes; the workspace is only compared, and a difference is told.
- After a claim nothing is tried again: the outcome is judged from the database, here or in `recover`.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import anyio
from anyio import from_thread

from schemawarden.errors import EngineError, SchemawardenError, StateError, UnavailableError
from schemawarden.flows.context import Context
from schemawarden.flows.demands import refuse_in_peak_hours, refuse_without_backup
from schemawarden.flows.integrity import refuse_altered
from schemawarden.flows.outcome import Outcome
from schemawarden.flows.plans import (
    Weighed,
    current_plan,
    document_of,
    needs_of,
    record_approval,
    verified,
    weigh,
)
from schemawarden.flows.recover import settle_abandoned
from schemawarden.flows.requests import apply_request
from schemawarden.flows.settle import settle
from schemawarden.ports import AuditEvent, LiveState, Progress, StoredApproval, StoredPlan
from schemawarden_policy.approval import State
from schemawarden_policy.plan import sha256

_LOCK_SECONDS = 5.0
_APPLY_SECONDS = 3600.0
_BEFORE_THE_START = ("CONNECT_FAILED", "LOCK_FAILED", "DRIFT", "HISTORY_MISMATCH", "PENDING_DIFFERS")
"""What the engine says when it looked once more, under the database's own lock, and did not begin."""
_FINAL = (State.APPLIED, State.FAILED, State.FAILED_PARTIAL, State.UNKNOWN)


@dataclass(frozen=True, slots=True)
class ApplyResult:
    plan: StoredPlan
    state: State
    """APPROVED and PROPOSED mean that something is missing; see `weighed`."""
    outcome: Outcome | None = None
    already: bool = False
    """The outcome is that of an earlier call; nothing was run now."""
    weighed: Weighed | None = None
    workspace_differs: tuple[str, ...] = ()


async def apply_plan(ctx: Context, plan_id: str, token: str | None, progress: Progress) -> ApplyResult:
    """Apply a plan if all that it needs is there.

    Raises ApprovalError for a bad token; StateError when plan, target or history moved; UnavailableError.
    """
    plan = await current_plan(ctx.store, ctx.clock, plan_id)
    refuse_altered(plan)
    if plan.state in _FINAL:
        return ApplyResult(plan, plan.state, _recorded(plan), already=True)
    if plan.state is State.APPLYING:
        outcome = await settle_abandoned(ctx, plan, 0.0)
        return ApplyResult(plan, outcome.state if outcome else plan.state, outcome, already=True)
    if plan.state not in (State.PROPOSED, State.APPROVED):
        raise _over(plan)
    weighed = await _collect(ctx, plan, token)
    await progress.reached("evidence_verified")
    if not weighed.standing.agreed:
        await _record_lacking(ctx, plan, weighed)
        return ApplyResult(plan, plan.state, weighed=weighed)
    refuse_without_backup(ctx, plan, weighed)
    refuse_in_peak_hours(ctx, plan)
    return await _to_the_end(ctx, plan, weighed, progress)


async def _collect(ctx: Context, plan: StoredPlan, token: str | None) -> Weighed:
    """Verify evidence; record a token that came with the call, or the policy's own leave."""
    weighed = await weigh(ctx.store, ctx.tokens, ctx.clock, plan, token)
    if token is not None:
        evidence = verified(ctx.tokens, ctx.clock, plan, token)
        if evidence in weighed.standing.counted:
            await record_approval(ctx.store, ctx.clock, plan, evidence, token, enough=weighed.standing.enough)
    if needs_of(plan) is None and plan.state is State.PROPOSED:
        now = ctx.clock.now()
        event = AuditEvent(
            "plan.allowed_by_policy", now, "policy", {"plan_id": plan.id, "digest": plan.digest}
        )
        await ctx.store.approve(StoredApproval(plan.id, "policy", "", now), enough=True, event=event)
    return weighed


async def _record_lacking(ctx: Context, plan: StoredPlan, weighed: Weighed) -> None:
    """An apply that nobody approved is an attempt worth a line."""
    counted = [item.approver for item in weighed.standing.counted]
    fields = {
        "plan_id": plan.id,
        "approved_by": counted,
        "needed": weighed.standing.needed,
        **({"owners": [list(group) for group in weighed.standing.owners]} if weighed.standing.owners else {}),
    }
    await ctx.store.record(AuditEvent("apply.not_approved", ctx.clock.now(), ctx.requester.principal, fields))


async def _to_the_end(ctx: Context, plan: StoredPlan, weighed: Weighed, progress: Progress) -> ApplyResult:
    """From here on a caller that goes away stops nothing: half an apply helps nobody."""
    results: list[ApplyResult] = []
    with anyio.CancelScope(shield=True):
        try:
            results.append(await _apply_locked(ctx, plan, weighed, progress))
        except StateError as error:
            if error.code != "BUSY" or (await ctx.store.plan(plan.id)).state is State.APPROVED:
                raise
            results.append(await _told_by_another(ctx, plan))
    return results[0]


async def _apply_locked(ctx: Context, plan: StoredPlan, weighed: Weighed, progress: Progress) -> ApplyResult:
    document = document_of(plan)
    async with ctx.lock.hold(str(document["identity"]), _LOCK_SECONDS) as descriptor:
        await progress.reached("locked")
        if (await ctx.store.plan(plan.id)).state is not State.APPROVED:
            return await _told_by_another(ctx, plan)
        await ctx.target.at_rest()
        live = await _recheck(ctx, plan, document)
        await progress.reached("rechecked")
        run_id = str(uuid.uuid4())
        request = await _request(ctx, document, live, run_id)
        if not await _claim(ctx, plan, weighed, run_id):
            return await _told_by_another(ctx, plan)
        await progress.reached("claimed")
        failure, refused = await _run(ctx, document, request, descriptor, progress)
        await progress.reached("engine_done")
        outcome = await settle(ctx, plan, run_id, failure, refused=refused)
        await progress.reached("recorded")
        differences = await _differences(ctx, document)
        return ApplyResult(plan, outcome.state, outcome, weighed=weighed, workspace_differs=differences)


async def _recheck(ctx: Context, plan: StoredPlan, document: Mapping[str, Any]) -> LiveState:
    """Everything that the approval was for must still be so; otherwise the plan is stale."""
    live = await ctx.target.read(counted=True)
    engine = await ctx.engine.identity()
    reason = _moved(ctx, document, live, engine.sha256)
    if reason is None:
        return live
    code, words = reason
    event = AuditEvent("plan.stale", ctx.clock.now(), "schemawarden", {"plan_id": plan.id, "code": code})
    await ctx.store.move(plan.id, State.STALE, {"explanation": words, "code": code}, event)
    raise StateError(code, words, "Nothing was run. Make a new plan with dry_run; it needs a new approval.")


def _moved(ctx: Context, document: Mapping[str, Any], live: LiveState, engine: str) -> tuple[str, str] | None:
    alias = ctx.alias
    if live.identity != document["identity"]:
        return "TARGET_MISMATCH", f"{alias} is another database now than the one that the plan was made for."
    if live.revisions_digest != document["revisions_digest"]:
        return "HISTORY_CHANGED", f"The history of {alias} changed since the rehearsal."
    if live.fingerprint != document["fingerprint_before"]:
        return "DRIFT", f"The schema of {alias} changed since the rehearsal."
    if ctx.policy_digest != document["policy_digest"]:
        return "POLICY_CHANGED", f"The operator changed the policy of {alias} since the plan was made."
    if engine != document["engine"]["sha256"]:
        return "ENGINE_CHANGED", "The engine is another one than the one that rehearsed the plan."
    return None


async def _request(ctx: Context, document: Mapping[str, Any], live: LiveState, run_id: str) -> dict[str, Any]:
    """The engine's apply of the stored bytes, to the schema that was seen under the lock a moment ago."""
    directory = document["directory"]
    blobs = await ctx.store.blobs([digest for _, digest in directory])
    files = [{"name": name, "text": blobs[digest].decode()} for name, digest in directory]
    pending = [file["name"] for file in document["files"] if file["name"] != document["baseline"]]
    return apply_request(
        ctx.database_url(),
        files,
        pending,
        document["baseline"],
        change_counter=live.change_counter,
        run_id=run_id,
    )


async def _claim(ctx: Context, plan: StoredPlan, weighed: Weighed, run_id: str) -> bool:
    approvers = [item.approver for item in weighed.standing.counted] or ["policy"]
    backup = weighed.standing.backup
    fields = {
        "plan_id": plan.id,
        "digest": plan.digest,
        "run_id": run_id,
        "evidence": approvers,
        **({"backup": backup} if backup else {}),
    }
    event = AuditEvent("plan.applying", ctx.clock.now(), ctx.requester.principal, fields)
    return await ctx.store.claim(plan.id, plan.digest, run_id, event)


async def _run(
    ctx: Context,
    document: Mapping[str, Any],
    request: Mapping[str, Any],
    descriptor: int,
    progress: Progress,
) -> tuple[str, bool]:
    """Run it; the engine's word on what failed, empty when nothing did, and whether it was said before anything began."""
    total = sum(len(file["statements"]) for file in document["files"])
    tell = partial(_tell, progress, total, [0])
    try:
        answer = await ctx.engine.call(
            "apply", ctx.dialect, request, on_event=tell, keep_open=descriptor, seconds=_APPLY_SECONDS
        )
    except (EngineError, UnavailableError) as error:
        return str(error), error.code in _BEFORE_THE_START
    return _worded(answer["failed"]) if answer["failed"] else "", False


def _worded(failed: Mapping[str, Any]) -> str:
    place = f", statement {failed['statement'] + 1}" if failed["statement"] >= 0 else ""
    code = "" if failed["code"] == "statement_failed" else f"{failed['code'].upper()}: "
    return f"{failed['file']}{place}: {code}{failed['message']}"


def _tell(progress: Progress, total: int, done: list[int], event: Mapping[str, Any]) -> None:
    """Pass an engine event on; runs in the engine's worker thread."""
    done[0] += event["point"] == "statement_done"
    from_thread.run(progress.reached, f"engine_{event['point']}", done[0], total, event.get("file", ""))


async def _told_by_another(ctx: Context, plan: StoredPlan) -> ApplyResult:
    """Another call was first: tell what became of the plan there."""
    now = await current_plan(ctx.store, ctx.clock, plan.id)
    if now.state in _FINAL:
        return ApplyResult(now, now.state, _recorded(now), already=True)
    if now.state is State.APPLYING:
        return ApplyResult(now, now.state, already=True)
    raise _over(now)


def _recorded(plan: StoredPlan) -> Outcome:
    data = plan.outcome
    return Outcome(plan.state, str(data.get("explanation", "")), tuple(data.get("files", ())))


def _over(plan: StoredPlan) -> StateError:
    told = str(plan.outcome.get("explanation") or plan.outcome.get("reason") or "")
    return StateError(
        f"PLAN_{plan.state.value.upper()}",
        f"Plan {plan.id} is {plan.state}. {told}".strip(),
        "Nothing was run. dry_run makes a new plan.",
    )


async def _differences(ctx: Context, document: Mapping[str, Any]) -> tuple[str, ...]:
    """Files of the plan that are different in the workspace by now. Law 1: they changed nothing."""
    try:
        snapshot = await ctx.workspace.snapshot()
    except SchemawardenError as error:
        return (f"the workspace can't be read: {error.code}",)
    present = {file.name: sha256(file.content) for file in snapshot.migrations}
    return tuple(file["name"] for file in document["files"] if present.get(file["name"]) != file["sha256"])
