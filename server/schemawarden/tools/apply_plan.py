"""apply_plan: run an approved plan, or say precisely what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from schemawarden.flows import apply as flow
from schemawarden.flows.context import Context
from schemawarden.flows.plans import needs_of
from schemawarden.ports import Progress
from schemawarden.tools.door import Door
from schemawarden.tools.paging import some
from schemawarden.tools.phrases import call, listed, needs_words, owners_words
from schemawarden.tools.tool import Arguments, Hints, PlanId, Tool
from schemawarden.wire import Applied
from schemawarden_policy.approval import Evidence, State

Outcome = Literal[
    "applied", "already_applied", "needs_approval", "failed", "failed_partial", "unknown", "in_progress"
]

_OUTCOMES: dict[State, Outcome] = {
    State.PROPOSED: "needs_approval",
    State.APPROVED: "needs_approval",
    State.APPLYING: "in_progress",
    State.APPLIED: "applied",
    State.FAILED: "failed",
    State.FAILED_PARTIAL: "failed_partial",
    State.UNKNOWN: "unknown",
}


class ApplyPlan(Arguments):
    plan_id: PlanId
    confirmation_token: Annotated[
        str,
        Field(
            max_length=16_384, description="Minted by a human for this plan. Leave out if approved elsewhere."
        ),
    ] = ""


async def _run(door: Door, arguments: ApplyPlan, progress: Progress) -> Applied:
    plan = await door.store.plan(arguments.plan_id)
    ctx = door.context(plan.target)
    result = await flow.apply_plan(ctx, plan.id, arguments.confirmation_token or None, progress)
    outcome = _outcome(result)
    waiting = outcome == "needs_approval"
    done = result.outcome
    return Applied(
        plan_id=plan.id,
        outcome=outcome,
        explanation=_missing(ctx, result)
        if waiting
        else done.explanation
        if done
        else "Another call is applying it.",
        digest=plan.digest,
        where_to_approve=door.where_to_approve(plan.id) if waiting else "",
        files=some(done.finished, 50) if done else [],
        evidence=_evidence(result),
        workspace_differs=some(result.workspace_differs, 20),
        next_step=_next(plan.id, plan.target, outcome),
    )


def _outcome(result: flow.ApplyResult) -> Outcome:
    if result.state is State.APPLIED and result.already:
        return "already_applied"
    return _OUTCOMES[result.state]


def _missing(ctx: Context, result: flow.ApplyResult) -> str:
    """Who and what is missing. Nothing was run."""
    weighed = result.weighed
    counted = weighed.standing.counted if weighed else ()
    refused = (*weighed.standing.refused, *weighed.refused) if weighed else ()
    words = [f"Nothing was run. The plan needs {needs_words(needs_of(result.plan), ctx.installation)}."]
    words.append(f"Counted: {_people(counted) or 'none so far'}.")
    for group in weighed.standing.owners if weighed else ():
        words.append(f"Missing as an owner of what it touches: {owners_words(group)}.")
    words.extend(f"Does not count: {each.approver} ({each.code}: {each.reason})." for each in refused)
    return " ".join(words)


def _people(evidence: Sequence[Evidence]) -> str:
    return ", ".join(f"{each.approver} ({each.assurance})" for each in evidence)


def _evidence(result: flow.ApplyResult) -> list[str]:
    if result.weighed is None:
        return []
    return [
        f"{each.approver}: {each.method}, {each.assurance}"
        + (f", backup {each.backup}" if each.backup else "")
        for each in result.weighed.standing.counted
    ]


def _next(plan_id: str, target: str, outcome: Outcome) -> str:
    if outcome in ("applied", "already_applied"):
        return call("migration_status", target=target)
    if outcome == "needs_approval":
        return f"Ask a human to approve it, and don't call again before; then {call('apply_plan', plan_id=plan_id)}"
    if outcome == "in_progress":
        return f"Wait, then {call('apply_plan', plan_id=plan_id)}: it runs nothing twice, and tells what became of it"
    if outcome == "failed":
        return f"Mend the migration, then {call('dry_run', target=target)}"
    return f"Stop, and tell a human: {call('show_plan', plan_id=plan_id)} and {call('migration_status', target=target)}"


def _words(result: Applied) -> Sequence[str]:
    return [
        f"{result.outcome}: plan {result.plan_id}",
        result.explanation,
        *([f"digest {result.digest}", result.where_to_approve] if result.outcome == "needs_approval" else []),
        *listed("files", result.files),
        *listed("approved by", result.evidence),
        *listed("the workspace differs by now, which changed nothing", result.workspace_differs),
    ]


TOOL = Tool(
    name="apply_plan",
    title="Apply a plan",
    description="Runs exactly the plan's stored statements if a human approved it (or the operator's policy allows it); "
    "otherwise says what is missing. Calling it again runs nothing twice.",
    arguments=ApplyPlan,
    result=Applied,
    hints=Hints(read_only=False, destructive=True, idempotent=True),
    run=_run,
    words=_words,
)
