"""`schemawarden client`: the configuration that makes an MCP client start schemawarden.

It names this executable and the config's place. It holds no database: the client's configuration is the agent's to read.
Formats: code.claude.com/docs/en/mcp, developers.openai.com/codex/mcp, cursor.com/docs/context/mcp,
code.visualstudio.com/docs/copilot/reference/mcp-configuration.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

_STARTUP_SECONDS = 20
_TOOL_SECONDS = 300
"""A rehearsal can take minutes; clients give up after one."""
_CACHED = re.compile(r"/uv/(archive|environments)-v\d+/")
"""Where uvx keeps what it runs; `uv cache clean` takes it away."""


class ClientName(StrEnum):
    CLAUDE_CODE = "claude-code"
    CODEX = "codex"
    CURSOR = "cursor"
    VSCODE = "vscode"


@dataclass(frozen=True, slots=True)
class Command:
    """What the client starts."""

    program: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClientFile:
    title: str
    place: str
    """Where the client looks for it."""
    render: Callable[[Command], str]


def client(
    name: Annotated[ClientName | None, typer.Argument(help="Which client; all when left out.")] = None,
    config: Annotated[
        Path | None, typer.Option(help="The operator config that the server shall read.", metavar="PATH")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, by client.")] = False,
) -> None:
    """Print ready-to-paste configuration for an MCP client."""
    command = serve_command(config)
    if _CACHED.search(command.program):
        typer.echo(
            f"{command.program} is in a cache; install it for good: uv tool install schemawarden", err=True
        )
    chosen = [name] if name else list(ClientName)
    if as_json:
        typer.echo(json.dumps({one.value: _entry(CLIENTS[one], command) for one in chosen}, indent=2))
        return
    for one in chosen:
        file = CLIENTS[one]
        typer.echo(
            f"# {file.title}: {file.place}", err=name is not None
        )  # a single file can be redirected as it is
        typer.echo(file.render(command) + ("" if name else "\n"))


def serve_command(config: Path | None) -> Command:
    """The server that this very installation starts, by absolute path: clients have another PATH."""
    program, *first = _executable()
    named = ["--config", str(config.expanduser().absolute())] if config else []
    return Command(program, (*first, "serve", "--stdio", *named))


def _executable() -> list[str]:
    for place in (sys.argv[0], str(Path(sys.executable).with_name("schemawarden"))):
        found = shutil.which(place) if Path(place).name == "schemawarden" else None
        if found:
            return [str(Path(found).absolute())]
    return [sys.executable, "-c", "from schemawarden.cli import main; main()"]


def _entry(file: ClientFile, command: Command) -> dict[str, str]:
    return {"file": file.place, "content": file.render(command)}


def _json_under(key: str) -> Callable[[Command], str]:
    def render(command: Command) -> str:
        server: dict[str, Any] = {
            "type": "stdio",
            "command": command.program,
            "args": list(command.arguments),
        }
        return json.dumps({key: {"schemawarden": server}}, indent=2, ensure_ascii=False)

    return render


def _codex(command: Command) -> str:
    arguments = ", ".join(_toml(argument) for argument in command.arguments)
    return "\n".join(
        [
            "[mcp_servers.schemawarden]",
            f"command = {_toml(command.program)}",
            f"args = [{arguments}]",
            f"startup_timeout_sec = {_STARTUP_SECONDS}",
            f"tool_timeout_sec = {_TOOL_SECONDS}",
        ]
    )


def _toml(text: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's too, but JSON leaves DEL as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


CLIENTS: dict[ClientName, ClientFile] = {
    ClientName.CLAUDE_CODE: ClientFile("Claude Code", ".mcp.json in the project", _json_under("mcpServers")),
    ClientName.CODEX: ClientFile("Codex", "~/.codex/config.toml", _codex),
    ClientName.CURSOR: ClientFile("Cursor", ".cursor/mcp.json in the project", _json_under("mcpServers")),
    ClientName.VSCODE: ClientFile("VS Code", ".vscode/mcp.json in the project", _json_under("servers")),
}
