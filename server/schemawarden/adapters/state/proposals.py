"""Whether a plan may be proposed: what was denied stays denied, floods are stopped, one plan a target is pending."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from schemawarden.adapters.state.chain import append
from schemawarden.adapters.state.rows import plan_of, set_state, text_of
from schemawarden.errors import StateError
from schemawarden.ports import AuditEvent, StoredPlan
from schemawarden_policy.approval import State

_DENIAL_STICKS = timedelta(hours=24)
_PROPOSALS_PER_HOUR = 60


def expire_due(db: sqlite3.Connection, event: AuditEvent) -> None:
    due = db.execute(
        "SELECT id FROM plans WHERE state IN ('proposed', 'approved') AND expires_at <= ?",
        (text_of(event.at),),
    ).fetchall()
    for (plan_id,) in due:
        set_state(db, plan_id, State.EXPIRED, event.at)
        append(db, AuditEvent("plan.expired", event.at, "schemawarden", {"plan_id": plan_id}))


def refuse_denied(db: sqlite3.Connection, plan: StoredPlan, now: datetime) -> None:
    row = db.execute(
        "SELECT id FROM plans WHERE target = ? AND statements_digest = ? AND state = 'denied' AND changed_at > ?",
        (plan.target, plan.statements_digest, text_of(now - _DENIAL_STICKS)),
    ).fetchone()
    if row is not None:
        raise StateError(
            "STATEMENTS_DENIED",
            f"A human denied exactly these statements for {plan.target} within the last 24 hours (plan {row[0]}).",
            "Read the reason with show_plan and change the migration, or talk to the person who denied it.",
        )


def refuse_flood(db: sqlite3.Connection, plan: StoredPlan, now: datetime) -> None:
    row = db.execute(
        "SELECT count(*) FROM plans WHERE target = ? AND created_at > ?",
        (plan.target, text_of(now - timedelta(hours=1))),
    ).fetchone()
    if row[0] >= _PROPOSALS_PER_HOUR:
        raise StateError(
            "TOO_MANY_PROPOSALS",
            f"{row[0]} plans were proposed for {plan.target} within an hour.",
            "Wait, and use lint_migrations while working; it stores no plan.",
        )


def make_room(db: sqlite3.Connection, plan: StoredPlan, event: AuditEvent) -> None:
    row = db.execute(
        "SELECT * FROM plans WHERE target = ? AND state IN ('proposed', 'approved', 'applying')",
        (plan.target,),
    ).fetchone()
    if row is None:
        return
    pending = plan_of(row)
    if pending.state is not State.PROPOSED or pending.requester != plan.requester:
        raise StateError(
            "PENDING_EXISTS",
            f"Plan {pending.id} for {plan.target} is {pending.state}; one plan at a time.",
            f"Apply it, take it back with withdraw_plan {pending.id}, or wait for the human's decision.",
        )
    set_state(db, pending.id, State.SUPERSEDED, event.at)
    fields = {"plan_id": pending.id, "by": plan.id}
    append(db, AuditEvent("plan.superseded", event.at, event.principal, fields))
