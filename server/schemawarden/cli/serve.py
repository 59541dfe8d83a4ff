"""`schemawarden serve`: open the agent door."""

from __future__ import annotations

import os
import stat
import sys
from typing import Annotated

import typer

from schemawarden import app, log, settings
from schemawarden.cli.common import ConfigOption
from schemawarden.cli.terminal import refuse
from schemawarden.errors import SchemawardenError


def serve(
    config: ConfigOption = None,
    stdio: Annotated[
        bool, typer.Option("--stdio", help="Serve the client that started this process.")
    ] = False,
    http: Annotated[bool, typer.Option("--http", help="Serve HTTP on [server] listen.")] = False,
) -> None:
    """Serve MCP to agents: over stdio when a client holds the other end of stdin, else over HTTP."""
    # Imported here: the SDK takes most of a second, which the other commands should not pay.
    from schemawarden import transports
    from schemawarden.server import AgentDoor

    if stdio and http:
        raise typer.BadParameter("--stdio and --http exclude each other")
    log.configure()
    try:
        loaded = settings.load(config)
        door = AgentDoor(app.build(loaded))
        if stdio or (not http and _has_client()):
            transports.run_stdio(door)
        else:
            transports.run_http(door, loaded.server.host, loaded.server.port)
    except SchemawardenError as error:
        refuse(error)


def _has_client() -> bool:
    """MCP clients give their server a pipe or a socket; a terminal, a service manager and /dev/null don't."""
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)
