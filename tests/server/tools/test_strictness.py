"""Arguments: nothing extra, nothing converted, nothing echoed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.server.fakes import FakeDoor
from tests.server.tools.conftest import Connect, everything

CANARY = "AKIA-canary-5f3d hunter2"
PLAN = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("tool", "arguments", "nearest"),
    [
        ("lint_migrations", {"target": "shop", "config": CANARY}, ""),
        ("dry_run", {"target": "shop", "nota": CANARY}, "note"),
        ("dry_run", {"target": "shop", "auto_approve": True}, ""),
        ("inspect_schema", {"taget": CANARY}, "target"),
        ("inspect_schema", {"target": "shop", "url": CANARY}, ""),
        ("diff_schema", {"target": "shop", "from_": "live", "to": "desired"}, "from"),
        ("list_targets", {"x": CANARY}, ""),
    ],
)
async def test_an_unknown_argument_is_refused_with_the_nearest_name(
    tool: str, arguments: dict[str, Any], nearest: str, connect: Connect
) -> None:
    async with connect() as agent:
        result = await agent.raw(tool, arguments)
    text = everything(result)
    assert result.is_error
    assert "UNKNOWN_ARGUMENT: " in text
    assert f"Did you mean `{nearest}`?" in text or not nearest
    assert CANARY not in text


@pytest.mark.parametrize(
    ("tool", "arguments", "field"),
    [
        ("inspect_schema", {"target": "shop", "offset": "5"}, "offset"),
        ("inspect_schema", {"target": "shop", "offset": True}, "offset"),
        ("inspect_schema", {"target": "shop", "offset": -1}, "offset"),
        ("inspect_schema", {"target": "shop", "limit": 50_001}, "limit"),
        ("inspect_schema", {"target": "shop", "limit": 2.0e1}, "limit"),
        ("inspect_schema", {"target": "shop", "format": "{{ .Env.URL }}"}, "format"),
        ("inspect_schema", {"target": "shop", "schema": CANARY}, "schema"),
        ("inspect_schema", {"target": "shop", "tables": CANARY}, "tables"),
        ("inspect_schema", {"target": "shop", "tables": '["users"]'}, "tables"),
        ("inspect_schema", {"target": "shop", "tables": [CANARY * 40]}, "tables"),
        ("inspect_schema", {"target": 5}, "target"),
        ("inspect_schema", {"target": None}, "target"),
        ("inspect_schema", {}, "target"),
        ("diff_schema", {"target": "shop", "from": "live"}, "to"),
        ("diff_schema", {"target": "shop", "from": f"postgres://u:{CANARY}@h/db", "to": "live"}, "from"),
        ("write_migration", {"target": "shop", "content": CANARY}, "content"),
        ("show_plan", {"plan_id": CANARY}, "plan_id"),
        ("show_plan", {"plan_id": PLAN + "\n"}, "plan_id"),
        ("apply_plan", {"plan_id": PLAN.replace("0", "A")}, "plan_id"),
        ("apply_plan", {"plan_id": PLAN, "confirmation_token": [CANARY]}, "confirmation_token"),
        ("dry_run", {"target": "shop", "note": CANARY * 200}, "note"),
    ],
)
async def test_an_ill_typed_argument_is_refused_by_name_and_never_echoed(
    tool: str, arguments: dict[str, Any], field: str, connect: Connect
) -> None:
    async with connect() as agent:
        result = await agent.raw(tool, arguments)
    text = everything(result)
    assert result.is_error
    assert f"INVALID_ARGUMENT: The argument `{field}` of {tool}" in text
    assert CANARY not in text
    assert "{{" not in text


async def test_a_key_that_is_no_name_is_not_echoed_either(connect: Connect) -> None:
    async with connect() as agent:
        result = await agent.raw("lint_migrations", {"target": "shop", CANARY: 1})
    assert result.is_error
    assert CANARY not in everything(result)


async def test_an_unknown_tool_is_refused_with_the_nearest_name(connect: Connect) -> None:
    async with connect() as agent:
        assert await agent.refusal("lint_migration") == (
            "TOOL_UNKNOWN: There is no such tool. Did you mean lint_migrations?"
        )


@pytest.mark.parametrize("name", ["--dir=file://nw2", "../../x", "a\nb", "Ünicode", "a" * 65, ""])
async def test_A13_A14_A15_a_migrations_name_is_a_name(name: str, connect: Connect, door: FakeDoor) -> None:
    async with connect() as agent:
        text = await agent.raw("write_migration", {"target": "shop", "name": name, "content": "empty"})
    assert text.is_error
    assert "INVALID_NAME: " in everything(text)
    assert door.workspace.migrations == {}


@pytest.mark.parametrize(
    "argument",
    [
        "config",
        "c",
        "dir",
        "url",
        "env",
        "var",
        "format",
        "baseline",
        "exec_order",
        "allow_dirty",
        "revisions_schema",
    ],
)
async def test_A07_B05_B07_E05_E06_no_flag_of_atlas_is_an_argument(argument: str, connect: Connect) -> None:
    async with connect() as agent:
        for tool in ("lint_migrations", "dry_run", "migration_status"):
            result = await agent.raw(tool, {"target": "shop", argument: "file:///etc/passwd"})
            assert "UNKNOWN_ARGUMENT: " in everything(result)


@pytest.mark.parametrize("url", ["atlas://x", "mem://x", "file:///etc", "sqlite://new.db", "https://x"])
async def test_C06_E09_E10_a_url_is_no_target(url: str, connect: Connect) -> None:
    async with connect() as agent:
        assert (await agent.refusal("inspect_schema", target=url)).startswith("TARGET_UNKNOWN: ")
