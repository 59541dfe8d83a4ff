"""advise_workflow: where a change begins, and the next call to make."""

from __future__ import annotations

from collections.abc import Sequence

from schemawarden.flows.advise import Advice as Advised
from schemawarden.flows.advise import Workflow, advise
from schemawarden.ports import Progress
from schemawarden.tools.door import Door
from schemawarden.tools.paging import some
from schemawarden.tools.phrases import call, listed
from schemawarden.tools.tool import READS, Arguments, Target, Tool
from schemawarden.wire import Advice
from schemawarden_policy.approval import State

_TAKEOVER = (
    "The database has a schema but no history. Its present schema becomes the first file, which is recorded as the baseline and "
    "not run."
)
_REASONS = {
    Workflow.VERSIONED: "No desired schema is configured or present, so each change begins as a new migration file.",
    Workflow.DECLARATIVE: "The workspace holds a desired schema: edit that, and the migration is generated from the "
    "difference. It reaches the database as a migration file all the same.",
}


class AdviseWorkflow(Arguments):
    target: Target


async def _run(door: Door, arguments: AdviseWorkflow, progress: Progress) -> Advice:
    ctx = door.context(arguments.target)
    advised = await advise(ctx)
    reason = _TAKEOVER if advised.takeover else _REASONS[advised.workflow]
    return Advice(
        target=ctx.alias,
        workflow=advised.workflow.value,
        reason=f"{reason} {advised.trouble}".strip(),
        pending=some(advised.pending, 50),
        next_step=await _waiting(door, ctx.alias) or _next(ctx.alias, advised),
    )


async def _waiting(door: Door, alias: str) -> str:
    """A plan that waits comes before new work."""
    now = door.clock.now()
    for plan in await door.store.plans(alias, 1):
        if plan.state in (State.PROPOSED, State.APPROVED) and plan.expires_at > now:
            return f"A plan is waiting: {call('show_plan', plan_id=plan.id)}"
    return ""


def _next(alias: str, advised: Advised) -> str:
    if advised.takeover:
        return call("write_migration", target=alias, name="baseline", content="baseline")
    if advised.pending:
        return call("lint_migrations", target=alias)
    if advised.trouble:
        return call("validate_schema", target=alias)
    if advised.workflow is Workflow.VERSIONED:
        return f"{call('write_migration', target=alias, name='what_it_does', content='empty')}, then write the SQL there."
    if advised.ahead:
        return call("write_migration", target=alias, name="what_it_does", content="from_diff")
    return (
        f"Edit the desired schema, then {call('diff_schema', target=alias, from_='migrations', to='desired')}"
    )


def _words(result: Advice) -> Sequence[str]:
    return [f"{result.target}: {result.workflow}", result.reason, *listed("pending", result.pending)]


TOOL = Tool(
    name="advise_workflow",
    title="Advise on the workflow",
    description="How schema changes are made for a target (versioned or declarative), where its work stands, and the "
    "next call to make.",
    arguments=AdviseWorkflow,
    result=Advice,
    hints=READS,
    run=_run,
    words=_words,
)
