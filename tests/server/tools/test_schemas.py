"""What clients are told about the tools: snapshots, and the rules that every tool keeps."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp_types import Tool

from schemawarden.server import INSTRUCTIONS, AgentDoor
from schemawarden.tools import TOOLS
from schemawarden.tools.markdown import tools_markdown
from tests.server.fakes import FakeDoor
from tests.server.tools.conftest import Connect

GOLDEN = Path(__file__).parent / "golden"
NAMES = [tool.name for tool in TOOLS]
INPUTS = {
    "target", "schema", "format", "tables", "offset", "limit", "from", "to", "name", "content", "note", "plan_id",
    "confirmation_token", "rule",
}  # fmt: skip


@pytest.fixture
async def listed(door: FakeDoor) -> list[Tool]:
    return await AgentDoor(door).list_tools()


def as_json(tool: Tool) -> dict[str, Any]:
    return tool.model_dump(mode="json", by_alias=True, exclude_none=True)


def nodes(schema: Any) -> Iterator[dict[str, Any]]:
    """Every object of a schema, at any depth."""
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from nodes(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from nodes(value)


@pytest.mark.parametrize("name", NAMES)
async def test_a_tools_schema_is_as_it_was_agreed(name: str, listed: list[Tool]) -> None:
    (tool,) = (tool for tool in listed if tool.name == name)
    text = json.dumps(as_json(tool), indent=2) + "\n"
    path = GOLDEN / f"{name}.json"
    if os.environ.get("UPDATE_GOLDEN") == "1" and not os.environ.get("CI"):
        path.write_text(text)
    assert path.exists(), "read the new schema as a client would, then run with UPDATE_GOLDEN=1"
    assert text == path.read_text()


def test_there_is_no_snapshot_of_a_tool_that_is_gone() -> None:
    assert sorted(path.stem for path in GOLDEN.iterdir()) == sorted(NAMES)


async def test_both_eras_list_the_same_tools_in_the_same_order(connect: Connect) -> None:
    async with connect() as agent:
        assert [tool.name for tool in await agent.tools()] == NAMES


async def test_the_list_stays_small(listed: list[Tool]) -> None:
    assert len(json.dumps([as_json(tool) for tool in listed], separators=(",", ":"))) < 20_000


def test_the_instructions_fit_and_name_the_way() -> None:
    assert len(INSTRUCTIONS) < 2_048
    places = [
        INSTRUCTIONS.index(name) for name in ("list_targets", "lint_migrations", "dry_run", "apply_plan")
    ]
    assert places == sorted(places)
    assert "no way around the approval" in INSTRUCTIONS


async def test_every_tool_says_its_title_and_hints_out_loud(listed: list[Tool]) -> None:
    for tool in listed:
        assert tool.title
        assert tool.description
        hints = tool.annotations
        assert hints is not None
        said = (hints.read_only_hint, hints.destructive_hint, hints.idempotent_hint, hints.open_world_hint)
        assert all(isinstance(hint, bool) for hint in said), tool.name
        assert hints.open_world_hint is False


async def test_only_apply_plan_is_destructive(listed: list[Tool]) -> None:
    destructive = [tool.name for tool in listed if tool.annotations and tool.annotations.destructive_hint]
    assert destructive == ["apply_plan"]
    writing = [tool.name for tool in listed if tool.annotations and not tool.annotations.read_only_hint]
    assert writing == ["write_migration", "dry_run", "apply_plan", "withdraw_plan"]


async def test_every_object_is_closed(listed: list[Tool]) -> None:
    for tool in listed:
        assert tool.output_schema is not None
        for schema in (tool.input_schema, tool.output_schema):
            for node in nodes(schema):
                if node.get("type") == "object":
                    assert node["additionalProperties"] is False, tool.name


async def test_no_tool_takes_a_url_a_path_a_template_or_sql(listed: list[Tool]) -> None:
    """The inputs are a closed set; a new one is a decision, not an accident."""
    taken = {name for tool in listed for name in tool.input_schema["properties"]}
    assert taken == INPUTS
    for tool in listed:
        for name, field in tool.input_schema["properties"].items():
            assert name not in ("format", "schema", "content", "from", "to") or "enum" in field
            assert "$ref" not in json.dumps(field)


async def test_every_text_that_comes_in_has_an_end(listed: list[Tool]) -> None:
    for tool in listed:
        for node in nodes(tool.input_schema):
            if node.get("type") == "string":
                assert {"maxLength", "enum", "pattern"} & set(node), tool.name
            if node.get("type") == "array":
                assert "maxItems" in node


async def test_schemas_use_no_construct_that_clients_stumble_over(listed: list[Tool]) -> None:
    """What the MCP Inspector's --strict objects to: unions of types in one keyword, and schemas that say nothing."""
    for tool in listed:
        for node in nodes([tool.input_schema, tool.output_schema]):
            assert not isinstance(node.get("type"), list)


def test_the_page_names_every_tool_and_argument() -> None:
    text = tools_markdown()
    assert [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")] == NAMES
    assert all(f"`{name}`" in text for name in INPUTS)
