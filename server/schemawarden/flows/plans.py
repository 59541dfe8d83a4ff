"""Stored plans: expiry, evidence, and what to say about them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schemawarden.errors import ApprovalError
from schemawarden.ports import AuditEvent, Clock, StateStore, StoredApproval, StoredPlan, TokenVerifier
from schemawarden_policy.approval import Evidence, Refused, Standing, State, standing
from schemawarden_policy.plan import Needs


@dataclass(frozen=True, slots=True)
class Weighed:
    """Approvals, each verified from its own evidence, and how far they carry."""

    standing: Standing
    refused: tuple[Refused, ...]
    """Recorded approvals whose evidence does not verify any more."""


async def current_plan(store: StateStore, clock: Clock, plan_id: str) -> StoredPlan:
    """The plan, marked expired first if its time is over. Raises InputError PLAN_UNKNOWN."""
    plan = await store.plan(plan_id)
    if plan.state in (State.PROPOSED, State.APPROVED) and plan.expires_at <= clock.now():
        event = AuditEvent("plan.expired", clock.now(), "schemawarden", {"plan_id": plan_id})
        await store.move(plan_id, State.EXPIRED, {}, event)
        return await store.plan(plan_id)
    return plan


def document_of(plan: StoredPlan) -> Mapping[str, Any]:
    """The plan's document as data. Its digest stands in the envelope; `integrity.refuse_altered` compares them."""
    content: Mapping[str, Any] = json.loads(plan.document)
    return content


def needs_of(plan: StoredPlan) -> Needs | None:
    """From the signed envelope, never from a row beside it."""
    signed = json.loads(plan.envelope)
    if not signed["quorum"]:
        return None
    owners = tuple(tuple(group) for group in signed.get("owners", ()))
    return Needs(signed["assurance"], signed["quorum"], owners, signed.get("backup", False))


async def weigh(
    store: StateStore, tokens: TokenVerifier, clock: Clock, plan: StoredPlan, extra: str | None = None
) -> Weighed:
    """Verify every recorded approval, and `extra` besides, against the approvers in force now.

    A bad `extra` token raises ApprovalError; a recorded one that no longer verifies just does not count.
    """
    evidence: list[Evidence] = []
    refused: list[Refused] = []
    if extra is not None:
        evidence.append(verified(tokens, clock, plan, extra))
    for approval in await store.approvals(plan.id):
        try:
            evidence.append(verified(tokens, clock, plan, approval.token))
        except ApprovalError as error:
            refused.append(Refused(error.code, approval.approver, error.message))
    return Weighed(standing(evidence, needs_of(plan), plan.requester), tuple(refused))


def verified(tokens: TokenVerifier, clock: Clock, plan: StoredPlan, token: str) -> Evidence:
    return tokens.verify(token, plan_id=plan.id, digest=plan.digest, envelope=plan.envelope, now=clock.now())


async def record_approval(
    store: StateStore, clock: Clock, plan: StoredPlan, evidence: Evidence, token: str, *, enough: bool
) -> None:
    """Store a verified approval; with `enough` the plan becomes approved."""
    fields = {
        "plan_id": plan.id,
        "digest": plan.digest,
        "approver": evidence.approver,
        "method": evidence.method,
        "key": evidence.key,
        "assurance": evidence.assurance.value,
        **({"backup": evidence.backup} if evidence.backup else {}),
    }
    await store.approve(
        StoredApproval(plan.id, evidence.approver, token, clock.now()),
        enough=enough,
        event=AuditEvent("plan.approval_recorded", clock.now(), evidence.approver, fields),
    )
