"""How a refusal looks, that it is recorded, and what becomes of errors that nobody foresaw."""

from __future__ import annotations

import json

import pytest
import structlog

from schemawarden.errors import EngineError, StateError, UnavailableError
from tests.server.fakes import FakeDoor
from tests.server.tools.conftest import Connect, everything


async def test_a_refusal_is_code_sentence_and_next_step(connect: Connect) -> None:
    async with connect() as agent:
        text = await agent.refusal("lint_migrations", target="shp")
    assert text == "TARGET_UNKNOWN: There is no target 'shp'. Did you mean `shop`?"


async def test_a_refusal_is_recorded_without_what_was_said(connect: Connect, door: FakeDoor) -> None:
    async with connect() as agent:
        await agent.refusal("dry_run", target="shop", note="x" * 3_000)
        await agent.refusal("lint_migrations", target="hunter2")
    records = [json.loads(record.content) for record in await door.store.audit()]
    assert [(record["event"], record["principal"], record["fields"]) for record in records] == [
        ("call.refused", "agent@claude", {"tool": "dry_run", "code": "INVALID_ARGUMENT", "target": "shop"}),
        ("call.refused", "agent@claude", {"tool": "lint_migrations", "code": "TARGET_UNKNOWN", "target": ""}),
    ]


async def test_a_refusal_stands_when_it_cannot_be_recorded(
    connect: Connect, door: FakeDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(event: object) -> None:
        raise UnavailableError("AUDIT_UNAVAILABLE", "The disk is full.")

    monkeypatch.setattr(door.store, "record", full)
    with structlog.testing.capture_logs() as logs:
        async with connect() as agent:
            text = await agent.refusal("lint_migrations", target="shp")
    assert text.startswith("TARGET_UNKNOWN: ")
    assert [(entry["event"], entry["code"]) for entry in logs] == [("refusal_not_recorded", "TARGET_UNKNOWN")]


async def test_a_crash_tells_the_client_nothing_and_the_operator_all(
    connect: Connect, door: FakeDoor
) -> None:
    door.engine.answers["hash"] = RuntimeError("password=hunter2 at /home/carol")
    door.workspace.migrations["20260101000000_a.sql"] = "CREATE TABLE a (id int);\n"
    with structlog.testing.capture_logs() as logs:
        async with connect() as agent:
            text = await agent.refusal("lint_migrations", target="shop")
    assert text.startswith("INTERNAL: ")
    assert "hunter2" not in text
    assert [(entry["event"], entry["tool"], entry["exc_info"]) for entry in logs] == [
        ("tool_crashed", "lint_migrations", True)
    ]


async def test_an_engines_refusal_is_told_with_its_place(connect: Connect, door: FakeDoor) -> None:
    door.engine.answers["load"] = EngineError(
        "REPLAY_FAILED", "no such table: users", file="1_a.sql", statement=1
    )
    async with connect() as agent:
        text = await agent.refusal("inspect_schema", target="shop", schema_="migrations")
    assert text == (
        "REPLAY_FAILED: 1_a.sql, statement 2: no such table: users validate_schema tells which files load."
    )


async def test_errors_are_redacted_and_escaped(connect: Connect, door: FakeDoor) -> None:
    door.target.trouble = StateError("TARGET_ABSENT", "can't open postgres://carol:s3cret@db/x \u202e now.")
    async with connect() as agent:
        result = await agent.call("migration_status", target="shop")
    text = everything(result)
    assert "s3cret" not in text
    assert "postgres://[redacted]@db/x \\\\u{202e} now." in text


async def test_one_target_that_is_down_does_not_hide_the_others(connect: Connect, door: FakeDoor) -> None:
    door.target.trouble = StateError("TARGET_ABSENT", "It is gone.")
    async with connect() as agent:
        found = await agent.structure("list_targets")
    assert found["targets"][0]["server"] == "can't be read: TARGET_ABSENT"
