"""The state store against a real file: one pending plan, one claim, and an audit record with every change."""

from __future__ import annotations

import hashlib
import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
import pytest

from schemawarden.adapters.state.store import SqliteStateStore
from schemawarden.errors import InputError, StateError, UnavailableError
from schemawarden.ports import AuditEvent, StoredApproval, StoredPlan
from schemawarden_policy.approval import Requester, State
from schemawarden_policy.audit import Broken, verify

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
AGENT = Requester("agent@dana", "dana")


def event(kind: str = "test.happened", at: datetime = NOW) -> AuditEvent:
    return AuditEvent(kind, at, "tester", {"n": 1})


def plan(name: str, requester: Requester = AGENT, statements: str = "s", at: datetime = NOW) -> StoredPlan:
    return StoredPlan(
        id=name,
        target="app",
        state=State.PROPOSED,
        digest=f"digest-{name}",
        envelope=b"{}",
        document=b"{}",
        statements_digest=statements,
        requester=requester,
        nonce=f"nonce-{name}",
        created_at=at,
        expires_at=at + timedelta(hours=1),
    )


@pytest.fixture
def store(tmp_path: Path) -> SqliteStateStore:
    return SqliteStateStore(tmp_path / "state")


async def approved(store: SqliteStateStore, name: str = "one") -> None:
    await store.propose(plan(name), {}, event())
    await store.approve(StoredApproval(name, "dana", "swt1.x", NOW), enough=True, event=event())


async def test_the_files_belong_to_the_operator_alone(store: SqliteStateStore, tmp_path: Path) -> None:
    await store.record(event())
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "state" / "state.db").stat().st_mode) == 0o600


async def test_the_file_is_kept_in_wal_mode_with_full_synchronisation(store: SqliteStateStore) -> None:
    with store.transaction() as db:
        assert tuple(db.execute("PRAGMA journal_mode").fetchone()) == ("wal",)
        assert tuple(db.execute("PRAGMA synchronous").fetchone()) == (2,)


async def test_a_newer_proposal_of_the_same_requester_supersedes_the_older(store: SqliteStateStore) -> None:
    await store.propose(plan("one"), {}, event())
    await store.propose(plan("two"), {}, event())
    assert (await store.plan("one")).state is State.SUPERSEDED
    assert (await store.plan("two")).state is State.PROPOSED


async def test_D16_another_requesters_proposal_has_to_wait(store: SqliteStateStore) -> None:
    await store.propose(plan("one"), {}, event())
    with pytest.raises(StateError, match="one plan at a time") as refusal:
        await store.propose(plan("two", Requester("agent@eve", "eve")), {}, event())
    assert refusal.value.code == "PENDING_EXISTS"
    assert (await store.plan("one")).state is State.PROPOSED


async def test_an_approved_plan_is_never_superseded(store: SqliteStateStore) -> None:
    await approved(store)
    with pytest.raises(StateError) as refusal:
        await store.propose(plan("two"), {}, event())
    assert refusal.value.code == "PENDING_EXISTS"
    assert (await store.plan("one")).state is State.APPROVED


async def test_a_denial_sticks_to_the_statements_for_a_day(store: SqliteStateStore) -> None:
    await store.propose(plan("one"), {}, event())
    await store.move("one", State.DENIED, {"reason": "no"}, event())
    with pytest.raises(StateError) as refusal:
        await store.propose(plan("two"), {}, event(at=NOW + timedelta(hours=23)))
    assert refusal.value.code == "STATEMENTS_DENIED"
    await store.propose(plan("three", statements="other"), {}, event())
    later = NOW + timedelta(hours=25)
    await store.propose(plan("four", at=later), {}, event(at=later))


async def test_D16_a_flood_of_proposals_is_stopped(store: SqliteStateStore) -> None:
    for number in range(60):
        await store.propose(plan(f"p{number}"), {}, event())
    with pytest.raises(StateError) as refusal:
        await store.propose(plan("p60"), {}, event())
    assert refusal.value.code == "TOO_MANY_PROPOSALS"


async def test_only_one_of_many_claims_wins(store: SqliteStateStore) -> None:
    await approved(store)
    won: list[bool] = []

    async def claim(run: int) -> None:
        won.append(await store.claim("one", "digest-one", f"run-{run}", event()))

    async with anyio.create_task_group() as group:
        for run in range(20):
            group.start_soon(claim, run)
    assert sum(won) == 1
    assert (await store.plan("one")).state is State.APPLYING


async def test_a_claim_needs_the_digest_the_state_and_the_time(store: SqliteStateStore) -> None:
    await store.propose(plan("one"), {}, event())
    assert not await store.claim("one", "digest-one", "run", event())
    await store.approve(StoredApproval("one", "dana", "swt1.x", NOW), enough=True, event=event())
    assert not await store.claim("one", "digest-two", "run", event())
    assert not await store.claim("one", "digest-one", "run", event(at=NOW + timedelta(hours=2)))
    assert await store.claim("one", "digest-one", "run", event())
    assert not await store.claim("one", "digest-one", "run", event())


async def test_a_plan_that_is_over_takes_no_approval_and_no_move(store: SqliteStateStore) -> None:
    await store.propose(plan("one"), {}, event())
    await store.move("one", State.REVOKED, {}, event())
    with pytest.raises(StateError, match="revoked"):
        await store.approve(StoredApproval("one", "dana", "swt1.x", NOW), enough=True, event=event())
    with pytest.raises(StateError):
        await store.move("one", State.APPROVED, {}, event())


async def test_an_expired_plan_takes_no_approval(store: SqliteStateStore) -> None:
    await store.propose(plan("one"), {}, event())
    late = event(at=NOW + timedelta(minutes=61))
    with pytest.raises(StateError):
        await store.approve(StoredApproval("one", "dana", "swt1.x", NOW), enough=True, event=late)


async def test_an_unknown_plan_is_the_callers_error(store: SqliteStateStore) -> None:
    with pytest.raises(InputError) as refusal:
        await store.plan("nothing")
    assert refusal.value.code == "PLAN_UNKNOWN"


async def test_a_refused_change_leaves_no_audit_record(store: SqliteStateStore) -> None:
    await approved(store)
    before = await store.audit()
    with pytest.raises(StateError):
        await store.propose(plan("two"), {}, event())
    assert await store.audit() == before


async def test_stored_files_that_were_altered_are_refused(store: SqliteStateStore) -> None:
    digest = hashlib.sha256(b"CREATE TABLE t (id int);").hexdigest()
    await store.propose(plan("one"), {digest: b"CREATE TABLE t (id int);"}, event())
    assert await store.blobs([digest]) == {digest: b"CREATE TABLE t (id int);"}
    with store.transaction() as db:
        db.execute("UPDATE blobs SET content = ?", (b"DROP TABLE t;",))
    with pytest.raises(UnavailableError) as refusal:
        await store.blobs([digest])
    assert refusal.value.code == "SNAPSHOT_DAMAGED"


async def test_G11_a_changed_record_breaks_the_chain_where_it_stands(store: SqliteStateStore) -> None:
    for _ in range(5):
        await store.record(event())
    assert isinstance(verify(await store.audit()), str)
    with store.transaction() as db:
        db.execute(
            "UPDATE audit SET content = CAST(replace(content, 'tester', 'tesser') AS BLOB) WHERE sequence = 3"
        )
    broken = verify(await store.audit())
    assert isinstance(broken, Broken)
    assert broken.sequence == 3


async def test_G11_a_removed_record_breaks_the_chain(store: SqliteStateStore) -> None:
    for _ in range(5):
        await store.record(event())
    with store.transaction() as db:
        db.execute("DELETE FROM audit WHERE sequence = 2")
    broken = verify(await store.audit())
    assert isinstance(broken, Broken)
    assert broken.sequence == 2


async def test_G12_a_record_is_one_line_whatever_is_in_it(store: SqliteStateStore) -> None:
    hostile = 'x\n{"sequence":2,"event":"forged"}\r\x1b[2K'
    await store.record(AuditEvent("test.happened", NOW, hostile, {"name": hostile}))
    (record,) = await store.audit()
    assert record.content.count(b"\n") == 0
    assert b"\x1b" not in record.content
    assert b"\r" not in record.content


async def test_F12_a_clock_set_back_stops_everything(store: SqliteStateStore) -> None:
    await store.record(event())
    await store.record(event(at=NOW - timedelta(seconds=30)))
    with pytest.raises(StateError) as refusal:
        await store.record(event(at=NOW - timedelta(days=1)))
    assert refusal.value.code == "CLOCK_ROLLBACK"


_FILL = """
import asyncio, resource, sys
from pathlib import Path
from datetime import datetime, UTC
sys.path[:0] = {path!r}
from schemawarden.adapters.state.store import SqliteStateStore
from schemawarden.errors import UnavailableError
from schemawarden.ports import AuditEvent
store = SqliteStateStore(Path({directory!r}))
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
try:
    asyncio.run(store.claim("one", "digest-one", "run", AuditEvent("plan.applying", datetime(2026, 11, 23, 12, tzinfo=UTC), "t", {{"x": "y" * 200_000}})))
except UnavailableError as error:
    sys.exit(0 if error.code == "AUDIT_UNAVAILABLE" else 3)
sys.exit(4)
"""


async def test_G13_without_room_for_the_audit_nothing_is_claimed(
    store: SqliteStateStore, tmp_path: Path
) -> None:
    await approved(store)
    records = await store.audit()
    script = _FILL.format(path=sys.path, directory=str(tmp_path / "state"), limit=100_000)
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
    assert (await store.plan("one")).state is State.APPROVED
    assert await store.audit() == records


async def test_a_store_that_is_no_database_is_an_unavailable_store(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "state.db").write_bytes(b"not a database" * 100)
    with pytest.raises(UnavailableError) as refusal:
        await SqliteStateStore(tmp_path / "state").plans()
    assert refusal.value.code == "AUDIT_UNAVAILABLE"


async def test_the_identity_of_a_place_is_made_once(store: SqliteStateStore) -> None:
    first = store.identity("1:2")
    assert store.identity("1:2") == first
    assert store.identity("1:3") != first


def test_the_unique_index_holds_what_the_code_promises(store: SqliteStateStore) -> None:
    with store.transaction() as db:
        row = ("a", "app", "proposed", "d1", b"", b"", "s", "r", "l", "n1", "t", "t", "t")
        insert = f"INSERT INTO plans VALUES ({', '.join('?' * 13)}, '', '{{}}')"
        db.execute(insert, row)
        with pytest.raises(sqlite3.IntegrityError):
            db.execute(insert, ("b", "app", "approved", "d2", b"", b"", "s", "r", "l", "n2", "t", "t", "t"))
