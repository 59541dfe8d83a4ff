"""dry_run: look with every eye, rehearse, and store a plan that a human can approve.

- What the policy denies is never rehearsed and never becomes a plan.
- The plan holds the bytes that were looked at; nothing is read from the workspace again.
- The plan and its audit record are stored in one transaction.
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from schemawarden.beside import beside
from schemawarden.errors import InputError
from schemawarden.flows.context import PRODUCT, Context
from schemawarden.flows.examine import (
    Examination,
    examine_analyzed,
    examine_rehearsed,
    examine_text,
)
from schemawarden.flows.recover import settle_abandoned
from schemawarden.ports import AuditEvent, LiveState, Progress, StoredPlan
from schemawarden_policy.approval import State
from schemawarden_policy.canonical import NotCanonicalError
from schemawarden_policy.envelope import envelope, envelope_digest
from schemawarden_policy.migration import MigrationFile, tx_mode
from schemawarden_policy.plan import Needs, Plan, PlannedFile, document, sha256
from schemawarden_policy.verdict import Verdict

_NOTE_LIMIT = 2_000


@dataclass(frozen=True, slots=True)
class Proposal:
    examination: Examination
    plan: Plan | None
    """None when the verdict is deny or nothing is pending."""
    digest: str = ""


async def propose(ctx: Context, note: str, progress: Progress) -> Proposal:
    """Examine the pending files and store a plan for them. Raises StateError, WorkspaceError, UnavailableError."""
    for stored in await ctx.store.plans(ctx.alias, 1):
        await settle_abandoned(ctx, stored, 0.0)
    await progress.reached("reading")
    async with beside(ctx.target.read) as reading:
        snapshot = await ctx.workspace.snapshot()
        live = await reading()
    await progress.reached("checking_text")
    seen = await examine_text(ctx, snapshot, reading)
    await progress.reached("analyzing")
    seen = await examine_analyzed(ctx, seen)
    await progress.reached("rehearsing")
    seen = await examine_rehearsed(ctx, seen, progress)
    if seen.report.verdict is Verdict.DENY:
        await _record_denied(ctx, seen)
        return Proposal(seen, None)
    if seen.empty:
        return Proposal(seen, None)
    plan = await _plan(ctx, seen, live, note)
    await progress.reached("storing_plan")
    return Proposal(seen, plan, await _store(ctx, seen, plan))


async def _plan(ctx: Context, seen: Examination, live: LiveState, note: str) -> Plan:
    engine = await ctx.engine.identity()
    now = ctx.clock.now().replace(microsecond=0)
    return Plan(
        id=str(uuid.uuid4()),
        target=ctx.alias,
        dialect=ctx.dialect.value,
        files=(*_baseline(seen), *(_planned(file) for file in seen.migration.files)),
        baseline=seen.baseline,
        directory=tuple((file.name, sha256(file.content)) for file in seen.snapshot.migrations),
        identity=live.identity,
        fingerprint_before=live.fingerprint,
        fingerprint_after=seen.fingerprint_after,
        revisions_digest=live.revisions_digest,
        report=seen.report,
        runs=seen.migration.facts.runs or (),
        needs=needs_of(ctx, seen),
        policy_digest=ctx.policy_digest,
        engine={"name": engine.name, "version": engine.version, "sha256": engine.sha256},
        product=PRODUCT,
        requester=ctx.requester.text,
        note=note[:_NOTE_LIMIT],
        created=rfc3339(now),
        expires=rfc3339(now + ctx.expires),
        nonce=secrets.token_hex(16),
    )


def needs_of(ctx: Context, seen: Examination) -> Needs | None:
    """What the plan must have before it may be applied; None when the policy allows it as it is.

    Owners of what it touches, and a backup where the operator demands one, are asked for whatever the mode allows.
    """
    report = seen.report
    destructive = report.needs_destructive_level
    owners = report.owners
    if destructive and not owners and ctx.any_owner:
        owners = (ctx.any_owner,)
    backup = ctx.backup and destructive
    if report.verdict is Verdict.ALLOW and not owners and not backup:
        return None
    return replace(ctx.destructive if destructive else ctx.routine, owners=owners, backup=backup)


def _baseline(seen: Examination) -> tuple[PlannedFile, ...]:
    """The baseline as a file of the plan of which nothing is run."""
    return tuple(
        PlannedFile(file.name, sha256(file.content), "baseline, not run", ())
        for file in seen.snapshot.migrations
        if file.name == seen.baseline
    )


def _planned(file: MigrationFile) -> PlannedFile:
    statements = tuple(statement.text for statement in file.statements)
    return PlannedFile(file.name, sha256(file.text.encode()), tx_mode(file), statements)


async def _store(ctx: Context, seen: Examination, plan: Plan) -> str:
    try:
        content = envelope(plan)
    except NotCanonicalError as error:
        raise InputError(
            "NOT_CANONICAL",
            f"The plan can't be signed in one certain form: {error}.",
            "Rename the file so that its name is in Unicode normal form C.",
        ) from error
    digest = envelope_digest(content)
    stored = StoredPlan(
        id=plan.id,
        target=plan.target,
        state=State.PROPOSED,
        digest=digest,
        envelope=content,
        document=document(plan),
        statements_digest=plan.statements_digest,
        requester=ctx.requester,
        nonce=plan.nonce,
        created_at=datetime.fromisoformat(plan.created),
        expires_at=datetime.fromisoformat(plan.expires),
    )
    blobs = {sha256(file.content): file.content for file in seen.snapshot.migrations}
    fields = {
        "plan_id": plan.id,
        "target": plan.target,
        "digest": digest,
        "verdict": plan.report.verdict.value,
        "risk": plan.risk,
        "files": list(plan.pending),
    }
    await ctx.store.propose(
        stored, blobs, AuditEvent("plan.proposed", ctx.clock.now(), ctx.requester.principal, fields)
    )
    return digest


async def _record_denied(ctx: Context, seen: Examination) -> None:
    rules = sorted({f.rule for f in seen.report.findings if f.severity == seen.report.highest})
    fields = {"target": ctx.alias, "rules": rules, "files": list(seen.pending)}
    await ctx.store.record(AuditEvent("dry_run.denied", ctx.clock.now(), ctx.requester.principal, fields))


def rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
