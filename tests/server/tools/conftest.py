"""An agent's client on an in-memory server, in both protocol eras."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp_types import CallToolResult, ResourceLink, TextContent, Tool

from schemawarden.server import AgentDoor
from tests.server.fakes import FakeDoor, make_door

ADD_COLUMN = "ALTER TABLE users ADD COLUMN nickname text;\n"
ORDERS = "20260101000000_orders.sql"


@dataclass
class Agent:
    """What an agent sees."""

    client: Client
    progress: list[str] = field(default_factory=list)

    async def call(self, tool: str, **arguments: Any) -> CallToolResult:
        """`from_` is sent as `from`."""
        sent = {name.removesuffix("_"): value for name, value in arguments.items()}
        return await self.raw(tool, sent)

    async def raw(self, tool: str, arguments: Mapping[str, Any]) -> CallToolResult:
        async def told(progress: float, total: float | None, message: str | None) -> None:
            self.progress.append(message or "")

        result = await self.client.call_tool(tool, dict(arguments), progress_callback=told)
        assert isinstance(result, CallToolResult)
        return result

    async def structure(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """The result's structure, and proof that it was no refusal."""
        result = await self.call(tool, **arguments)
        assert not result.is_error, texts(result)
        assert isinstance(result.structured_content, dict)
        return result.structured_content

    async def refusal(self, tool: str, **arguments: Any) -> str:
        """The refusal's text, and proof that it was one."""
        result = await self.call(tool, **arguments)
        assert result.is_error, texts(result)
        assert result.structured_content is None
        return texts(result)[0]

    async def tools(self) -> list[Tool]:
        return list((await self.client.list_tools()).tools)


def texts(result: CallToolResult) -> list[str]:
    return [block.text for block in result.content if isinstance(block, TextContent)]


def links(result: CallToolResult) -> list[str]:
    return [str(block.uri) for block in result.content if isinstance(block, ResourceLink)]


def everything(result: CallToolResult) -> str:
    """All that left the server, as one string."""
    return json.dumps(result.model_dump(mode="json"), ensure_ascii=False)


@pytest.fixture
def door(tmp_path: Path) -> FakeDoor:
    return make_door(tmp_path / "state")


Connect = Callable[[], AbstractAsyncContextManager[Agent]]


@pytest.fixture(params=["auto", "legacy"])
def connect(request: pytest.FixtureRequest, door: FakeDoor) -> Connect:
    """Entered in the test itself: a client's scopes belong to one task."""

    @asynccontextmanager
    async def connected() -> AsyncIterator[Agent]:
        async with Client(AgentDoor(door), mode=request.param) as client:
            yield Agent(client)

    return connected
