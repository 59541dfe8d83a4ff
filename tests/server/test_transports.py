"""The real server as a process: over stdio and over HTTP, in both protocol eras, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import anyio
import httpx2
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from schemawarden_policy.approval import State
from tests.site import Site, make_site

CREATE = "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);\n"
SLOW = (
    "CREATE TABLE big AS WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 1500000)"
    " SELECT x FROM c;\n"
)
HEADERS = {"accept": "application/json, text/event-stream", "content-type": "application/json"}
ASK = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
MODERN = {"mcp-protocol-version": "2026-07-28"}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = make_site(tmp_path / "site")
    site.migrate(CREATE)
    return site


def command(site: Site, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "schemawarden", "serve", *arguments, "--config", str(site.config)]


def stdio(site: Site, wrapper: tuple[str, ...] = ()) -> StdioServerParameters:
    first, *rest = (*wrapper, *command(site, "--stdio"))
    return StdioServerParameters(command=first, args=rest, env=dict(os.environ))


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_stdio_serves_an_agent_from_lint_to_plan(mode: str, site: Site) -> None:
    async with Client(stdio_client(stdio(site)), mode=mode) as client:
        assert len((await client.list_tools()).tools) == 14
        linted = await client.call_tool("lint_migrations", {"target": "app"})
        assert linted.structured_content is not None, linted.content
        assert linted.structured_content["verdict"] == "approve"
        run = await client.call_tool("dry_run", {"target": "app"})
        assert run.structured_content is not None, run.content
        applied = await client.call_tool(
            "apply_plan",
            {
                "plan_id": run.structured_content["plan_id"],
                "confirmation_token": await site.token(run.structured_content["plan_id"]),
            },
        )
    assert applied.structured_content is not None, applied.content
    assert applied.structured_content["outcome"] == "applied"
    assert "users" in site.tables()


@contextmanager
def process(site: Site, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """The server with all its streams on pipes."""
    pipe = subprocess.PIPE
    with subprocess.Popen(command(site, *arguments), stdin=pipe, stdout=pipe, stderr=pipe) as started:
        try:
            yield started
        finally:
            started.kill()


def first_event(started: subprocess.Popen[bytes]) -> dict[str, str]:
    assert started.stderr is not None
    event: dict[str, str] = json.loads(started.stderr.readline())
    return event


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("arguments", [("--stdio",), ("--http",), ()])
def test_a_signal_ends_it_cleanly(arguments: tuple[str, ...], number: signal.Signals, site: Site) -> None:
    listening_on(site)
    with process(site, *arguments) as started:
        assert first_event(started)["event"] == "serving"
        started.send_signal(number)
        out, err = started.communicate(timeout=15)
    assert (started.returncode, out) == (0, b"")
    assert [json.loads(line)["event"] for line in err.splitlines()] == ["stopped"]


def test_a_client_that_closes_stdin_ends_it(site: Site) -> None:
    with process(site, "--stdio") as started:
        assert first_event(started)["transport"] == "stdio"
        out, _ = started.communicate(timeout=15)
    assert (started.returncode, out) == (0, b"")


async def test_a_running_apply_goes_on_to_its_end_after_a_signal(site: Site) -> None:
    site.migrate(SLOW)
    plan_id = await site.planned()
    token = await site.token(plan_id)
    pid_file = site.root / "pid"
    wrapper = ("/bin/sh", "-c", f'echo $$ > {pid_file}; exec "$@"', "sh")

    async def told(progress: float, total: float | None, message: str | None) -> None:
        if message == "claimed":
            for _ in range(2):
                os.kill(int(pid_file.read_text()), signal.SIGTERM)

    with suppress(Exception):
        async with Client(stdio_client(stdio(site, wrapper)), mode="auto") as client:
            with anyio.fail_after(60):
                await client.call_tool(
                    "apply_plan", {"plan_id": plan_id, "confirmation_token": token}, progress_callback=told
                )
    store = site.app().store
    deadline = time.monotonic() + 60
    while (await store.plan(plan_id)).state is State.APPLYING and time.monotonic() < deadline:
        await anyio.sleep(0.2)
    assert (await store.plan(plan_id)).state is State.APPLIED
    assert {"users", "big"} <= site.tables()


def listening_on(site: Site) -> str:
    """Give the site a free port; its authority."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    config = site.config.read_text()
    site.config.write_text(config.replace("[server]", f'[server]\nlisten = "{address}"', 1))
    return address


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, str]]:
    """One server for all that only ask it."""
    site = make_site(tmp_path_factory.mktemp("http") / "site")
    site.migrate(CREATE)
    authority = listening_on(site)
    with process(site, "--http") as started:
        assert first_event(started)["url"] == f"http://{authority}/mcp"
        yield site, authority
        started.send_signal(signal.SIGTERM)
        assert started.wait(15) == 0


@pytest.fixture
def address(served: tuple[Site, str]) -> str:
    return served[1]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_http_serves_an_agent(mode: str, address: str) -> None:
    words: list[str | None] = []

    async def told(progress: float, total: float | None, message: str | None) -> None:
        words.append(message)

    async with Client(f"http://{address}/mcp", mode=mode) as client:
        assert len((await client.list_tools()).tools) == 14
        run = await client.call_tool("dry_run", {"target": "app"}, progress_callback=told)
    assert run.structured_content is not None, run.content
    assert run.structured_content["plan_id"]
    assert "rehearsing" in words


@pytest.mark.parametrize("era", [{}, MODERN])
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, {421, 403}),
        ({"host": "127.0.0.1:1"}, {421, 403}),
        ({"host": "127.0.0.1"}, {421, 403}),
        ({"host": "localhost.evil.example:80"}, {421, 403}),
        ({"origin": "http://evil.example"}, {403}),
        ({"origin": "null"}, {403}),
        ({"origin": "https://localhost"}, {403}),
        ({"content-type": "text/plain"}, {400, 415}),
    ],
)
async def test_a_web_page_can_not_reach_it(
    headers: dict[str, str], status: set[int], era: dict[str, str], address: str
) -> None:
    async with httpx2.AsyncClient() as client:
        answer = await client.post(f"http://{address}/mcp", json=ASK, headers=HEADERS | era | headers)
    assert answer.status_code in status
    assert "tools" not in answer.text


async def test_its_own_names_are_let_in(address: str) -> None:
    port = address.rsplit(":", 1)[1]
    async with httpx2.AsyncClient() as client:
        for headers in ({}, {"host": f"localhost:{port}"}, {"origin": f"http://{address}"}):
            answer = await client.post(f"http://{address}/mcp", json=ASK, headers=HEADERS | headers)
            assert answer.status_code == 200, headers


async def test_health_says_nothing_and_streams_are_refused(address: str) -> None:
    async with httpx2.AsyncClient() as client:
        health = await client.get(f"http://{address}/healthz")
        stream = await client.get(f"http://{address}/mcp", headers=HEADERS)
        end = await client.delete(f"http://{address}/mcp", headers=HEADERS)
    assert (health.status_code, health.json()) == (200, {"status": "ok"})
    assert (stream.status_code, end.status_code) == (405, 405)


def test_an_address_in_use_is_a_sentence(served: tuple[Site, str]) -> None:
    done = subprocess.run(command(served[0], "--http"), capture_output=True, text=True, timeout=30)
    assert done.returncode == 2
    assert "LISTEN_FAILED" in done.stderr
    assert "Traceback" not in done.stderr


def test_both_transports_at_once_are_refused(site: Site) -> None:
    done = subprocess.run(command(site, "--http", "--stdio"), capture_output=True, text=True, timeout=30)
    assert done.returncode == 2


def test_a_wrong_config_is_a_sentence(site: Site) -> None:
    site.config.write_text(site.config.read_text() + "\n[serve]\nx = 1\n")
    done = subprocess.run(
        command(site, "--stdio"), capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
