"""Rows of the store as the ports' dataclasses, and back. Times are RFC 3339 text in UTC, which sorts as time does."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from typing import Any

from schemawarden.ports import StoredPlan
from schemawarden_policy.approval import Requester, State
from schemawarden_policy.canonical import canonical

INSERT_PLAN = """
    INSERT INTO plans VALUES (
        :id, :target, :state, :digest, :envelope, :document, :statements_digest, :requester, :requester_login,
        :nonce, :created_at, :expires_at, :changed_at, :run_id, :outcome
    )
"""


def row_of(plan: StoredPlan) -> dict[str, Any]:
    return {
        "id": plan.id,
        "target": plan.target,
        "state": plan.state.value,
        "digest": plan.digest,
        "envelope": plan.envelope,
        "document": plan.document,
        "statements_digest": plan.statements_digest,
        "requester": plan.requester.principal,
        "requester_login": plan.requester.login,
        "nonce": plan.nonce,
        "created_at": text_of(plan.created_at),
        "expires_at": text_of(plan.expires_at),
        "run_id": plan.run_id,
        "outcome": canonical(plan.outcome).decode(),
    }


def plan_of(row: sqlite3.Row) -> StoredPlan:
    return StoredPlan(
        id=row["id"],
        target=row["target"],
        state=State(row["state"]),
        digest=row["digest"],
        envelope=row["envelope"],
        document=row["document"],
        statements_digest=row["statements_digest"],
        requester=Requester(row["requester"], row["requester_login"]),
        nonce=row["nonce"],
        created_at=time_of(row["created_at"]),
        expires_at=time_of(row["expires_at"]),
        run_id=row["run_id"],
        outcome=json.loads(row["outcome"]),
    )


def text_of(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def time_of(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def set_state(db: sqlite3.Connection, plan_id: str, to: State, at: datetime) -> None:
    db.execute("UPDATE plans SET state = ?, changed_at = ? WHERE id = ?", (to.value, text_of(at), plan_id))
