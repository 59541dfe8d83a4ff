"""dry_run: rehearse the pending files and store a plan that a human can approve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from schemawarden.flows.context import Context
from schemawarden.flows.demands import peak_hours_words
from schemawarden.flows.examine import Examination
from schemawarden.flows.propose import Proposal, propose
from schemawarden.ports import Progress
from schemawarden.tools.door import Door
from schemawarden.tools.lint_migrations import risk
from schemawarden.tools.phrases import call, found, listed, needs_words, not_covered, tally, worst
from schemawarden.tools.tool import Arguments, Hints, Link, Target, Tool
from schemawarden.wire import DryRun, Ran
from schemawarden_policy.facts import Effect, StatementRun
from schemawarden_policy.locking import blocks
from schemawarden_policy.plan import Plan
from schemawarden_policy.verdict import Verdict

_STATEMENTS = 30
_FINDINGS = 15
_EFFECTS = 10


class Rehearse(Arguments):
    target: Target
    note: Annotated[
        str,
        Field(max_length=2_000, description="For the approver, shown as the agent's words; decides nothing."),
    ] = ""


async def _run(door: Door, arguments: Rehearse, progress: Progress) -> DryRun:
    ctx = door.context(arguments.target)
    proposal = await propose(ctx, arguments.note, progress)
    seen, plan = proposal.examination, proposal.plan
    findings, statements = found(seen.report), _statements(seen)
    return DryRun(
        target=ctx.alias,
        plan_id=plan.id if plan else "",
        digest=proposal.digest,
        verdict=seen.report.verdict.value,
        risk=risk(seen),
        needs=_needs(ctx, proposal),
        where_to_approve=door.where_to_approve(plan.id) if plan and plan.needs else "",
        expires=plan.expires if plan else "",
        statements=statements[:_STATEMENTS],
        more_statements=max(0, len(statements) - _STATEMENTS),
        findings=findings[:_FINDINGS],
        more_findings=max(0, len(findings) - _FINDINGS),
        not_covered=not_covered(seen.report),
        next_step=" ".join(
            filter(None, (_next(ctx.alias, seen, plan), peak_hours_words(ctx) if plan else ""))
        ),
    )


def _needs(ctx: Context, proposal: Proposal) -> str:
    if proposal.plan is None:
        denied = proposal.examination.report.verdict is Verdict.DENY
        return "can't be approved: the policy denies it" if denied else "nothing is pending"
    return needs_words(proposal.plan.needs, ctx.installation)


def _statements(seen: Examination) -> list[Ran]:
    runs = {(run.file, run.statement): run for run in seen.migration.facts.runs or ()}
    return [
        _ran(statement.text, runs.get(key) or StatementRun(*key, error="not rehearsed"))
        for statement in seen.migration.statements()
        for key in [(statement.place.file, statement.place.statement)]
    ]


def _ran(sql: str, run: StatementRun) -> Ran:
    effects = [_effect(effect) for effect in run.effects]
    left = len(effects) - _EFFECTS
    refused = f"the sandbox refused {run.refused}" if run.refused else ""
    return Ran(
        file=run.file,
        statement=run.statement + 1,
        sql=sql,
        effects=[*effects[:_EFFECTS], *([f"… and {left} more"] if left > 0 else [])],
        locks=_locks(run)[:_EFFECTS],
        error=run.error or refused,
    )


def _locks(run: StatementRun) -> list[str]:
    """`AccessExclusive on public.users: blocks reads and writes`, `rewrites public.users`."""
    held = [f"{lock.mode} on {lock.relation}: blocks {blocks(lock.mode) or 'nothing'}" for lock in run.locks]
    return [*(f"rewrites {name}" for name in run.rewrites), *held]


def _effect(effect: Effect) -> str:
    """`created column users.email`, `rows updated in users`."""
    if effect.object == "rows":
        return f"{effect.verb.replace('_', ' ')} in {effect.name}"
    return f"{effect.verb} {effect.object} {effect.name}"


def _next(alias: str, seen: Examination, plan: Plan | None) -> str:
    if plan is None and seen.report.verdict is Verdict.DENY:
        return f"No plan was stored. Mend what is forbidden, then {call('lint_migrations', target=alias)}"
    if plan is None:
        return f"Nothing is pending. {call('advise_workflow', target=alias)}"
    if any(run.error for run in seen.migration.facts.runs or ()):
        mended = call("lint_migrations", target=alias)
        return f"It failed in the rehearsal, so it would fail for real: mend it, then {mended}"
    if plan.needs is None:
        return call("apply_plan", plan_id=plan.id)
    return f"Ask a human to look at the plan and approve it; then {call('apply_plan', plan_id=plan.id)}"


def _words(result: DryRun) -> Sequence[str]:
    head = f"{result.target}: {result.verdict}, {result.risk}; {tally(result.findings, result.more_findings)}"
    failed = [f"{run.file}, statement {run.statement}: {run.error}" for run in result.statements if run.error]
    waits = [
        f"{run.file}, statement {run.statement}: {lock}" for run in result.statements for lock in run.locks
    ]
    if not result.plan_id:
        return [head, *worst(result.findings), *listed("not covered", result.not_covered)]
    return [
        head,
        f"plan {result.plan_id}, digest {result.digest}, waits until {result.expires}",
        f"needs {result.needs}",
        *([result.where_to_approve] if result.where_to_approve else []),
        *worst(result.findings),
        *listed("failed in the rehearsal", failed),
        *listed("locks", waits, 5),
        *listed("not covered", result.not_covered),
    ]


def _links(result: DryRun) -> Sequence[Link]:
    """The whole plan, when the result holds a part of it."""
    cut = (
        result.more_statements
        or result.more_findings
        or any(len(run.sql) > 3_900 for run in result.statements)
    )
    if not (cut and result.plan_id):
        return ()
    return (Link(f"plan://{result.plan_id}", f"plan {result.plan_id}", "application/json"),)


TOOL = Tool(
    name="dry_run",
    title="Rehearse and plan",
    description="Checks the pending migrations, rehearses them on a disposable copy of the schema and stores a plan: exact "
    "statements, effects, verdict, digest, and what approval it needs. The target is not changed.",
    arguments=Rehearse,
    result=DryRun,
    hints=Hints(read_only=False, destructive=False, idempotent=False),
    run=_run,
    words=_words,
    links=_links,
)
