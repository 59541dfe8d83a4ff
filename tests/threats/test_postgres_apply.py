"""G on PostgreSQL: two at once, killed in the middle, and a queue of locks."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import anyio
import pytest

from schemawarden.adapters.postgres import target
from schemawarden_policy.approval import State
from tests.postgres import Server
from tests.server.crash.processes import children
from tests.server.postgres.apply.stage import SLOW, Meanwhile, Stage, make_stage
from tests.threats.agent import Agent, Answer, at_work, call, over_stdio

ONCE = "CREATE TABLE once (id bigint PRIMARY KEY);\nINSERT INTO once VALUES (1);\n"
TAKE_ATLAS_LOCK = "SELECT pg_advisory_lock(2686470616)"
"""FNV-1 of `atlas_migrate_execute`."""


@pytest.fixture
async def stage(tmp_path: Path, postgres: Server) -> Stage:
    return await make_stage(tmp_path, postgres)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody in this process waits long for sessions on the target."""
    monkeypatch.setattr(target, "_REST_SECONDS", 0.3)


async def events(stage: Stage, kind: str) -> int:
    records = [json.loads(record.content) for record in await stage.site.app().store.audit()]
    return sum(record["event"] == kind for record in records)


async def state_of(stage: Stage) -> State:
    return (await stage.plan()).state


# --- G01 ------------------------------------------------------------------------------------------------------------


async def test_G01_of_two_agents_on_two_servers_one_applies(stage: Stage, tmp_path: Path) -> None:
    await stage.approved(ONCE)
    answers: list[Answer] = []
    ready: list[str] = []
    together = anyio.Event()

    async def one(name: str) -> None:
        async with over_stdio(stage.site, tmp_path / f"stderr-{name}") as agent:
            await agent.call("list_targets")
            ready.append(name)
            if len(ready) == 2:
                together.set()
            await together.wait()
            answers.append(await agent.call("apply_plan", plan_id=stage.plan_id))

    async with anyio.create_task_group() as group:
        group.start_soon(one, "a")
        group.start_soon(one, "b")
    await one_applied(stage, answers)


async def test_G01_of_ten_calls_at_once_one_applies(stage: Stage) -> None:
    await stage.approved(ONCE)
    answers: list[Answer] = []
    async with at_work(stage.site) as agent, anyio.create_task_group() as group:

        async def one() -> None:
            answers.append(await agent.call("apply_plan", plan_id=stage.plan_id))

        for _ in range(10):
            group.start_soon(one)
    await one_applied(stage, answers)


async def one_applied(stage: Stage, answers: list[Answer]) -> None:
    outcomes = [answer.code or answer["outcome"] for answer in answers]
    assert outcomes.count("applied") == 1, outcomes
    assert set(outcomes) <= {"applied", "already_applied", "in_progress", "BUSY"}
    assert await events(stage, "plan.applying") == 1
    assert await stage.site.rows("SELECT id FROM once") == [(1,)]


@pytest.mark.usefixtures("impatient")
async def test_G01_while_atlas_itself_is_at_work_nothing_is_run_and_the_plan_stays_good(stage: Stage) -> None:
    await stage.approved(ONCE)
    async with stage.site.connected() as atlas:
        await atlas.execute(TAKE_ATLAS_LOCK)
        answer = await call(stage.site, "apply_plan", plan_id=stage.plan_id)
    assert answer.code == "TARGET_BUSY"
    assert await state_of(stage) is State.APPROVED
    assert "public.once" not in await stage.site.tables_there()
    assert (await call(stage.site, "apply_plan", plan_id=stage.plan_id))["outcome"] == "applied"


@pytest.mark.usefixtures("impatient")
async def test_G01_atlas_that_begins_after_our_last_look_is_let_finish(stage: Stage) -> None:
    """The engine waits for its lock and gives up; the plan is settled when the lock is free."""
    await stage.approved(ONCE)
    async with stage.site.connected() as atlas, at_work(stage.site) as agent:
        with pytest.raises(Exception, match="TARGET_BUSY"):
            await stage.apply(Meanwhile("claimed", lambda: atlas.execute(TAKE_ATLAS_LOCK)))
        assert await state_of(stage) is State.APPLYING
        answer = await agent.call("apply_plan", plan_id=stage.plan_id)
        assert answer["outcome"] == "in_progress"
        await atlas.execute("SELECT pg_advisory_unlock_all()")
        answer = await agent.call("apply_plan", plan_id=stage.plan_id)
    assert answer["outcome"] == "failed"
    assert "public.once" not in await stage.site.tables_there()


# --- G02 ------------------------------------------------------------------------------------------------------------


@asynccontextmanager
async def applying(stage: Stage, stderr: Path) -> AsyncIterator[tuple[int, int, int]]:
    """An apply on a server of its own, in the middle of a statement that does not end by itself: ids of the server, of the
    engine and of the database's process at work. The server is killed in any case; a client never likes that."""
    failures: list[Exception] = []
    with suppress(Exception):
        async with over_stdio(stage.site, stderr) as agent, anyio.create_task_group() as group:
            group.start_soon(_apply, agent, stage.plan_id)
            backend = await stage.in_the_middle()
            (server,) = [pid for pid in children(os.getpid()) if _is_server(pid, stage)]
            (engine,) = [pid for pid in children(server) if _name(pid) == "schemawarden-en"]
            try:
                yield server, engine, backend
            except Exception as error:  # noqa: BLE001 - raised again, out of the client
                failures.append(error)
            kill(server)
            group.cancel_scope.cancel()
    if failures:
        raise failures[0]


async def _apply(agent: Agent, plan_id: str) -> None:
    with suppress(Exception):
        await agent.call("apply_plan", plan_id=plan_id)


def _is_server(pid: int, stage: Stage) -> bool:
    return str(stage.site.config).encode() in Path(f"/proc/{pid}/cmdline").read_bytes()


def _name(pid: int) -> str:
    """Its first 15 letters."""
    return Path(f"/proc/{pid}/comm").read_text().strip()


def kill(*pids: int) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


async def test_G02_a_killed_apply_is_judged_from_the_database_and_never_tried_again(
    stage: Stage, tmp_path: Path
) -> None:
    await stage.approved(ONCE + SLOW)
    async with stage.gate_closed(), applying(stage, tmp_path / "stderr") as (server, engine, _):
        kill(server, engine)
    assert await state_of(stage) is State.APPLYING
    async with at_work(stage.site) as agent:
        after = await agent.call("apply_plan", plan_id=stage.plan_id)
        shown = await agent.call("show_plan", plan_id=stage.plan_id)
    assert (after["outcome"], shown["state"]) == ("failed", "failed")
    assert "public.once" not in await stage.site.tables_there()
    assert await stage.slowed() == {0}
    assert (await events(stage, "plan.applying"), await events(stage, "plan.finished")) == (1, 1)


async def test_G02_an_engine_that_outlives_its_server_is_waited_for(stage: Stage, tmp_path: Path) -> None:
    await stage.approved(ONCE + SLOW)
    async with at_work(stage.site) as agent:
        async with stage.gate_closed(), applying(stage, tmp_path / "stderr") as (server, _, _):
            kill(server)
            meanwhile = await agent.call("apply_plan", plan_id=stage.plan_id)
            assert meanwhile["outcome"] == "in_progress"
        after = await settled(agent, stage)
    assert after["outcome"] in ("applied", "already_applied")
    assert await stage.slowed() == {1}
    assert await events(stage, "plan.applying") == 1


@pytest.mark.usefixtures("impatient")
async def test_G02_a_session_that_outlives_the_engine_is_waited_for(stage: Stage, tmp_path: Path) -> None:
    await stage.approved(ONCE + SLOW)
    async with stage.gate_closed():
        assert await killed_with_a_session_left(stage, tmp_path) == "failed"
    assert "public.once" not in await stage.site.tables_there()
    assert await stage.slowed() == {0}


@pytest.mark.usefixtures("impatient")
async def test_G02_what_such_a_session_may_have_done_without_a_transaction_is_not_guessed(
    stage: Stage, tmp_path: Path
) -> None:
    await stage.approved("-- atlas:txmode none\n\nCREATE INDEX CONCURRENTLY slowly ON ledger (what);\n")
    async with stage.site.connected() as writer:  # whom building the index waits for
        await writer.execute("BEGIN")
        await writer.execute("INSERT INTO ledger (what) VALUES ('written meanwhile')")
        assert await killed_with_a_session_left(stage, tmp_path) == "unknown"
    assert await stage.slowed() == {0}


async def killed_with_a_session_left(stage: Stage, tmp_path: Path) -> str:
    """Its process on the server is stopped: nothing can end it, and it may still do something. The outcome once it ended."""
    async with at_work(stage.site) as agent:
        async with applying(stage, tmp_path / "stderr") as (server, engine, backend):
            os.kill(backend, signal.SIGSTOP)
            try:
                kill(server, engine)
                meanwhile = await agent.call("apply_plan", plan_id=stage.plan_id)
                shown = await agent.call("show_plan", plan_id=stage.plan_id)
            finally:
                os.kill(backend, signal.SIGCONT)
        assert (meanwhile["outcome"], shown["state"]) == ("in_progress", "applying")
        return str((await settled(agent, stage))["outcome"])


async def settled(agent: Agent, stage: Stage) -> Answer:
    """The first answer after those that say to wait."""
    while (answer := await agent.call("apply_plan", plan_id=stage.plan_id))["outcome"] == "in_progress":
        assert "apply_plan" in answer["next_step"]
        await anyio.sleep(0.1)
    return answer


# --- G10 ------------------------------------------------------------------------------------------------------------


async def test_G10_an_apply_waits_for_a_lock_no_longer_than_others_can_bear(stage: Stage) -> None:
    """A long transaction has read the table. The ALTER queues behind it, and all later readers behind the ALTER."""
    await stage.approved("ALTER TABLE ledger ADD COLUMN note text;\n")
    async with stage.site.connected() as blocker, at_work(stage.site) as agent:
        await blocker.execute("BEGIN")
        await blocker.execute("SELECT FROM ledger")
        async with anyio.create_task_group() as group:
            group.start_soon(_read_behind_the_alter, stage)
            answer = await agent.call("apply_plan", plan_id=stage.plan_id)
        await blocker.execute("COMMIT")
        assert answer["outcome"] == "failed"
        assert "LOCK_TIMEOUT" in answer["explanation"]
        assert "Nothing was changed" in answer["explanation"]
        assert await stage.site.rows("SELECT attname FROM pg_attribute WHERE attname = 'note'") == []
        assert await stage.site.rows("SELECT count(*) FROM atlas_schema_revisions") == [(1,)]
        again = (await agent.call("dry_run", target="app"))["plan_id"]
        assert (await agent.call("apply_plan", plan_id=again))["outcome"] == "needs_approval"
        await stage.site.approve(again)
        assert (await agent.call("apply_plan", plan_id=again))["outcome"] == "applied"


async def _read_behind_the_alter(stage: Stage) -> None:
    """Ends while the long transaction still holds its lock, or the test never does."""
    async with stage.site.connected() as reader:
        waiting = "SELECT FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock' AND relation = 'ledger'::regclass"
        while not await reader.fetch(waiting):
            await anyio.sleep(0.02)
        assert await reader.fetchval("SELECT count(*) FROM ledger") > 0


PROBE = """\
INSERT INTO seen SELECT '{0}', name, setting FROM pg_settings
  WHERE name IN ('lock_timeout', 'statement_timeout', 'client_connection_check_interval', 'application_name');
"""


async def test_G10_a_files_own_lock_timeout_counts_and_ends_with_the_file(stage: Stage) -> None:
    await stage.approved(
        "CREATE TABLE seen (file text, name text, setting text);\nSET lock_timeout = '1s';\n" + PROBE.format("first"),
        PROBE.format("second"),
    )  # fmt: skip
    assert (await stage.apply()).state is State.APPLIED
    seen = {(file, name): setting for file, name, setting in await stage.site.rows("SELECT * FROM seen")}
    assert (seen["first", "lock_timeout"], seen["second", "lock_timeout"]) == ("1000", "5000")
    assert {seen[file, "statement_timeout"] for file in ("first", "second")} == {"3600000"}
    assert {seen[file, "client_connection_check_interval"] for file in ("first", "second")} == {"500"}
    run_id = (await stage.plan()).run_id
    assert {seen[file, "application_name"] for file in ("first", "second")} == {f"schemawarden:{run_id}"}
