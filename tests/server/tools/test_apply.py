"""apply_plan at the agent door: missing approvals are an outcome, and nothing an agent sends is one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from mcp import Client
from mcp_types import ElicitResult

from schemawarden.errors import EngineError
from schemawarden.server import AgentDoor
from tests.server.fakes import FakeDoor
from tests.server.tools.conftest import Connect, texts

ORDERS = "20260101000000_orders.sql"
CREATE = "CREATE TABLE orders (id integer PRIMARY KEY, total integer NOT NULL);\n"


@pytest.fixture(autouse=True)
def pending(door: FakeDoor) -> FakeDoor:
    door.workspace.migrations[ORDERS] = CREATE
    return door


async def test_a_missing_approval_is_an_outcome_that_says_who_what_and_where(
    connect: Connect, door: FakeDoor
) -> None:
    async with connect() as agent:
        plan = await agent.structure("dry_run", target="shop")
        result = await agent.call("apply_plan", plan_id=plan["plan_id"])
    assert not result.is_error
    found = result.structured_content
    assert found is not None
    assert (found["outcome"], found["digest"]) == ("needs_approval", plan["digest"])
    assert found["where_to_approve"] == door.where_to_approve(plan["plan_id"])
    assert found["explanation"] == (
        "Nothing was run. The plan needs 1 approval at assurance advisory or higher. Counted: none so far."
    )
    assert plan["digest"] in texts(result)[0]
    assert "apply" not in door.engine.calls[door.engine.calls.index("apply") + 1 :], (
        "only the rehearsal's apply"
    )


async def test_a_token_applies_the_plan_once(connect: Connect, door: FakeDoor) -> None:
    async with connect() as agent:
        plan_id = (await agent.structure("dry_run", target="shop"))["plan_id"]
        first = await agent.structure("apply_plan", plan_id=plan_id, confirmation_token="alice")
        assert "engine done" in agent.progress
        again = await agent.structure("apply_plan", plan_id=plan_id)
    assert (first["outcome"], first["files"], first["evidence"]) == (
        "applied",
        [ORDERS],
        ["alice: ssh, advisory"],
    )
    assert again["outcome"] == "already_applied"
    assert door.engine.calls.count("apply") == 2, "the rehearsal and the real one"


async def test_a_quorum_tells_who_counts_and_who_does_not(connect: Connect, door: FakeDoor) -> None:
    door.workspace.migrations[ORDERS] = "DROP TABLE users;\n"
    door.tokens.approvers = ("alice", "bob", "agent@claude")
    async with connect() as agent:
        plan_id = (await agent.structure("dry_run", target="shop"))["plan_id"]
        one = await agent.structure("apply_plan", plan_id=plan_id, confirmation_token="alice")
        own = await agent.structure("apply_plan", plan_id=plan_id, confirmation_token="agent@claude")
        both = await agent.structure("apply_plan", plan_id=plan_id, confirmation_token="bob")
    assert (one["outcome"], own["outcome"], both["outcome"]) == (
        "needs_approval",
        "needs_approval",
        "applied",
    )
    assert "approvals of 2 different people" in one["explanation"]
    assert "Counted: alice (advisory)." in own["explanation"]
    assert "Does not count: agent@claude (SELF_APPROVAL: " in own["explanation"]


async def test_a_bad_token_is_refused_and_not_echoed(connect: Connect, door: FakeDoor) -> None:
    async with connect() as agent:
        plan_id = (await agent.structure("dry_run", target="shop"))["plan_id"]
        text = await agent.refusal("apply_plan", plan_id=plan_id, confirmation_token="swt1.forged-hunter2")
    assert text.startswith("TOKEN_MALFORMED: ")
    assert "hunter2" not in text
    events = [json.loads(record.content)["event"] for record in await door.store.audit()]
    assert events == ["plan.proposed", "call.refused"]


async def test_a_moved_schema_makes_the_plan_stale(connect: Connect, door: FakeDoor) -> None:
    async with connect() as agent:
        plan_id = (await agent.structure("dry_run", target="shop"))["plan_id"]
        door.target.live = type(door.target.live)(
            **{name: getattr(door.target.live, name) for name in door.target.live.__slots__}
            | {"fingerprint": "other"}
        )
        text = await agent.refusal("apply_plan", plan_id=plan_id, confirmation_token="alice")
        shown = await agent.structure("show_plan", plan_id=plan_id)
    assert text.startswith("DRIFT: ")
    assert shown["state"] == "stale"


async def test_a_failed_apply_is_told_as_the_database_shows_it(connect: Connect, door: FakeDoor) -> None:
    async with connect() as agent:
        plan_id = (await agent.structure("dry_run", target="shop"))["plan_id"]
        door.engine.answers["apply"] = EngineError("STATEMENT_FAILED", "disk I/O error")
        found = await agent.structure("apply_plan", plan_id=plan_id, confirmation_token="alice")
    assert found["outcome"] == "failed"
    assert found["next_step"] == 'Mend the migration, then dry_run(target="shop")'


async def test_an_unknown_plan_is_refused(connect: Connect) -> None:
    async with connect() as agent:
        text = await agent.refusal("apply_plan", plan_id="00000000-0000-4000-8000-000000000000")
    assert text.startswith("PLAN_UNKNOWN: ")


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_F09_the_server_never_asks_and_an_accepting_client_changes_nothing(
    mode: str, door: FakeDoor
) -> None:
    asked: list[Any] = []

    async def accept(context: Any, params: Any) -> ElicitResult:
        asked.append(params)
        return ElicitResult(action="accept", content={"approve": True})

    async with Client(AgentDoor(door), mode=mode, elicitation_callback=accept) as client:
        run = await client.call_tool("dry_run", {"target": "shop"})
        assert run.structured_content is not None
        plan_id = run.structured_content["plan_id"]
        result = await client.call_tool("apply_plan", {"plan_id": plan_id})
    assert result.structured_content is not None
    assert result.structured_content["outcome"] == "needs_approval"
    assert asked == []
    assert (await door.store.plan(plan_id)).state == "proposed"
