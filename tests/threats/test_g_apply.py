"""G: two at once, a crash in the middle, a failing file; and an audit that shows what was done to it."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import anyio
import pytest

from tests.threats.agent import Agent, Answer, at_work, call, over_stdio, server_command
from tests.threats.world import ROWS, World, unchanged

MORE = "CREATE TABLE more (id INTEGER PRIMARY KEY);\n"


async def approved(world: World, *texts: str) -> str:
    world.site.migrate(*texts)
    await world.seal()
    plan = await world.site.planned()
    await world.site.approve(plan)
    return plan


async def events(world: World, kind: str) -> int:
    return sum(record["event"] == kind for record in await world.audit())


# --- G01 ------------------------------------------------------------------------------------------------------------


async def test_G01_of_two_agents_on_two_servers_one_applies(world: World) -> None:
    plan = await approved(world, MORE)
    answers: list[Answer] = []
    together = anyio.Event()

    async def one(name: str) -> None:
        async with over_stdio(world.site, world.root / f"stderr-{name}") as agent:
            await agent.call("list_targets")
            ready.append(name)
            if len(ready) == 2:
                together.set()
            await together.wait()
            answers.append(await agent.call("apply_plan", plan_id=plan))

    ready: list[str] = []
    async with anyio.create_task_group() as group:
        group.start_soon(one, "a")
        group.start_soon(one, "b")
    outcomes = sorted(answer.code or answer["outcome"] for answer in answers)
    assert outcomes[1] == "applied" or outcomes[0] == "applied"
    assert outcomes != ["applied", "applied"]
    assert set(outcomes) <= {"applied", "already_applied", "in_progress", "BUSY"}
    assert await events(world, "plan.applying") == 1
    assert world.site.ask("SELECT count(*) FROM atlas_schema_revisions") == [(2,)]


async def test_G01_of_twenty_calls_at_once_one_applies(world: World) -> None:
    plan = await approved(world, MORE)
    answers: list[Answer] = []
    async with at_work(world.site) as agent, anyio.create_task_group() as group:

        async def one() -> None:
            answers.append(await agent.call("apply_plan", plan_id=plan))

        for _ in range(20):
            group.start_soon(one)
    outcomes = [answer.code or answer["outcome"] for answer in answers]
    assert outcomes.count("applied") == 1
    assert set(outcomes) <= {"applied", "already_applied", "in_progress", "BUSY"}
    assert await events(world, "plan.applying") == 1


# --- G02 ------------------------------------------------------------------------------------------------------------

SLOW_ON_DATA = "CREATE TABLE sums AS SELECT sum(a.id * b.id) AS n FROM precious AS a, precious AS b;\n"
"""A moment on the empty copy of a rehearsal, seconds on the rows of the target."""


def fill(world: World, rows: int) -> None:
    with closing(sqlite3.connect(world.site.database)) as db, db:
        db.executemany("INSERT INTO precious (name) VALUES (?)", [("x",)] * rows)


def servers_of(world: World) -> list[int]:
    return _processes(lambda line: str(world.site.config).encode() in line and b"serve" in line)


def engines_at_work(world: World) -> list[int]:
    """Engine processes that hold this target's lock."""
    found = []
    for pid in _processes(lambda line: line.startswith(b"schemawarden-engine")):
        with suppress(OSError):
            if str(world.site.state / "locks") in str(Path(f"/proc/{pid}/fd/4").readlink()):
                found.append(pid)
    return found


def _processes(fits: Callable[[bytes], bool]) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if fits((entry / "cmdline").read_bytes()):
                found.append(int(entry.name))
    return found


async def killed_in_the_middle(world: World, plan: str, *, engine: bool) -> list[int]:
    """Start an apply on a server of its own and kill that -9 once the engine is at work; the engines then left."""
    with anyio.fail_after(30), suppress(Exception):
        async with over_stdio(world.site, world.root / "stderr") as agent, anyio.create_task_group() as group:

            async def apply() -> None:
                with suppress(Exception):
                    await agent.call("apply_plan", plan_id=plan)

            group.start_soon(apply)
            while not engines_at_work(world) or await events(world, "plan.applying") == 0:
                await anyio.sleep(0.02)
            await anyio.sleep(0.3)
            for pid in servers_of(world) + (engines_at_work(world) if engine else []):
                os.kill(pid, signal.SIGKILL)
            group.cancel_scope.cancel()
    with anyio.move_on_after(5 if engine else 0):
        while engines_at_work(world):
            await anyio.sleep(0.05)
    return engines_at_work(world)


async def test_G02_a_killed_apply_is_judged_from_the_database_and_never_tried_again(world: World) -> None:
    fill(world, 20_000)
    plan = await approved(world, MORE + SLOW_ON_DATA)
    assert await killed_in_the_middle(world, plan, engine=True) == []
    assert (await world.site.app().store.plan(plan)).state == "applying"
    async with at_work(world.site) as agent:
        after = await agent.call("apply_plan", plan_id=plan)
        shown = await agent.call("show_plan", plan_id=plan)
    assert after["outcome"] == "failed"
    assert shown["state"] == "failed"
    assert "more" not in world.site.tables()
    assert "sums" not in world.site.tables()
    assert await events(world, "plan.applying") == 1
    assert await events(world, "plan.finished") == 1


async def test_G02_an_engine_that_outlives_its_server_is_waited_for(world: World) -> None:
    fill(world, 9_000)
    plan = await approved(world, MORE + SLOW_ON_DATA)
    orphans = await killed_in_the_middle(world, plan, engine=False)
    assert orphans, "the engine had ended already; give it more rows"
    async with at_work(world.site) as agent:
        meanwhile = await agent.call("apply_plan", plan_id=plan)
        assert meanwhile["outcome"] in ("in_progress", "applied", "already_applied")
        with anyio.fail_after(30):
            while (await agent.call("show_plan", plan_id=plan))["state"] == "applying":
                await anyio.sleep(0.2)
        after = await agent.call("apply_plan", plan_id=plan)
    assert after["outcome"] in ("applied", "already_applied")
    assert engines_at_work(world) == []
    assert {"more", "sums"} <= world.site.tables()
    assert world.site.ask("SELECT count(*) FROM atlas_schema_revisions") == [(2,)]
    assert await events(world, "plan.applying") == 1


# --- G03 ------------------------------------------------------------------------------------------------------------


async def test_G03_a_failing_statement_leaves_nothing_of_its_file_and_needs_a_new_approval(
    world: World,
) -> None:
    world.site.run_sql("UPDATE precious SET name = 'same'")
    plan = await approved(world, MORE + "CREATE UNIQUE INDEX one ON precious (name);\n")
    token = await world.site.token(plan)
    answer = await call(world.site, "apply_plan", plan_id=plan)
    assert answer["outcome"] == "failed"
    assert "statement 2" in answer["explanation"]
    assert "more" not in world.site.tables()
    with unchanged(world):
        again = await call(world.site, "apply_plan", plan_id=plan, confirmation_token=token)
        assert again["outcome"] == "failed"
        other = (await call(world.site, "dry_run", target="app"))["plan_id"]
        assert (await call(world.site, "apply_plan", plan_id=other))["outcome"] == "needs_approval"
        assert (
            await call(world.site, "apply_plan", plan_id=other, confirmation_token=token)
        ).code == "TOKEN_OTHER_PLAN"


async def test_G03_files_before_the_failing_one_stay_and_that_is_told(world: World) -> None:
    world.site.run_sql("UPDATE precious SET name = 'same'")
    plan = await approved(
        world, MORE, "CREATE UNIQUE INDEX one ON precious (name);\n", "DROP TABLE precious;\n"
    )
    answer = await call(world.site, "apply_plan", plan_id=plan)
    assert answer["outcome"] == "failed_partial"
    assert answer["files"] == ["20260101000002_step2.sql"]
    assert "tell a human" in answer["next_step"]
    with unchanged(world):
        again = await call(world.site, "apply_plan", plan_id=plan)
        status = await call(world.site, "migration_status", target="app")
    assert again["outcome"] == "failed_partial"
    assert status["pending"] == ["20260101000003_step3.sql", "20260101000004_step4.sql"]
    assert len(world.rows()) == len(ROWS)


# --- G11, G12, G13: the audit, through the real CLI -----------------------------------------------------------------


def cli(world: World, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "schemawarden", *arguments, "--config", str(world.site.config)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def state(world: World, *statements: str) -> None:
    """What somebody with write access to the state directory does."""
    with closing(sqlite3.connect(world.site.state / "state.db")) as db, db:
        for statement in statements:
            db.execute(statement)


async def some_records(world: World) -> int:
    async with at_work(world.site) as agent:
        for number in range(6):
            await agent.call("inspect_schema", target=f"nothing{number}")
    return len(await world.audit())


async def test_G11_an_untouched_audit_verifies(world: World) -> None:
    count = await some_records(world)
    done = cli(world, "audit", "verify")
    assert done.returncode == 0, done.stderr
    assert f"{count} records, the chain is whole" in done.stdout


TAMPERING = {
    "one byte": ("UPDATE audit SET content = CAST(replace(content, 'TARGET_UNKNOWN', 'TARGET_UNKNOWM') AS BLOB) WHERE sequence = 3", 3),
    "hash": ("UPDATE audit SET hash = replace(hash, 'a', 'b') WHERE sequence = 5", 5),
    "deleted": ("DELETE FROM audit WHERE sequence = 3", 3),
    "deleted first": ("DELETE FROM audit WHERE sequence = 1", 1),
    "swapped": ("UPDATE audit SET content = (SELECT content FROM audit WHERE sequence = 2) WHERE sequence = 4", 4),
    "inserted": ("INSERT INTO audit SELECT sequence + 100, at, content, hash FROM audit WHERE sequence = 2", 7),
}  # fmt: skip


@pytest.mark.parametrize("kind", TAMPERING)
async def test_G11_an_altered_audit_is_told_with_the_first_record_that_does_not_fit(
    world: World, kind: str
) -> None:
    assert await some_records(world) == 6
    statement, sequence = TAMPERING[kind]
    state(world, statement)
    done = cli(world, "audit", "verify")
    assert done.returncode != 0
    assert "AUDIT_BROKEN" in done.stderr
    assert f"record {sequence}" in done.stderr


async def test_G11_a_cut_tail_shows_in_the_head(world: World) -> None:
    """The chain alone can't show it; the head noted elsewhere does, and the command says so."""
    await some_records(world)
    before = json.loads(cli(world, "audit", "verify", "--json").stdout)
    state(world, "DELETE FROM audit WHERE sequence > 4")
    done = cli(world, "audit", "verify", "--json")
    assert json.loads(done.stdout)["head"] != before["head"]
    assert json.loads(done.stdout)["records"] == before["records"] - 2
    assert "a cut tail shows only by it" in cli(world, "audit", "verify").stdout


async def test_G11_no_tool_reads_or_writes_the_audit(world: World) -> None:
    await some_records(world)
    before = await world.audit()
    async with at_work(world.site) as agent:
        await agent.ask_everything()
        for tool in ("audit", "audit_verify", "clear_audit", "delete_plan"):
            assert (await agent.call(tool)).code == "TOOL_UNKNOWN"
    assert (await world.audit())[: len(before)] == before


FORGERY = 'x"}\n{"event":"plan.applied","principal":"dana","sequence":99}\r\n\x1b[2K\x1b[1A\u2028\u202e'


async def test_G12_nothing_that_an_agent_says_forges_a_record_or_a_line(world: World) -> None:
    world.site.migrate(MORE)
    async with at_work(world.site) as agent:
        for tool, arguments in sayings():
            await agent.send(tool, arguments)
    with closing(sqlite3.connect(world.site.state / "state.db")) as db:
        contents = [bytes(row[0]) for row in db.execute("SELECT content FROM audit ORDER BY sequence")]
    for content in contents:
        assert not set(content) & {*b"\n\r\x1b", 0x7F}
        assert json.loads(content)["event"] != "plan.applied"
    assert cli(world, "audit", "verify").returncode == 0
    shown = cli(world, "audit", "show")
    assert shown.returncode == 0
    for hidden in ("\x1b[2K", "\r", "\u202e", "\u2028"):
        assert hidden not in shown.stdout


def sayings() -> list[tuple[str, dict[str, Any]]]:
    return [
        (FORGERY, {}),
        ("inspect_schema", {"target": FORGERY}),
        ("inspect_schema", {"target": "app", FORGERY: 1}),
        ("inspect_schema", {"target": "app", "tables": [FORGERY]}),
        ("write_migration", {"target": "app", "name": FORGERY}),
        ("apply_plan", {"plan_id": FORGERY}),
        ("apply_plan", {"plan_id": "00000000-0000-4000-8000-000000000000", "confirmation_token": FORGERY}),
        ("explain_rule", {"rule": FORGERY[:80]}),
        ("dry_run", {"target": "app", "note": FORGERY}),
    ]


async def test_G12_neither_does_a_file_name_a_humans_reason_or_the_log(world: World) -> None:
    (world.site.migrations / "20260102000000_'};--.sql").write_text(MORE)
    plan = (await call(world.site, "dry_run", target="app"))["plan_id"]
    assert cli(world, "deny", plan, "--reason", FORGERY).returncode == 0
    stderr = world.site.state / "stderr"
    async with over_stdio(world.site, stderr) as agent:
        for tool, arguments in sayings():
            await agent.send(tool, arguments)
        shown = await agent.call("show_plan", plan_id=plan)
    assert "\x1b" not in shown["outcome"]
    for line in stderr.read_text().splitlines():
        assert json.loads(line)["event"] != "plan.applied"
        assert "\x1b" not in line
    assert cli(world, "audit", "verify").returncode == 0


LIMITED = "ulimit -f {blocks}; exec {command}"


async def test_G13_without_room_for_the_audit_nothing_is_applied(world: World) -> None:
    """The state's disk is full: the server may make no file larger than it is already."""
    plan = await approved(world, MORE)
    with closing(sqlite3.connect(world.site.state / "state.db")) as held:
        held.execute("BEGIN")
        held.execute("SELECT count(*) FROM audit").fetchall()
        await grow_the_wal(world)
        command = LIMITED.format(blocks=48, command=" ".join(server_command(world.site)))
        with unchanged(world):
            async with over_stdio(
                world.site, world.site.state / "err", command=["bash", "-c", command]
            ) as agent:
                answers = await refused_for_lack_of_room(agent, plan)
    assert [answer.code for answer in answers] == ["AUDIT_UNAVAILABLE"] * len(answers)
    assert (await world.site.app().store.plan(plan)).state == "approved"
    assert "more" not in world.site.tables()
    assert (await call(world.site, "apply_plan", plan_id=plan))["outcome"] == "applied"


async def grow_the_wal(world: World) -> None:
    """Above the limit of the next server; a reader keeps it from being reset."""
    wal = world.site.state / "state.db-wal"
    async with at_work(world.site) as agent:
        while wal.stat().st_size < 100_000:
            await agent.call("inspect_schema", target="nothing")


async def refused_for_lack_of_room(agent: Agent, plan: str) -> list[Answer]:
    return [
        await agent.call("apply_plan", plan_id=plan),
        await agent.call("apply_plan", plan_id=plan),
        await agent.call("withdraw_plan", plan_id=plan),
        await agent.call("write_migration", target="app", content="sum_only"),
    ]


@pytest.mark.parametrize("broken", ["not a database", "no table", "a directory", "read-only table"])
async def test_G13_with_a_broken_audit_nothing_is_applied(world: World, broken: str) -> None:
    plan = await approved(world, MORE)
    database = world.site.state / "state.db"
    if broken == "no table":
        state(world, "ALTER TABLE audit RENAME TO moved", "CREATE VIEW audit AS SELECT * FROM moved")
    elif broken == "read-only table":
        state(world, "CREATE TRIGGER no BEFORE INSERT ON audit BEGIN SELECT raise(ABORT, 'full'); END")
    else:
        for file in world.site.state.glob("state.db*"):
            file.unlink()
        database.mkdir() if broken == "a directory" else database.write_bytes(b"no database " * 1000)
    with unchanged(world):
        answer = await call(world.site, "apply_plan", plan_id=plan)
    assert answer.code == "AUDIT_UNAVAILABLE"
    assert "more" not in world.site.tables()
