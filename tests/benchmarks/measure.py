"""The measurements: through the MCP server as a client sees it, and the engine alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from schemawarden.tools import lint_migrations
from schemawarden_policy.statement import Dialect
from tests.benchmarks.figures import Figure, timed
from tests.benchmarks.history import requests
from tests.site import QUIET, Site

_TOOLS: dict[str, tuple[str, dict[str, Any]]] = {
    "lint": ("lint_migrations", {}),
    "diff": ("diff_schema", {"from": "live", "to": "migrations"}),
    "status": ("migration_status", {}),
    "dry_run": ("dry_run", {}),
}
_ENGINE = ("engine start", "engine hash", "engine analyze", "engine diff")
NAMES = (*_TOOLS, "tool", "engine")


async def through_mcp(site: Site, series: str, size: int, names: list[str], runs: int) -> list[Figure]:
    """Calls of a real client over stdio; the server's start does not count."""
    arguments = ["-m", "schemawarden", "serve", "--stdio", "--config", str(site.config)]
    server = StdioServerParameters(command=sys.executable, args=arguments, cwd=site.workspace)
    figures = []
    with open(os.devnull, "w") as log:
        async with Client(stdio_client(server, errlog=log), read_timeout_seconds=300) as agent:
            for name in names:
                if name in _TOOLS:
                    seconds = await timed(runs, _call(agent, *_TOOLS[name]))
                    figures.append(Figure(name, series, size, seconds))
    return figures


def _call(agent: Client, tool: str, arguments: dict[str, Any]) -> Callable[[], Awaitable[object]]:
    async def call() -> None:
        result = await agent.call_tool(tool, {"target": "app", **arguments})
        if result.is_error:
            raise RuntimeError(f"{tool}: {result.content}")

    return call


async def tool_alone(site: Site, series: str, size: int, runs: int) -> list[Figure]:
    """lint_migrations as the server runs it, without a client, a pipe or a protocol: what a warm call itself takes."""
    app = site.app()

    async def call() -> None:
        await lint_migrations.TOOL.run(app, lint_migrations.LintMigrations(target="app"), QUIET)

    try:
        return [Figure("lint, tool alone", series, size, await timed(runs, call))]
    finally:
        await app.close()


async def engine_alone(site: Site, series: str, size: int, runs: int) -> list[Figure]:
    """One process per request, as the server does it, but without the server."""
    ctx = site.context()
    files = await requests(ctx)
    asked: list[tuple[str, dict[str, Any]]] = [
        ("hash", {"migrations": []}),
        ("hash", {"migrations": files}),
        ("analyze", {"migrations": files, "pending": [files[-1]["name"]]}),
        ("diff", {"from": {"migrations": files[:-1]}, "to": {"migrations": files}}),
    ]
    figures = []
    for name, (op, request) in zip(_ENGINE, asked, strict=True):
        seconds = await timed(runs, partial(ctx.engine.call, op, Dialect.SQLITE, request))
        figures.append(Figure(name, series, size, seconds))
    return figures
