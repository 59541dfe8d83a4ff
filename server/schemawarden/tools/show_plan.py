"""show_plan: one plan, a page at a time, and where a human approves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from schemawarden.flows.integrity import refuse_altered
from schemawarden.flows.plans import document_of, needs_of
from schemawarden.ports import Progress, StoredPlan
from schemawarden.tools.door import Door
from schemawarden.tools.list_plans import state_at
from schemawarden.tools.paging import page, rest
from schemawarden.tools.phrases import call, found_in, needs_words, tally
from schemawarden.tools.tool import PAGE, READS, Arguments, Limit, Link, Offset, PlanId, Tool
from schemawarden.wire import ShownPlan
from schemawarden_policy.approval import State
from schemawarden_policy.visible import visible


class ShowPlan(Arguments):
    plan_id: PlanId
    offset: Offset = 0
    limit: Limit = PAGE


async def _run(door: Door, arguments: ShowPlan, progress: Progress) -> ShownPlan:
    plan = await door.store.plan(arguments.plan_id)
    refuse_altered(plan)
    document = document_of(plan)
    ctx = door.context(plan.target)
    state = state_at(plan, door.clock.now())
    fields = page(_statements(document), arguments.offset, arguments.limit)
    more = rest(fields)
    again = call("show_plan", plan_id=plan.id, offset=more)
    return ShownPlan(
        plan_id=plan.id,
        target=plan.target,
        state=state,
        digest=plan.digest,
        verdict=f"{document['verdict']}, {tally(found_in(document['findings']))}",
        risk=str(document["risk"]),
        requester=str(document["requester"]),
        agents_note=str(document["note"]),
        needs=needs_words(needs_of(plan), ctx.installation),
        where_to_approve=door.where_to_approve(plan.id) if state == State.PROPOSED else "",
        expires=str(document["expires"]),
        outcome=_outcome(plan),
        **fields,
        next_step=again if more is not None else _next(plan, state),
    )


def _statements(document: Mapping[str, Any]) -> str:
    """The stored statements in running order, each under a comment of ours; escaped, never altered."""
    parts = []
    for file in document["files"]:
        for number, text in enumerate(file["statements"], 1):
            parts.append(
                f"-- {visible(file['name'], keep='')}, statement {number} of {len(file['statements'])}\n"
            )
            parts.append(f"{visible(text)}\n\n")
    return "".join(parts)


def _outcome(plan: StoredPlan) -> str:
    told = plan.outcome.get("explanation") or plan.outcome.get("reason") or ""
    by = plan.outcome.get("by")
    return f"{told} (by {by})" if by else str(told)


def _next(plan: StoredPlan, state: str) -> str:
    if state == State.PROPOSED and needs_of(plan) is not None:
        return f"Ask a human to approve it; then {call('apply_plan', plan_id=plan.id)}"
    if state in (State.PROPOSED, State.APPROVED):
        return call("apply_plan", plan_id=plan.id)
    if state == State.APPLYING:
        return f"Wait, then {call('apply_plan', plan_id=plan.id)}: it runs nothing twice, and tells what became of it"
    return call("migration_status", target=plan.target)


def _words(result: ShownPlan) -> Sequence[str]:
    return [
        f"plan {result.plan_id} for {result.target}: {result.state}, {result.risk}; {result.verdict}",
        f"digest {result.digest}, asked for by {result.requester}, until {result.expires}",
        f"needs {result.needs}",
        *([result.where_to_approve] if result.where_to_approve else []),
        *([f"what became of it: {result.outcome}"] if result.outcome else []),
    ]


def _links(result: ShownPlan) -> Sequence[Link]:
    if not result.truncated:
        return ()
    return (Link(f"plan://{result.plan_id}", f"plan {result.plan_id}", "application/json"),)


TOOL = Tool(
    name="show_plan",
    title="Show a plan",
    description="One plan: exact statements (paged), verdict, digest, what approval it needs and where a human gives it, and "
    "what became of it.",
    arguments=ShowPlan,
    result=ShownPlan,
    hints=READS,
    run=_run,
    words=_words,
    page=lambda result: result.text,
    links=_links,
)
