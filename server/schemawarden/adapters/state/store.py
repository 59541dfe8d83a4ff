"""The state store: one SQLite file, WAL, synchronous FULL.

- Every change and the audit record that tells of it commit together or not at all.
- A claim is a transaction of its own, committed before anything is run: it can't be rolled back into being claimable.
- At most one plan per target is pending; a unique index holds that, not only the code.
- The file and its directory belong to the operator alone (0700, 0600).
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import wraps
from importlib.resources import files
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from anyio import to_thread

from schemawarden.errors import InputError, SchemawardenError, StateError, UnavailableError
from schemawarden.ports import AuditEvent, StoredApproval, StoredPlan
from schemawarden_policy.approval import PENDING, TRANSITIONS, Requester, State
from schemawarden_policy.audit import START, Record, link
from schemawarden_policy.canonical import canonical

_BUSY_SECONDS = 30.0
_DENIAL_STICKS = timedelta(hours=24)
_PROPOSALS_PER_HOUR = 60
_SKEW = timedelta(seconds=60)
_INSERT_PLAN = """
    INSERT INTO plans VALUES (
        :id, :target, :state, :digest, :envelope, :document, :statements_digest, :requester, :requester_login,
        :nonce, :created_at, :expires_at, :changed_at, :run_id, :outcome
    )
"""

P = ParamSpec("P")
T = TypeVar("T")


def _in_transaction(
    work: Callable[Concatenate[SqliteStateStore, sqlite3.Connection, P], T],
) -> Callable[Concatenate[SqliteStateStore, P], Coroutine[Any, Any, T]]:
    """Run a method's body in a worker thread, in one immediate transaction on a connection of its own."""

    @wraps(work)
    async def run(self: SqliteStateStore, /, *args: P.args, **kwargs: P.kwargs) -> T:
        def body() -> T:
            with self.transaction() as db:
                return work(self, db, *args, **kwargs)

        return await to_thread.run_sync(body)

    return run


class SqliteStateStore:
    """ports.StateStore on a SQLite file below `directory`."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._path = directory / "state.db"
        self._ready = False

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """An immediate transaction; sqlite3 errors leave as AUDIT_UNAVAILABLE, and nothing happened."""
        try:
            db = self._open()
        except (sqlite3.Error, OSError) as error:
            raise _unavailable(error) from error
        try:
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")
        except sqlite3.Error as error:
            raise _unavailable(error) from error
        finally:
            db.close()

    def _open(self) -> sqlite3.Connection:
        if not self._ready:
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._path.touch(mode=0o600)
        db = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)
        db.row_factory = sqlite3.Row
        try:
            if not self._ready:
                db.execute("PRAGMA journal_mode = WAL")
                db.executescript(files(__package__).joinpath("schema.sql").read_text())
                self._ready = True
            db.execute("PRAGMA synchronous = FULL")
            db.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            db.close()
            raise
        return db

    def identity(self, place: str) -> str:
        """The random id remembered for a database at `place` (device and inode); made on first sight."""
        with self.transaction() as db:
            db.execute("INSERT OR IGNORE INTO identities VALUES (?, ?)", (place, secrets.token_hex(8)))
            row = db.execute("SELECT id FROM identities WHERE place = ?", (place,)).fetchone()
            return str(row[0])

    @_in_transaction
    def propose(
        self, db: sqlite3.Connection, plan: StoredPlan, blobs: Mapping[str, bytes], event: AuditEvent
    ) -> None:
        _expire_due(db, event)
        _refuse_denied(db, plan, event.at)
        _refuse_flood(db, plan, event.at)
        _make_room(db, plan, event)
        db.executemany("INSERT OR IGNORE INTO blobs VALUES (?, ?)", blobs.items())
        db.execute(_INSERT_PLAN, _row(plan) | {"changed_at": _text(event.at)})
        _append(db, event)

    @_in_transaction
    def approve(
        self, db: sqlite3.Connection, approval: StoredApproval, *, enough: bool, event: AuditEvent
    ) -> None:
        plan = _load(db, approval.plan_id)
        if plan.state not in (State.PROPOSED, State.APPROVED) or plan.expires_at <= event.at:
            raise _not_pending(plan, "approved")
        db.execute(
            "INSERT OR REPLACE INTO approvals VALUES (?, ?, ?, ?)",
            (approval.plan_id, approval.approver, approval.token, _text(approval.at)),
        )
        if enough and plan.state is State.PROPOSED:
            _set_state(db, plan.id, State.APPROVED, event.at)
        _append(db, event)

    @_in_transaction
    def move(
        self,
        db: sqlite3.Connection,
        plan_id: str,
        to: State,
        outcome: Mapping[str, Any],
        event: AuditEvent,
    ) -> None:
        plan = _load(db, plan_id)
        if to not in TRANSITIONS.get(plan.state, frozenset()):
            raise _not_pending(plan, to.value)
        _set_state(db, plan_id, to, event.at)
        db.execute("UPDATE plans SET outcome = ? WHERE id = ?", (canonical(outcome).decode(), plan_id))
        _append(db, event)

    @_in_transaction
    def claim(
        self, db: sqlite3.Connection, plan_id: str, digest: str, run_id: str, event: AuditEvent
    ) -> bool:
        claimed = db.execute(
            "UPDATE plans SET state = 'applying', run_id = ?, changed_at = ?"
            " WHERE id = ? AND state = 'approved' AND digest = ? AND expires_at > ?",
            (run_id, _text(event.at), plan_id, digest, _text(event.at)),
        )
        if claimed.rowcount != 1:
            return False
        _append(db, event)
        return True

    @_in_transaction
    def record(self, db: sqlite3.Connection, event: AuditEvent) -> None:
        _append(db, event)

    @_in_transaction
    def plan(self, db: sqlite3.Connection, plan_id: str) -> StoredPlan:
        return _load(db, plan_id)

    @_in_transaction
    def plans(
        self, db: sqlite3.Connection, target: str | None = None, limit: int = 50
    ) -> tuple[StoredPlan, ...]:
        rows = db.execute(
            "SELECT * FROM plans WHERE ?1 IS NULL OR target = ?1"
            " ORDER BY created_at DESC, rowid DESC LIMIT ?2",
            (target, limit),
        )
        return tuple(_plan(row) for row in rows)

    @_in_transaction
    def approvals(self, db: sqlite3.Connection, plan_id: str) -> tuple[StoredApproval, ...]:
        rows = db.execute(
            "SELECT plan_id, approver, token, at FROM approvals WHERE plan_id = ? ORDER BY at", (plan_id,)
        )
        return tuple(StoredApproval(row[0], row[1], row[2], _time(row[3])) for row in rows)

    @_in_transaction
    def blobs(self, db: sqlite3.Connection, digests: Sequence[str]) -> Mapping[str, bytes]:
        found: dict[str, bytes] = {}
        for digest in digests:
            row = db.execute("SELECT content FROM blobs WHERE sha256 = ?", (digest,)).fetchone()
            if row is None or hashlib.sha256(row[0]).hexdigest() != digest:
                raise UnavailableError(
                    "SNAPSHOT_DAMAGED",
                    "A file of the plan's snapshot is missing from the store or altered.",
                    "Nothing was run. Make a new plan with dry_run, and find out who changed the store.",
                )
            found[digest] = bytes(row[0])
        return found

    @_in_transaction
    def audit(self, db: sqlite3.Connection) -> tuple[Record, ...]:
        rows = db.execute("SELECT sequence, content, hash FROM audit ORDER BY sequence")
        return tuple(Record(row[0], bytes(row[1]), row[2]) for row in rows)


def _append(db: sqlite3.Connection, event: AuditEvent) -> None:
    last = db.execute("SELECT sequence, at, hash FROM audit ORDER BY sequence DESC LIMIT 1").fetchone()
    sequence, newest, previous = last or (0, "", START)
    if newest and event.at < _time(newest) - _SKEW:
        raise StateError(
            "CLOCK_ROLLBACK",
            f"The clock says {_text(event.at)}, but the audit already holds a record of {newest}.",
            "Set the clock right; until then nothing is recorded and so nothing is done.",
        )
    content = canonical(
        {
            "sequence": sequence + 1,
            "at": _text(event.at),
            "event": event.kind,
            "principal": event.principal,
            "fields": dict(event.fields),
        }
    )
    latest = max(newest, _text(event.at))
    db.execute(
        "INSERT INTO audit VALUES (?, ?, ?, ?)", (sequence + 1, latest, content, link(previous, content))
    )


def _expire_due(db: sqlite3.Connection, event: AuditEvent) -> None:
    due = db.execute(
        "SELECT id FROM plans WHERE state IN ('proposed', 'approved') AND expires_at <= ?", (_text(event.at),)
    ).fetchall()
    for (plan_id,) in due:
        _set_state(db, plan_id, State.EXPIRED, event.at)
        _append(db, AuditEvent("plan.expired", event.at, "schemawarden", {"plan_id": plan_id}))


def _refuse_denied(db: sqlite3.Connection, plan: StoredPlan, now: datetime) -> None:
    row = db.execute(
        "SELECT id FROM plans WHERE target = ? AND statements_digest = ? AND state = 'denied' AND changed_at > ?",
        (plan.target, plan.statements_digest, _text(now - _DENIAL_STICKS)),
    ).fetchone()
    if row is not None:
        raise StateError(
            "STATEMENTS_DENIED",
            f"A human denied exactly these statements for {plan.target} within the last 24 hours (plan {row[0]}).",
            "Read the reason with show_plan and change the migration, or talk to the person who denied it.",
        )


def _refuse_flood(db: sqlite3.Connection, plan: StoredPlan, now: datetime) -> None:
    row = db.execute(
        "SELECT count(*) FROM plans WHERE target = ? AND created_at > ?",
        (plan.target, _text(now - timedelta(hours=1))),
    ).fetchone()
    if row[0] >= _PROPOSALS_PER_HOUR:
        raise StateError(
            "TOO_MANY_PROPOSALS",
            f"{row[0]} plans were proposed for {plan.target} within an hour.",
            "Wait, and use lint_migrations while working; it stores no plan.",
        )


def _make_room(db: sqlite3.Connection, plan: StoredPlan, event: AuditEvent) -> None:
    row = db.execute(
        "SELECT * FROM plans WHERE target = ? AND state IN ('proposed', 'approved', 'applying')",
        (plan.target,),
    ).fetchone()
    if row is None:
        return
    pending = _plan(row)
    if pending.state is not State.PROPOSED or pending.requester != plan.requester:
        raise StateError(
            "PENDING_EXISTS",
            f"Plan {pending.id} for {plan.target} is {pending.state}; one plan at a time.",
            f"Apply it, take it back with withdraw_plan {pending.id}, or wait for the human's decision.",
        )
    _set_state(db, pending.id, State.SUPERSEDED, event.at)
    fields = {"plan_id": pending.id, "by": plan.id}
    _append(db, AuditEvent("plan.superseded", event.at, event.principal, fields))


def _set_state(db: sqlite3.Connection, plan_id: str, to: State, at: datetime) -> None:
    db.execute("UPDATE plans SET state = ?, changed_at = ? WHERE id = ?", (to.value, _text(at), plan_id))


def _load(db: sqlite3.Connection, plan_id: str) -> StoredPlan:
    row = db.execute("SELECT * FROM plans WHERE id = ?", (plan_id,)).fetchone()
    if row is None:
        raise InputError(
            "PLAN_UNKNOWN", f"There is no plan {plan_id!a}.", "list_plans shows the plans; dry_run makes one."
        )
    return _plan(row)


def _row(plan: StoredPlan) -> dict[str, Any]:
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
        "created_at": _text(plan.created_at),
        "expires_at": _text(plan.expires_at),
        "run_id": plan.run_id,
        "outcome": canonical(plan.outcome).decode(),
    }


def _plan(row: sqlite3.Row) -> StoredPlan:
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
        created_at=_time(row["created_at"]),
        expires_at=_time(row["expires_at"]),
        run_id=row["run_id"],
        outcome=json.loads(row["outcome"]),
    )


def _not_pending(plan: StoredPlan, wanted: str) -> SchemawardenError:
    pending = "still pending" if plan.state in PENDING else "over"
    return StateError(
        "PLAN_NOT_PENDING",
        f"Plan {plan.id} is {plan.state} ({pending}) and can't become {wanted}.",
        "show_plan tells what became of it; dry_run makes a new one.",
    )


def _unavailable(error: Exception) -> UnavailableError:
    return UnavailableError(
        "AUDIT_UNAVAILABLE",
        f"The state store can't be used: {error}.",
        "Nothing was done. The operator makes room on the disk or mends the permissions of the state directory.",
    )


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _time(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
