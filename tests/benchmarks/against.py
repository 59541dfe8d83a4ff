"""The engine through the MCP server against the Atlas CLI v0.13.1: the same question, the same answer, both cold.

Cold is a server process that was started for this one call, on an empty state directory; its start does not count, as the
time begins with the call. The CLI is a new process anyway; its start counts, since there is no call without one.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from anyio import to_thread
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from schemawarden_policy.catalog import RULES
from tests.benchmarks.arena import Arena, desired
from tests.oracle.atlas_cli import Output

_PATIENCE = 900.0
_ONLY_SQL = "{{ if .Changes }}{{ sql . }}{{ end }}"
_CODE = re.compile(r"^[A-Z]{2}\d{3}$")


@dataclass(frozen=True)
class Match:
    """Seconds of both sides for one question."""

    what: str
    dialect: str
    series: str
    size: int
    ours: tuple[float, ...]
    theirs: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """How many times longer the CLI takes."""
        return statistics.median(self.theirs) / statistics.median(self.ours)

    def data(self) -> dict[str, object]:
        return {
            "what": self.what, "dialect": self.dialect, "series": self.series, "files": self.size,
            "ours": round(statistics.median(self.ours), 4), "cli": round(statistics.median(self.theirs), 4),
            "ratio": round(self.ratio, 2), "runs": len(self.ours),
        }  # fmt: skip


async def matches(arena: Arena, series: str, size: int, runs: int) -> list[Match]:
    """Both questions. Raises AssertionError when the two answer differently."""
    questions: list[tuple[str, Callable[[], Awaitable[_Answer]], Callable[[], Awaitable[_Answer]]]] = [
        ("lint", lambda: _our_lint(arena), lambda: _their_lint(arena)),
        ("diff", lambda: _our_diff(arena), lambda: _their_diff(arena)),
    ]
    found = []
    for what, ours, theirs in questions:
        turns = [(await ours(), await theirs()) for _ in range(runs)]  # in turns: both meet the same weather
        left, right = zip(*turns, strict=True)
        answers = {answer.said for answer in (*left, *right)}
        assert len(answers) == 1, (what, series, size, answers)
        seconds = tuple(each.seconds for each in left), tuple(each.seconds for each in right)
        found.append(Match(what, arena.dialect, series, size, *seconds))
    return found


@dataclass(frozen=True)
class _Answer:
    seconds: float
    said: str


async def _our_lint(arena: Arena) -> _Answer:
    """The newest file's findings that are Atlas's own too, as `line: code`."""
    seconds, result = await _cold_call(arena, "lint_migrations", {})
    aliases = {rule.id: [code for code in rule.aliases if _CODE.match(code)] for rule in RULES}
    told = {
        f"{found['line']}: {code}" for found in result["findings"] for code in aliases.get(found["rule"], [])
    }
    return _Answer(seconds, "\n".join(sorted(told)))


async def _their_lint(arena: Arena) -> _Answer:
    directory = f"file://{arena.site.migrations}"
    seconds, output = await _timed_cli(
        arena, "migrate", "lint", "--latest", "1", "--dir", directory, "--dev-url", arena.dev, "--format", "{{ json .Files }}"
    )  # fmt: skip
    told = {
        f"{file['Text'][: diagnostic['Pos']].count(chr(10)) + 1}: {diagnostic['Code']}"
        for file in output.json
        for report in file.get("Reports", [])
        for diagnostic in report["Diagnostics"]
    }
    return _Answer(seconds, "\n".join(sorted(told)))


async def _our_diff(arena: Arena) -> _Answer:
    seconds, result = await _cold_call(arena, "diff_schema", {"from": "migrations", "to": "desired"})
    return _Answer(seconds, result["text"])


async def _their_diff(arena: Arena) -> _Answer:
    """Without the comments, which a diff through MCP leaves out."""
    seconds, output = await _timed_cli(
        arena, "schema", "diff", "--from", f"file://{arena.site.migrations}", "--to", f"file://{desired(arena.site)}",
        "--dev-url", arena.dev, "--format", _ONLY_SQL,
    )  # fmt: skip
    lines = output.accepted().out.splitlines(keepends=True)
    return _Answer(seconds, "".join(line for line in lines if not line.startswith("-- ")))


async def _cold_call(arena: Arena, tool: str, arguments: dict[str, Any]) -> tuple[float, dict[str, Any]]:
    shutil.rmtree(arena.site.state, ignore_errors=True)
    command = ["-m", "schemawarden", "serve", "--stdio", "--config", str(arena.site.config)]
    server = StdioServerParameters(command=sys.executable, args=command, cwd=arena.site.workspace)
    with open(os.devnull, "w") as log:
        async with Client(stdio_client(server, errlog=log), read_timeout_seconds=300) as agent:
            begin = time.perf_counter()
            result = await agent.call_tool(tool, {"target": "app", **arguments})
            seconds = time.perf_counter() - begin
    assert not result.is_error, result.content
    return seconds, result.structured_content or {}


async def _timed_cli(arena: Arena, *arguments: str) -> tuple[float, Output]:
    begin = time.perf_counter()
    output = await to_thread.run_sync(lambda: arena.atlas.run(*arguments, seconds=_PATIENCE))
    return time.perf_counter() - begin, output
