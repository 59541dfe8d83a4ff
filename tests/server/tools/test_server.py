"""The server around the tools: recovery at start, deaf clients, an end that waits for what runs."""

from __future__ import annotations

import anyio
import pytest
import structlog

from schemawarden import server as module
from schemawarden.errors import StateError
from schemawarden.flows.progress import Quiet
from schemawarden.flows.propose import propose
from schemawarden.ports import AuditEvent
from schemawarden.server import AgentDoor
from schemawarden.tools.call import Reply
from schemawarden.tools.progress import Told
from schemawarden_policy.approval import State
from tests.server.fakes import NOW, FakeDoor
from tests.server.tools.conftest import Connect

ORDERS = "20260101000000_orders.sql"


async def interrupted(door: FakeDoor) -> str:
    """A plan that a crash left in `applying`."""
    door.workspace.migrations[ORDERS] = "CREATE TABLE orders (id integer PRIMARY KEY);\n"
    plan = (await propose(door.context("shop"), "", Quiet())).plan
    assert plan is not None
    event = AuditEvent("test", NOW, "test")
    await door.store.move(plan.id, State.APPROVED, {}, event)
    await door.store.move(plan.id, State.APPLYING, {}, event)
    return plan.id


async def test_recovery_settles_what_a_crash_left(connect: Connect, door: FakeDoor) -> None:
    plan_id = await interrupted(door)
    door.target.apply([ORDERS])
    with structlog.testing.capture_logs() as logs:
        async with connect() as agent:
            shown = await agent.structure("show_plan", plan_id=plan_id)
    assert shown["state"] == "applied"
    assert [(entry["event"], entry["outcome"]) for entry in logs] == [("plan_recovered", "applied")]


async def test_recovery_that_hangs_does_not_keep_clients_waiting(
    connect: Connect, door: FakeDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(ctx: object) -> tuple[()]:
        await anyio.sleep_forever()
        raise AssertionError

    monkeypatch.setattr(module, "recover", hang)
    monkeypatch.setattr(module, "_RECOVERY_SECONDS", 0.1)
    with anyio.fail_after(5):
        async with connect() as agent:
            assert await agent.structure("list_plans")


@pytest.mark.parametrize("trouble", [StateError("TARGET_ABSENT", "It is gone."), RuntimeError("odd")])
async def test_recovery_that_fails_is_logged_and_the_server_serves(
    trouble: Exception, connect: Connect, door: FakeDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(ctx: object) -> tuple[()]:
        raise trouble

    monkeypatch.setattr(module, "recover", fail)
    with structlog.testing.capture_logs() as logs:
        async with connect() as agent:
            await agent.structure("list_plans")
    assert logs[0]["event"] in ("recovery_failed", "recovery_crashed")


async def test_progress_never_fails_or_holds_up_the_work() -> None:
    async def broken(done: float, total: float | None, words: str | None) -> None:
        raise anyio.ClosedResourceError

    async def deaf(done: float, total: float | None, words: str | None) -> None:
        await anyio.sleep_forever()

    with anyio.fail_after(5):
        await Told(broken).reached("locked")
        await Told(deaf).reached("locked")


async def test_progress_only_grows_and_its_words_are_clean() -> None:
    told: list[tuple[float, str | None]] = []

    async def report(done: float, total: float | None, words: str | None) -> None:
        told.append((done, words))

    progress = Told(report)
    await progress.reached("engine_statement_done", 3, 9, "a\u202e\nb.sql")
    await progress.reached("recorded")
    assert told == [(1.0, "engine statement done 3 of 9: a\\u{202e}\\u{a}b.sql"), (2.0, "recorded")]


async def test_idle_waits_for_a_call_that_nothing_can_cancel(
    door: FakeDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    finished = []

    async def apply(*arguments: object) -> Reply:
        with anyio.CancelScope(shield=True):
            await anyio.sleep(0.3)
            finished.append(True)
        return Reply("applied", {})

    monkeypatch.setattr(module, "answer", apply)
    server = AgentDoor(door)
    async with anyio.create_task_group() as group:
        group.start_soon(server.call_tool, "apply_plan", {})
        await anyio.sleep(0.05)
        group.cancel_scope.cancel()
        with anyio.CancelScope(shield=True):
            await server.idle()
            assert finished == [True]
