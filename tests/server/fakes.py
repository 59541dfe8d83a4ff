"""Stand-ins for the outside world behind the ports. The store is the real one; it needs only a directory.

They hold a little world that can be changed: what the target's schema is, what the engine answers, who approved.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from schemawarden.adapters.state.store import SqliteStateStore
from schemawarden.errors import ApprovalError, InputError, SchemawardenError, StateError, WorkspaceError
from schemawarden.flows.context import Context
from schemawarden.flows.memory import Memory
from schemawarden.ports import (
    Engine,
    EngineIdentity,
    FileToRun,
    LiveState,
    Progress,
    Revision,
    Snapshot,
    SourceFile,
)
from schemawarden_policy.approval import Assurance, Evidence, Requester
from schemawarden_policy.facts import Gap, Schema, StatementRun
from schemawarden_policy.plan import Needs
from schemawarden_policy.reading import read_file
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
EMPTY_TREE: Mapping[str, Any] = {
    "schemas": [{"name": "main", "tables": [], "views": []}],
    "not_modelled": [],
    "outside_scope": [],
}
LIVE_URL = "sqlite:///live"
COPY_URL = "sqlite:///copy"


def tree_of(*tables: Mapping[str, Any], not_modelled: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """The engine's JSON tree."""
    return {
        "schemas": [{"name": "main", "tables": list(tables), "views": []}],
        "not_modelled": list(not_modelled),
        "outside_scope": [],
    }


def table_of(name: str, **columns: str) -> dict[str, Any]:
    """A table of the engine's JSON tree; columns by name and default."""
    return {
        "name": name,
        "columns": [
            {
                "name": column,
                "type": "text",
                "null": True,
                "default": default,
                "generated": None,
                "generated_type": "",
            }
            for column, default in columns.items()
        ],
        "primary_key": None,
        "indexes": [],
        "foreign_keys": [],
        "checks": [],
        "attrs": {},
    }


@dataclass
class FixedClock:
    time: datetime = NOW

    def now(self) -> datetime:
        return self.time


@dataclass
class FakeWorkspace:
    migrations: dict[str, str] = field(default_factory=dict)
    desired: dict[str, str] = field(default_factory=dict)
    sum_file: bytes | None = None

    async def snapshot(self) -> Snapshot:
        return Snapshot(
            repr((sorted(self.migrations.items()), sorted(self.desired.items()))),
            _files(self.migrations),
            self.sum_file,
            _files(self.desired),
        )

    async def write_migrations(self, files: Sequence[SourceFile], sum_file: bytes, expected: str) -> None:
        if expected != (await self.snapshot()).digest:
            raise WorkspaceError("WORKSPACE_CHANGED", "The workspace is another version by now.")
        if taken := [file.name for file in files if file.name in self.migrations]:
            raise WorkspaceError("MIGRATION_EXISTS", f"{taken[0]} exists already; nothing was written.")
        self.migrations.update({file.name: file.content.decode() for file in files})
        self.sum_file = sum_file


def _files(texts: Mapping[str, str]) -> tuple[SourceFile, ...]:
    return tuple(SourceFile(name, text.encode()) for name, text in sorted(texts.items()))


@dataclass
class FakeReplica:
    live: LiveState
    url: str = COPY_URL
    faithful: bool = True
    ddl: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()

    async def read(self) -> LiveState:
        return replace(self.live, fingerprint="after")

    async def rehearse(
        self, files: Sequence[FileToRun], progress: Progress | None = None
    ) -> tuple[StatementRun, ...]:
        runs = [StatementRun(f.name, n) for f in files for n in range(f.first, len(f.statements))]
        for done, run in enumerate(runs, 1):
            if progress is not None:
                await progress.reached("rehearsal.statement", done, len(runs), run.file)
        return tuple(runs)


@dataclass
class FakeTarget:
    """A database; `apply` is what the engine does to it."""

    live: LiveState = field(
        default_factory=lambda: LiveState(
            "sqlite:fake", "before", (), "no revisions", Schema(), True, 1, "3.50.0"
        )
    )
    trouble: SchemawardenError | None = None

    async def at_rest(self, run_id: str = "") -> None:
        pass

    async def read(self, *, counted: bool = False) -> LiveState:
        if self.trouble is not None:
            raise self.trouble
        return self.live

    @asynccontextmanager
    async def replica(self) -> AsyncIterator[FakeReplica]:
        yield FakeReplica(await self.read())

    def apply(self, files: Sequence[str]) -> None:
        rows = tuple(
            Revision(name.split("_", 1)[0], "", 2, 1, 1, "", 0, "", "", "", (), "fake") for name in files
        )
        self.live = replace(
            self.live, fingerprint="after", revisions=(*self.live.revisions, *rows), revisions_digest="more"
        )


@dataclass
class FakeEngine:
    """Answers by operation; an entry of `answers` that is an error is raised."""

    target: FakeTarget
    answers: dict[str, Any] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)

    async def identity(self) -> EngineIdentity:
        return EngineIdentity("fake-engine", "1", "0" * 64)

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
        self.calls.append(op)
        answer = self.answers.get(op)
        if isinstance(answer, BaseException):
            raise answer
        return {**self._usual(op, dialect, request), **(answer or {})}

    @asynccontextmanager
    async def analyzing(self) -> AsyncIterator[Engine]:
        yield self

    def _usual(self, op: str, dialect: Dialect, request: Mapping[str, Any]) -> Mapping[str, Any]:
        if op == "hash":
            return _sums(request["migrations"], dialect)
        if op == "apply":
            if request["source"]["url"] == LIVE_URL:
                self.target.apply(request["expected_pending"])
            return {"failed": None}
        usual: dict[str, Mapping[str, Any]] = {
            "inspect": {"schema": EMPTY_TREE, "sql": "", "hcl": ""},
            "load": {"schema": EMPTY_TREE, "sql": "", "hcl": ""},
            "diff": {"statements": [], "unseen": [], "left_alone": [], "outside_scope": []},
            "plan": {"file": None, "unseen": [], "left_alone": [], "outside_scope": []},
            "analyze": {"before": EMPTY_TREE, "after": EMPTY_TREE, "files": []},
        }
        return usual[op]


def _sums(files: Sequence[Mapping[str, str]], dialect: Dialect) -> Mapping[str, Any]:
    return {
        "sum": "h1:fake\n",
        "files": [
            {
                "name": file["name"],
                "hash": "",
                "statements": [
                    {"text": statement.text}
                    for statement in read_file(file["name"], file["text"], dialect).statements
                ],
            }
            for file in files
        ],
    }


class FakeLock:
    def __init__(self) -> None:
        self.held: set[str] = set()

    @asynccontextmanager
    async def hold(self, identity: str, seconds: float) -> AsyncIterator[int]:
        if identity in self.held:
            raise StateError("BUSY", "Another process is applying a plan to this target.")
        self.held.add(identity)
        try:
            yield 0
        finally:
            self.held.discard(identity)


class FakeTokens:
    """A token is an approver's name."""

    def __init__(self, *approvers: str) -> None:
        self.approvers = approvers

    def verify(self, token: str, *, plan_id: str, digest: str, envelope: bytes, now: datetime) -> Evidence:
        if token not in self.approvers:
            raise ApprovalError("TOKEN_MALFORMED", "The confirmation token is not one of ours.")
        return Evidence(token, token, "ssh", "SHA256:fake", Assurance.ADVISORY)


@dataclass
class FakeDoor:
    """tools.door.Door over one target called shop."""

    store: SqliteStateStore
    workspace: FakeWorkspace
    target: FakeTarget
    engine: FakeEngine
    clock: FixedClock
    tokens: FakeTokens
    contexts: dict[str, Context]

    def context(self, alias: str) -> Context:
        if alias not in self.contexts:
            raise InputError("TARGET_UNKNOWN", f"There is no target {alias[:64]!a}.", "Did you mean `shop`?")
        return self.contexts[alias]

    async def close(self) -> None:
        pass

    def where_to_approve(self, plan_id: str) -> str:
        return f"A human runs `schemawarden approve {plan_id}` in a terminal of their own."

    def change(self, **fields: Any) -> None:
        """Change the target's configuration."""
        self.contexts["shop"] = replace(self.contexts["shop"], **fields)


def make_door(directory: Path) -> FakeDoor:
    store, clock, target, workspace = (
        SqliteStateStore(directory),
        FixedClock(),
        FakeTarget(),
        FakeWorkspace(),
    )
    engine, tokens = FakeEngine(target), FakeTokens("alice", "bob")
    context = Context(
        alias="shop",
        dialect=Dialect.SQLITE,
        settings=Settings(),
        routine=Needs("advisory", 1),
        destructive=Needs("advisory", 2),
        expires=timedelta(hours=1),
        policy_digest="0" * 64,
        exclude=(),
        has_desired=True,
        installation=Assurance.ADVISORY,
        requester=Requester("agent@claude", "carol"),
        database_url=lambda: LIVE_URL,
        workspace=workspace,
        target=target,
        lock=FakeLock(),
        engine=engine,
        store=store,
        tokens=tokens,
        clock=clock,
        linted=Memory(),
        backup=False,
        any_owner=(),
        peak_hours=(),
    )
    return FakeDoor(store, workspace, target, engine, clock, tokens, {"shop": context})
