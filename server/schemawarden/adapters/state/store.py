"""The state store: one SQLite file, WAL, synchronous FULL.

- Every change and the audit record that tells of it commit together or not at all.
- A claim is a transaction of its own, committed before anything is run: it can't be rolled back into being claimable.
- At most one plan per target is pending; a unique index holds that, not only the code.
- The file and its directory belong to the operator alone (0700, 0600).
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from importlib.resources import files
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from anyio import to_thread

from schemawarden.adapters.state.chain import append
from schemawarden.adapters.state.proposals import expire_due, make_room, refuse_denied, refuse_flood
from schemawarden.adapters.state.rows import INSERT_PLAN, plan_of, row_of, set_state, text_of, time_of
from schemawarden.errors import InputError, SchemawardenError, StateError, UnavailableError
from schemawarden.ports import AuditEvent, StoredApproval, StoredPlan
from schemawarden_policy.approval import PENDING, TRANSITIONS, State
from schemawarden_policy.audit import Record
from schemawarden_policy.canonical import canonical

_BUSY_SECONDS = 30.0

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
        expire_due(db, event)
        refuse_denied(db, plan, event.at)
        refuse_flood(db, plan, event.at)
        make_room(db, plan, event)
        db.executemany("INSERT OR IGNORE INTO blobs VALUES (?, ?)", blobs.items())
        db.execute(INSERT_PLAN, row_of(plan) | {"changed_at": text_of(event.at)})
        append(db, event)

    @_in_transaction
    def approve(
        self, db: sqlite3.Connection, approval: StoredApproval, *, enough: bool, event: AuditEvent
    ) -> None:
        plan = load(db, approval.plan_id)
        if plan.state not in (State.PROPOSED, State.APPROVED) or plan.expires_at <= event.at:
            raise not_pending(plan, "approved")
        db.execute(
            "INSERT OR REPLACE INTO approvals VALUES (?, ?, ?, ?)",
            (approval.plan_id, approval.approver, approval.token, text_of(approval.at)),
        )
        if enough and plan.state is State.PROPOSED:
            set_state(db, plan.id, State.APPROVED, event.at)
        append(db, event)

    @_in_transaction
    def move(
        self,
        db: sqlite3.Connection,
        plan_id: str,
        to: State,
        outcome: Mapping[str, Any],
        event: AuditEvent,
    ) -> None:
        plan = load(db, plan_id)
        if to not in TRANSITIONS.get(plan.state, frozenset()):
            raise not_pending(plan, to.value)
        set_state(db, plan_id, to, event.at)
        db.execute("UPDATE plans SET outcome = ? WHERE id = ?", (canonical(outcome).decode(), plan_id))
        append(db, event)

    @_in_transaction
    def claim(
        self, db: sqlite3.Connection, plan_id: str, digest: str, run_id: str, event: AuditEvent
    ) -> bool:
        claimed = db.execute(
            "UPDATE plans SET state = 'applying', run_id = ?, changed_at = ?"
            " WHERE id = ? AND state = 'approved' AND digest = ? AND expires_at > ?",
            (run_id, text_of(event.at), plan_id, digest, text_of(event.at)),
        )
        if claimed.rowcount != 1:
            return False
        append(db, event)
        return True

    @_in_transaction
    def record(self, db: sqlite3.Connection, event: AuditEvent) -> None:
        append(db, event)

    @_in_transaction
    def plan(self, db: sqlite3.Connection, plan_id: str) -> StoredPlan:
        return load(db, plan_id)

    @_in_transaction
    def plans(
        self, db: sqlite3.Connection, target: str | None = None, limit: int = 50
    ) -> tuple[StoredPlan, ...]:
        rows = db.execute(
            "SELECT * FROM plans WHERE ?1 IS NULL OR target = ?1"
            " ORDER BY created_at DESC, rowid DESC LIMIT ?2",
            (target, limit),
        )
        return tuple(plan_of(row) for row in rows)

    @_in_transaction
    def approvals(self, db: sqlite3.Connection, plan_id: str) -> tuple[StoredApproval, ...]:
        rows = db.execute(
            "SELECT plan_id, approver, token, at FROM approvals WHERE plan_id = ? ORDER BY at", (plan_id,)
        )
        return tuple(StoredApproval(row[0], row[1], row[2], time_of(row[3])) for row in rows)

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


def _unavailable(error: Exception) -> UnavailableError:
    return UnavailableError(
        "AUDIT_UNAVAILABLE",
        f"The state store can't be used: {error}.",
        "Nothing was done. The operator makes room on the disk or mends the permissions of the state directory.",
    )


def load(db: sqlite3.Connection, plan_id: str) -> StoredPlan:
    row = db.execute("SELECT * FROM plans WHERE id = ?", (plan_id,)).fetchone()
    if row is None:
        raise InputError(
            "PLAN_UNKNOWN", f"There is no plan {plan_id!a}.", "list_plans shows the plans; dry_run makes one."
        )
    return plan_of(row)


def not_pending(plan: StoredPlan, wanted: str) -> SchemawardenError:
    pending = "still pending" if plan.state in PENDING else "over"
    return StateError(
        "PLAN_NOT_PENDING",
        f"Plan {plan.id} is {plan.state} ({pending}) and can't become {wanted}.",
        "show_plan tells what became of it; dry_run makes a new one.",
    )
