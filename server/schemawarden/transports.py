"""How the agent door is reached: stdio, or streamable HTTP on a loopback address.

- SIGTERM and SIGINT end it cleanly: questions are dropped, a running apply goes on to its end.
  Ctrl-C after that doesn't wait; another SIGTERM, which MCP clients send when they get impatient, changes nothing.
- Over HTTP only requests for exactly our address count, so no web page can reach the door through a rebound name.
- HTTP keeps no sessions in either protocol era: any request may come first, and nothing stays open at the end.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NoReturn

import anyio
import structlog
import uvicorn
from anyio.abc import TaskStatus
from mcp.server.transport_security import TransportSecuritySettings
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from schemawarden.errors import UnavailableError
from schemawarden.server import AgentDoor

_log = structlog.get_logger(__name__)
_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)
PATH: Final = "/mcp"


def run_stdio(server: AgentDoor) -> None:
    """Serve one client over stdin and stdout until it closes them or a signal comes."""
    anyio.run(_serve_stdio, server)


async def _serve_stdio(server: AgentDoor) -> None:
    async with anyio.create_task_group() as group:
        serving = anyio.CancelScope()
        await group.start(_end_on_signal, server, serving)
        _log.info("serving", transport="stdio")
        with serving:
            await server.run_stdio_async()
        group.cancel_scope.cancel()


async def _end_on_signal(
    server: AgentDoor, serving: anyio.CancelScope, *, task_status: TaskStatus[None]
) -> None:
    """The SDK reads stdin in a thread that nothing can interrupt, so the process ends without waiting for that thread."""
    with anyio.open_signal_receiver(*_SIGNALS) as signals:
        task_status.started()
        async with anyio.create_task_group() as ending:
            async for number in signals:
                if not serving.cancel_called:
                    serving.cancel()
                    ending.start_soon(_exit_when_idle, server)
                elif number == signal.SIGINT:
                    _exit(1)


async def _exit_when_idle(server: AgentDoor) -> None:
    await server.idle()
    await server.close()
    _exit(0)


def _exit(code: int) -> NoReturn:
    _log.info("stopped")
    logging.shutdown()
    os._exit(code)


def run_http(server: AgentDoor, host: str, port: int) -> None:
    """Serve streamable HTTP at http://HOST:PORT/mcp until a signal comes. Raises UnavailableError LISTEN_FAILED."""
    with _listening(host, port) as listener:
        config = uvicorn.Config(
            http_app(server, host, port), log_config=None, access_log=False, lifespan="on"
        )
        asyncio.run(_Server(config).serve(sockets=[listener]))
    _log.info("stopped")


def http_app(server: AgentDoor, host: str, port: int) -> ASGIApp:
    """The ASGI application, which answers for exactly this address."""
    names = dict.fromkeys([_authority(host, port), f"localhost:{port}"])
    security = TransportSecuritySettings(
        allowed_hosts=list(names), allowed_origins=[f"http://{name}" for name in names]
    )
    app = server.streamable_http_app(
        host=host, streamable_http_path=PATH, stateless_http=True, transport_security=security
    )
    return _PostOnly(app)


class _PostOnly:
    """Refuses GET and DELETE on the MCP path: without sessions there is no stream to open and none to end."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == PATH and scope["method"] != "POST":
            refusal = PlainTextResponse("Method Not Allowed", 405, {"Allow": "POST"})
            await refusal(scope, receive, send)
        else:
            await self._app(scope, receive, send)


class _Server(uvicorn.Server):
    """Ends with exit code 0 on a signal; uvicorn's own would raise the signal again."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.should_exit:
            _log.info("serving", transport="http", url=f"http://{_authority(*_address(sockets))}{PATH}")

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in _SIGNALS:
                loop.remove_signal_handler(number)


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        raise UnavailableError(
            "LISTEN_FAILED",
            f"The server can't listen on {_authority(host, port)}: {error.strerror}.",
            "Stop what listens there, or set another address under [server] listen.",
        ) from error
    with listener:
        yield listener


def _address(sockets: list[socket.socket] | None) -> tuple[str, int]:
    host, port, *_ = (sockets or [])[0].getsockname()
    return host, port


def _authority(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
