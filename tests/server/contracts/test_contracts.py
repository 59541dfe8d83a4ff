"""What ports.py promises, asked of the fakes and of the real adapters alike: a fake that drifts away fails here."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest

from schemawarden.adapters.clock import SystemClock
from schemawarden.adapters.engine.engine import AtlasEngine
from schemawarden.adapters.sqlite.target import SqliteTarget
from schemawarden.adapters.state.lock import FileTargetLock
from schemawarden.adapters.tokens.ssh import SshTokenVerifier
from schemawarden.errors import ApprovalError, StateError, WorkspaceError
from schemawarden.ports import (
    Clock,
    Engine,
    FileToRun,
    SourceFile,
    Target,
    TargetLock,
    TokenVerifier,
    Workspace,
)
from schemawarden.workspace import PathWorkspace
from schemawarden_policy.statement import Dialect
from tests.server import fakes

BOTH = pytest.mark.parametrize("kind", ["fake", "real"])
FIRST = SourceFile("20260101000001_first.sql", b"CREATE TABLE t (id INTEGER PRIMARY KEY);\n")
SECOND = SourceFile("20260101000002_second.sql", b"CREATE TABLE u (id INTEGER PRIMARY KEY);\n")


def workspace(kind: str, tmp_path: Path) -> Workspace:
    return fakes.FakeWorkspace() if kind == "fake" else PathWorkspace(tmp_path, "migrations")


@BOTH
async def test_a_snapshot_is_the_same_until_something_changes(kind: str, tmp_path: Path) -> None:
    files = workspace(kind, tmp_path)
    empty = await files.snapshot()
    assert await files.snapshot() == empty
    await files.write_migrations((FIRST,), b"sum\n", empty.digest)
    one = await files.snapshot()
    assert (one.migrations, one.sum_file) == ((FIRST,), b"sum\n")
    assert one.digest != empty.digest


@BOTH
async def test_nothing_is_written_over_another_version(kind: str, tmp_path: Path) -> None:
    files = workspace(kind, tmp_path)
    empty = await files.snapshot()
    await files.write_migrations((SECOND,), b"sum\n", empty.digest)
    with pytest.raises(WorkspaceError) as refusal:
        await files.write_migrations((FIRST,), b"other\n", empty.digest)
    assert refusal.value.code == "WORKSPACE_CHANGED"
    assert (await files.snapshot()).migrations == (SECOND,)


@BOTH
async def test_migrations_come_sorted_by_name_and_the_sum_can_be_written_alone(
    kind: str, tmp_path: Path
) -> None:
    files = workspace(kind, tmp_path)
    for file in (SECOND, FIRST):
        await files.write_migrations((file,), b"sum\n", (await files.snapshot()).digest)
    before = await files.snapshot()
    assert before.migrations == (FIRST, SECOND)
    await files.write_migrations((), b"new\n", before.digest)
    assert (await files.snapshot()).sum_file == b"new\n"


def target(kind: str, tmp_path: Path) -> Target:
    if kind == "fake":
        return fakes.FakeTarget()
    path = tmp_path / "app.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE t (id INTEGER PRIMARY KEY)")
    return SqliteTarget(path, lambda place: place)


@BOTH
async def test_reading_a_target_twice_tells_the_same(kind: str, tmp_path: Path) -> None:
    there = target(kind, tmp_path)
    assert await there.read() == await there.read()


@BOTH
async def test_a_replica_is_a_copy_with_a_place_of_its_own(kind: str, tmp_path: Path) -> None:
    there = target(kind, tmp_path)
    async with there.replica() as copy:
        assert copy.url.startswith("sqlite://")
        assert copy.faithful
        assert (await copy.read()).schema == (await there.read()).schema


@BOTH
async def test_a_rehearsal_tells_of_every_statement_in_order(kind: str, tmp_path: Path) -> None:
    files = [
        FileToRun("1_a.sql", ("CREATE TABLE t1 (id);", "CREATE TABLE t2 (id);")),
        FileToRun("2_b.sql", ("CREATE TABLE t1 (id);", "CREATE TABLE t3 (id);"), first=1),
    ]
    there = target(kind, tmp_path)
    async with there.replica() as copy:
        runs = await copy.rehearse(files)
    told = [(run.file, run.statement, run.error) for run in runs]
    assert told == [("1_a.sql", 0, ""), ("1_a.sql", 1, ""), ("2_b.sql", 1, "")]
    async with there.replica() as copy:
        assert await copy.rehearse([]) == ()


REQUESTS: Mapping[str, Mapping[str, Any]] = {
    "hash": {"migrations": [{"name": FIRST.name, "text": FIRST.content.decode()}]},
    "load": {"source": {"migrations": []}},
    "diff": {"from": {"empty": True}, "to": {"empty": True}},
    "plan": {"migrations": [], "to": {"empty": True}, "name": "x", "version": "20260101000001"},
    "analyze": {
        "migrations": [{"name": FIRST.name, "text": FIRST.content.decode()}],
        "pending": [FIRST.name],
    },
}


@pytest.mark.parametrize("op", REQUESTS)
async def test_the_fake_engine_answers_with_fields_that_the_real_one_has(op: str) -> None:
    fake: Engine = fakes.FakeEngine(fakes.FakeTarget())
    real: Engine = AtlasEngine()
    told = await fake.call(op, Dialect.SQLITE, REQUESTS[op])
    truth = await real.call(op, Dialect.SQLITE, REQUESTS[op])
    assert _fits(told, truth)


@pytest.mark.parametrize("engine", [fakes.FakeEngine(fakes.FakeTarget()), AtlasEngine()])
async def test_an_engine_that_gets_ready_to_analyze_answers_as_before(engine: Engine) -> None:
    async with engine.analyzing() as ready:
        assert (await ready.call("hash", Dialect.SQLITE, REQUESTS["hash"]))["files"]
        answer = await ready.call("analyze", Dialect.SQLITE, REQUESTS["analyze"])
    assert answer == await engine.call("analyze", Dialect.SQLITE, REQUESTS["analyze"])


def _fits(told: Any, truth: Any) -> bool:
    """Every field of the fake's answer is a field of the real one, all the way down."""
    if isinstance(told, Mapping):
        return isinstance(truth, Mapping) and all(
            key in truth and _fits(told[key], truth[key]) for key in told
        )
    if isinstance(told, list):
        return isinstance(truth, list) and all(_fits(part, truth[0]) for part in told if truth)
    return told is None or truth is None or isinstance(truth, type(told))


@BOTH
async def test_a_lock_is_held_by_one_at_a_time(kind: str, tmp_path: Path) -> None:
    lock: TargetLock = fakes.FakeLock() if kind == "fake" else FileTargetLock(tmp_path / "locks")
    async with lock.hold("a", 0.2), lock.hold("b", 0.2):
        with pytest.raises(StateError) as refusal:
            async with lock.hold("a", 0.1):
                pass
        assert refusal.value.code == "BUSY"
    async with lock.hold("a", 0.2):
        pass


@BOTH
def test_what_is_no_token_is_refused(kind: str) -> None:
    tokens: TokenVerifier = fakes.FakeTokens("alice") if kind == "fake" else SshTokenVerifier({})
    with pytest.raises(ApprovalError) as refusal:
        tokens.verify("nobody", plan_id="1", digest="d", envelope=b"{}", now=fakes.NOW)
    assert refusal.value.code == "TOKEN_MALFORMED"


@BOTH
def test_a_clock_tells_an_aware_time_in_utc(kind: str) -> None:
    clock: Clock = fakes.FixedClock() if kind == "fake" else SystemClock()
    assert clock.now().tzinfo is UTC
    assert clock.now() - clock.now() <= timedelta(0)
