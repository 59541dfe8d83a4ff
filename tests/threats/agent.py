"""The agent: an MCP client on the real server, in this process or over stdio to a process of its own."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from mcp import Client
from mcp.client.stdio import StdioServerParameters, get_default_environment, stdio_client
from mcp_types import Tool

from schemawarden.server import AgentDoor
from tests.site import Site

PARTS = ("live", "migrations", "desired")
SEVERITIES = ("notice", "warning", "error", "forbidden")


@dataclass(frozen=True)
class Answer:
    refused: bool
    text: str
    """Every text block, joined."""
    structure: dict[str, Any]
    raw: str
    """The whole result as JSON, links and all: nothing else reaches the client."""

    @property
    def code(self) -> str:
        """Of a refusal; empty for a result."""
        return self.text.partition(":")[0] if self.refused else ""

    @property
    def rules(self) -> dict[str, str]:
        """Rule id -> worst severity of its findings."""
        worst_last = sorted(
            self.structure.get("findings", ()), key=lambda each: SEVERITIES.index(each["severity"])
        )
        return {finding["rule"]: finding["severity"] for finding in worst_last}

    @property
    def forbidden(self) -> set[str]:
        return {rule for rule, severity in self.rules.items() if severity == "forbidden"}

    def __getitem__(self, field: str) -> Any:
        assert not self.refused, self.text
        return self.structure[field]


class Agent:
    """Calls tools, and remembers all that it was told."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.heard: list[str] = []

    async def call(self, tool: str, /, **arguments: Any) -> Answer:
        """One call; a trailing underscore of a name is left out (`from_`)."""
        return await self.send(tool, {name.rstrip("_"): value for name, value in arguments.items()})

    async def send(self, tool: str, arguments: Mapping[str, Any]) -> Answer:
        result = await self.client.call_tool(tool, dict(arguments))
        text = "\n".join(part.text for part in result.content if part.type == "text")
        raw = result.model_dump_json()
        self.heard.append(raw)
        return Answer(bool(result.is_error), text, dict(result.structured_content or {}), raw)

    async def ask_everything(self) -> dict[str, Answer]:
        """Every read-only tool, in every form that reads the workspace or the target."""
        return {_label(tool, asked): await self.send(tool, asked) for tool, asked in questions()}

    async def run_from(self, place: str) -> dict[str, Answer]:
        """The calls that would run what stands in "pending", "history" or "desired", each in its own way."""
        app = {"target": "app"}
        calls: list[tuple[str, dict[str, Any]]] = [("validate_schema", app)]
        if place == "desired":
            calls += [("inspect_schema", app | {"schema": "desired"}), acts_of()[0]]
        else:
            calls += [("inspect_schema", app | {"schema": "migrations"}), ("lint_migrations", app)]
            calls += [("migration_status", app), ("dry_run", app)]
        return {_label(tool, given): await self.send(tool, given) for tool, given in calls}

    async def act(self) -> dict[str, Answer]:
        """The calls that store a plan or write into the workspace."""
        return {_label(tool, given): await self.send(tool, given) for tool, given in acts_of()}

    async def do_everything(self) -> dict[str, Answer]:
        return await self.ask_everything() | await self.act()


def questions() -> Sequence[tuple[str, dict[str, Any]]]:
    app = {"target": "app"}
    return (
        ("list_targets", {}),
        ("advise_workflow", app),
        *(("inspect_schema", app | {"schema": part}) for part in PARTS),
        ("inspect_schema", app | {"schema": "desired", "format": "hcl"}),
        ("inspect_schema", app | {"schema": "migrations", "format": "json"}),
        ("inspect_schema", app | {"schema": "live", "format": "mermaid"}),
        ("validate_schema", app),
        ("diff_schema", app | {"from": "live", "to": "desired"}),
        ("diff_schema", app | {"from": "migrations", "to": "desired"}),
        ("diff_schema", app | {"from": "live", "to": "migrations"}),
        ("lint_migrations", app),
        ("migration_status", app),
        ("list_plans", app),
        ("explain_rule", {"rule": "drop-table"}),
    )


def acts_of() -> Sequence[tuple[str, dict[str, Any]]]:
    app = {"target": "app"}
    return (
        ("write_migration", app | {"name": "more", "content": "from_diff"}),
        ("write_migration", app | {"content": "sum_only"}),
        ("dry_run", app),
    )


def _label(tool: str, arguments: Mapping[str, Any]) -> str:
    return " ".join([tool, *(str(value) for name, value in arguments.items() if name != "target")])


class _Door(AgentDoor):
    """The real server. Its list of tools never changes, and hundreds of clients ask for it here: it is made once."""

    listed: ClassVar[list[Tool]] = []

    async def list_tools(self) -> list[Tool]:
        if not self.listed:
            self.listed.extend(await super().list_tools())
        return self.listed


@asynccontextmanager
async def at_work(site: Site) -> AsyncIterator[Agent]:
    """An agent on a server in this process, made anew as a new process would be."""
    with _plain_errors():
        async with Client(_Door(site.app())) as client:
            yield Agent(client)


@contextmanager
def _plain_errors() -> Iterator[None]:
    """A failed assertion as itself, out of the task groups that the client wraps around it."""
    try:
        yield
    except BaseExceptionGroup as group:
        error: BaseException = group
        while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
            error = error.exceptions[0]
        raise error from None


async def call(site: Site, tool: str, /, **arguments: Any) -> Answer:
    """One call of a new agent."""
    async with at_work(site) as agent:
        return await agent.call(tool, **arguments)


def server_command(site: Site) -> list[str]:
    return [sys.executable, "-m", "schemawarden", "serve", "--stdio", "--config", str(site.config)]


@asynccontextmanager
async def over_stdio(
    site: Site,
    stderr: Path,
    *,
    command: Sequence[str] = (),
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> AsyncIterator[Agent]:
    """An agent on a server process of its own, started as a client starts it; its stderr goes to a file."""
    program, *arguments = command or server_command(site)
    parameters = StdioServerParameters(
        command=program,
        args=arguments,
        env=get_default_environment() | dict(env or {}),
        cwd=cwd or site.workspace,
    )
    with stderr.open("w") as log, _plain_errors():
        async with Client(stdio_client(parameters, errlog=log)) as client:
            yield Agent(client)
