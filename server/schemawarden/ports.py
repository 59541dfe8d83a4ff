"""What the flows need from the outside world.

Adapters implement these; tests hold fakes and adapters to the same contracts (tests/server/contracts). Unless a method
says otherwise it raises only errors of `schemawarden.errors`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from schemawarden_policy.approval import Evidence, Requester, State
from schemawarden_policy.audit import Record
from schemawarden_policy.facts import Gap, Schema, StatementRun
from schemawarden_policy.statement import Dialect


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a snapshot."""

    name: str
    """Name relative to the directory that was read, with forward slashes."""
    content: bytes


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One whole version of a target's workspace files. Immutable; everything after reading works on it."""

    digest: str
    """SHA-256 (hex) over the sorted names and contents."""
    migrations: tuple[SourceFile, ...]
    """The migration directory's *.sql files, sorted by name as Atlas sorts them."""
    sum_file: bytes | None
    """atlas.sum as found; None when there is none. Never an authority."""
    desired: tuple[SourceFile, ...] = ()
    """Files of the desired schema, sorted by name."""


class Workspace(Protocol):
    """The directory that the agent edits. Never trusted."""

    async def snapshot(self) -> Snapshot:
        """Read one whole version, or raise WorkspaceError and read none."""
        ...

    async def write_migrations(self, files: Sequence[SourceFile], sum_file: bytes, expected: str) -> None:
        """Write new migration files (none: only the sum) and atlas.sum, all or nothing.

        `expected` is the digest of the snapshot that the files were planned from; if the workspace is another version by
        now, WORKSPACE_CHANGED is raised and nothing is written. An existing migration is never overwritten.
        """
        ...


@dataclass(frozen=True, slots=True)
class Revision:
    """A row of Atlas's revisions table."""

    version: str
    description: str
    type: int
    applied: int
    total: int
    executed_at: str
    execution_time: int
    """Nanoseconds."""
    error: str
    error_stmt: str
    hash: str
    partial_hashes: tuple[str, ...]
    operator_version: str


@dataclass(frozen=True, slots=True)
class LiveState:
    """What a target is and holds at one moment, read without changing anything."""

    identity: str
    """Which database this is, never a host name: "sqlite:<random id>:<device>:<inode>:<application_id>",
    "postgresql:<system identifier>:<database oid>"."""
    fingerprint: str
    """SHA-256 (hex) over every object of the catalogue, Atlas's revisions table left out."""
    revisions: tuple[Revision, ...]
    revisions_digest: str
    """SHA-256 (hex) over all columns of all revision rows."""
    schema: Schema
    empty: bool
    """There is no object but Atlas's revisions table."""
    change_counter: int | None
    """If it was asked for: a number that changes with every change of the schema, for the last check under the engine's own lock."""
    server_version: str
    gaps: tuple[Gap, ...] = ()
    """Objects that the disposable copy will not have."""
    invalid: tuple[str, ...] = ()
    """Indexes that the database does not use, since building them was never finished: "schema.name"."""
    time_zone: str = ""
    """With which a migration's session begins; empty where sessions have none."""
    lock_timeout: str = ""
    """How long a statement of an apply waits for a lock; empty where nothing is set."""


class Target(Protocol):
    """A configured database, read-only. The only way to change it is Applier."""

    async def read(self, *, counted: bool = False) -> LiveState:
        """Identity, fingerprint, revisions and schema of the live database; creates and changes nothing.

        Only with `counted` is `change_counter` there for certain: not every kind of target can tell it without the engine.
        """
        ...

    async def at_rest(self, run_id: str = "") -> None:
        """Return when no session of that apply, or of any apply, is at work on the database. Raises StateError TARGET_BUSY."""
        ...

    def replica(self) -> AbstractAsyncContextManager[Replica]:
        """A private disposable database with the target's present schema and revision rows."""
        ...


@dataclass(frozen=True, slots=True)
class FileToRun:
    """A pending file as the rehearsal runs it."""

    name: str
    statements: tuple[str, ...]
    first: int = 0
    """The statement to begin with: those before it took effect when an earlier apply stopped in this file."""
    transaction: bool = True
    """The file runs in a transaction of its own; False: each statement stands alone."""


class Replica(Protocol):
    """A disposable copy of a target's schema and revision rows, without its data."""

    @property
    def url(self) -> str:
        """For the engine only; never shown."""
        ...

    @property
    def faithful(self) -> bool:
        """The copy's fingerprint is the target's; False when some objects could not be copied."""
        ...

    @property
    def ddl(self) -> tuple[str, ...]:
        """Statements that recreate the target's schema on an empty database."""
        ...

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What this copy lacks, or does otherwise than the target would, beyond the gaps of LiveState."""
        ...

    async def read(self) -> LiveState:
        """The copy's own state, as Target.read tells it."""
        ...

    async def rehearse(
        self, files: Sequence[FileToRun], progress: Progress | None = None
    ) -> tuple[StatementRun, ...]:
        """Run the files' statements one by one and observe what they do; stop at the first that fails.

        The copy is used up by it. Bounded in time and memory: TIMEOUT is reported as that statement's error. Raises
        EngineError REHEARSAL_SCHEMA_FAILED and UnavailableError REHEARSAL_UNAVAILABLE.
        """
        ...


@dataclass(frozen=True, slots=True)
class EngineIdentity:
    name: str
    version: str
    sha256: str
    """Of the engine's executable."""


class Engine(Protocol):
    """Atlas's own library behind a closed set of operations (server/engine/README.md)."""

    async def identity(self) -> EngineIdentity: ...

    async def call(
        self,
        op: str,
        dialect: Dialect,
        request: Mapping[str, Any],
        *,
        on_event: Callable[[Mapping[str, Any]], None] | None = None,
        keep_open: int | None = None,
        seconds: float = 12.0,
    ) -> Mapping[str, Any]:
        """One operation; the answer's `result`.

        `keep_open` is a file descriptor that the engine process inherits, so that a lock held by it lasts as long as
        the process. Raises EngineError for the engine's typed errors, with its code upper-cased, and UnavailableError
        (ENGINE_TIMEOUT, ENGINE_FAILED) when the process itself broke or had to be killed.
        """
        ...

    def analyzing(self) -> AbstractAsyncContextManager[Engine]:
        """This engine, soon to be called with `analyze`: what that needs beside its request is made in the meantime.

        What goes wrong there is told by that call. Whether it comes or not, nothing is left when the context ends.
        """
        ...


class Clock(Protocol):
    def now(self) -> datetime:
        """The time, timezone-aware, UTC."""
        ...


class Progress(Protocol):
    """Told at each named point of long work. Also where tests inject faults."""

    async def reached(self, point: str, done: int = 0, total: int = 0, words: str = "") -> None: ...


class TokenVerifier(Protocol):
    """Checks a confirmation token's evidence against the approvers in force now."""

    def verify(self, token: str, *, plan_id: str, digest: str, envelope: bytes, now: datetime) -> Evidence:
        """Raise ApprovalError unless the token carries a good signature over exactly this envelope."""
        ...


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan as the store keeps it."""

    id: str
    target: str
    state: State
    digest: str
    """Of the envelope; the plan's name in tokens."""
    envelope: bytes
    document: bytes
    """Canonical JSON of all that a human is shown."""
    statements_digest: str
    requester: Requester
    nonce: str
    created_at: datetime
    expires_at: datetime
    run_id: str = ""
    outcome: Mapping[str, Any] = field(default_factory=dict)
    """What became of it, for states that have an outcome."""


@dataclass(frozen=True, slots=True)
class StoredApproval:
    plan_id: str
    approver: str
    token: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """What is about to happen. Written in the transaction that makes it so."""

    kind: str
    """Past tense, dotted: "plan.proposed"."""
    at: datetime
    principal: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    """Ids and codes; never SQL, never a secret."""


class StateStore(Protocol):
    """Plans, approvals, snapshots and the audit chain.

    Each method that changes something takes the audit event that tells of it and writes both in one committed transaction;
    AUDIT_UNAVAILABLE (UnavailableError) means that neither happened. An event whose time lies more than 60 s before the
    newest one is refused with CLOCK_ROLLBACK.
    """

    async def propose(self, plan: StoredPlan, blobs: Mapping[str, bytes], event: AuditEvent) -> None:
        """Store a plan and its files. Raises StateError PENDING_EXISTS, STATEMENTS_DENIED or TOO_MANY_PROPOSALS."""
        ...

    async def approve(self, approval: StoredApproval, *, enough: bool, event: AuditEvent) -> None:
        """Record an approval; with `enough` the plan becomes approved. Raises StateError PLAN_NOT_PENDING."""
        ...

    async def move(self, plan_id: str, to: State, outcome: Mapping[str, Any], event: AuditEvent) -> None:
        """One transition of `approval.TRANSITIONS`, or StateError PLAN_NOT_PENDING and nothing changes."""
        ...

    async def claim(self, plan_id: str, digest: str, run_id: str, event: AuditEvent) -> bool:
        """approved -> applying as one committed compare-and-swap; False if another got there first or it expired."""
        ...

    async def record(self, event: AuditEvent) -> None:
        """An audit record on its own."""
        ...

    async def plan(self, plan_id: str) -> StoredPlan:
        """Raises InputError PLAN_UNKNOWN."""
        ...

    async def plans(self, target: str | None = None, limit: int = 50) -> tuple[StoredPlan, ...]:
        """Newest first."""
        ...

    async def approvals(self, plan_id: str) -> tuple[StoredApproval, ...]: ...

    async def blobs(self, digests: Sequence[str]) -> Mapping[str, bytes]:
        """Stored contents by SHA-256; raises UnavailableError SNAPSHOT_DAMAGED if one is missing or altered."""
        ...

    async def audit(self) -> tuple[Record, ...]: ...


class TargetLock(Protocol):
    """Keeps two applies from one database, across processes and across the death of one."""

    def hold(self, identity: str, seconds: float) -> AbstractAsyncContextManager[int]:
        """Wait at most `seconds`, then StateError BUSY. Gives a file descriptor; a process that inherits it holds the lock
        with us and after us."""
        ...
