"""A server of ours leaves nothing behind, however the process that wanted it ends, and its own death is survived."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import anyio
import asyncpg
import pytest

from schemawarden.adapters.postgres.dev import keeper as keeper_module
from schemawarden.adapters.postgres.dev.server import DevServer
from schemawarden.adapters.postgres.dev.wanted import Wanted
from tests.server.postgres.dev.asking import ask
from tests.server.postgres.dev.ending import (
    owner,
    processes_in,
    starting,
    wait_until_empty,
    wait_until_gone,
    wait_until_idle,
)

WANTED = Wanted(18, "app")


@pytest.mark.parametrize("way", ["return", "raise", "exit"])
def test_the_end_of_the_program_ends_the_server(temporary: Path, way: str) -> None:
    with owner(way, temporary) as (process, directory):
        process.wait()
        wait_until_gone(directory)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_in_the_middle_of_a_statement_ends_the_server(
    temporary: Path, number: signal.Signals
) -> None:
    with owner("wait", temporary) as (process, directory):
        assert processes_in(directory)
        process.send_signal(number)
        process.wait()
        wait_until_gone(directory)


@pytest.mark.parametrize("pause", [0.0, 0.05, 0.1, 0.2, 0.4])
def test_death_while_starting_leaves_nothing_behind(temporary: Path, pause: float) -> None:
    with starting("wait", temporary) as process:
        time.sleep(pause)
        process.kill()
        process.wait()
    for directory in temporary.iterdir():
        with contextlib.suppress(FileNotFoundError):  # its keeper clears it away
            os.utime(directory, (0, 0))  # one without a lock is not taken for one that is just being made
    _start_and_close()
    wait_until_empty(temporary)


@pytest.mark.parametrize("heard", [b"", b'{"uid": null, '])
def test_a_keeper_whose_owner_died_before_it_told_the_job_clears_up(temporary: Path, heard: bytes) -> None:
    directory = temporary / "swdev-young"
    directory.mkdir()
    keeper = [sys.executable, "-I", "-S", keeper_module.__file__, str(directory)]
    subprocess.run(keeper, input=heard, check=True, timeout=30)
    assert not directory.exists()


def test_the_next_start_sweeps_when_owner_and_keeper_were_killed(temporary: Path) -> None:
    with owner("wait", temporary) as (process, directory):
        process.send_signal(signal.SIGSTOP)  # so that it can't clear up after its keeper
        os.kill(_keeper(directory), signal.SIGKILL)
        process.kill()
        process.wait()
        wait_until_idle(directory)
        assert directory.exists()
    _start_and_close()
    wait_until_gone(directory)


def test_sweeping_leaves_living_servers_and_strangers_alone(temporary: Path) -> None:
    stranger, young = temporary / "swdev-stranger", temporary / "swdev-young"
    stranger.mkdir(mode=0o755)
    young.mkdir(mode=0o700)
    with ExitStack() as stack:
        one, first = stack.enter_context(owner("wait", temporary))
        _, second = stack.enter_context(owner("wait", temporary))
        one.kill()
        one.wait()
        wait_until_gone(first)
        _start_and_close()
        assert second.exists()
        assert len(processes_in(second)) > 1
        assert stranger.exists()
        assert young.exists()
    wait_until_gone(second)


async def test_close_leaves_nothing_behind(temporary: Path) -> None:
    server = DevServer()
    await server.prepare(WANTED)
    async with server.database():
        assert processes_in(temporary)
    await server.close()
    assert list(temporary.iterdir()) == []
    assert processes_in(temporary) == []


@pytest.mark.parametrize("seconds", [0.0, 0.02, 0.1, 0.2, 0.4])
async def test_cancellation_while_starting_leaves_nothing_behind(temporary: Path, seconds: float) -> None:
    server = DevServer()
    with anyio.move_on_after(seconds):
        await server.prepare(WANTED)
    await server.close()
    wait_until_empty(temporary)


@pytest.mark.parametrize("seconds", [0.0, 0.02, 0.1, 0.2, 0.4])
async def test_a_task_that_is_cancelled_while_starting_leaves_nothing_behind(
    temporary: Path, seconds: float
) -> None:
    server = DevServer()
    task = asyncio.create_task(server.prepare(WANTED))
    await asyncio.sleep(seconds)
    task.cancel()
    await asyncio.wait([task])
    await server.close()
    wait_until_empty(temporary)


@pytest.mark.parametrize("victim", ["backend", "server", "keeper"])
async def test_after_a_crash_the_next_database_is_on_a_new_server(temporary: Path, victim: str) -> None:
    server = DevServer()
    before = await server.prepare(WANTED)
    async with server.database() as database:
        directory = Path(await ask(database.admin, "SHOW unix_socket_directories"))
        connection = await asyncpg.connect(**database.admin)
        os.kill(_victim(victim, directory, connection.get_server_pid()), signal.SIGKILL)
        connection.terminate()
    async with server.database() as database:
        assert await ask(database.powerless, "SELECT current_user") == "app"
        assert (await server.prepare(WANTED)).system_identifier != before.system_identifier
    wait_until_gone(directory)
    await server.close()
    assert list(temporary.iterdir()) == []


def _start_and_close() -> None:
    async def run() -> None:
        server = DevServer()
        await server.prepare(WANTED)
        await server.close()

    anyio.run(run)


def _victim(name: str, directory: Path, backend: int) -> int:
    if name == "backend":
        return backend
    server = int((directory / "data" / "postmaster.pid").read_text().splitlines()[0])
    return server if name == "server" else _parent(server)


def _keeper(directory: Path) -> int:
    return _victim("keeper", directory, 0)


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
