"""A program that owns a server, and what is left of it. `python -m tests.server.postgres.dev.ending [WAY]`"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import anyio
import asyncpg

from schemawarden.adapters.postgres.dev.server import DevServer
from schemawarden.adapters.postgres.dev.wanted import Wanted

PATIENCE = 30.0


async def own_a_server(way: str) -> None:
    """Start a server, tell its directory, and end in the given way: return, raise, or wait for the end to come."""
    server = DevServer()
    print("starting", flush=True)
    await server.prepare(Wanted(18, "app"))
    child = subprocess.Popen(
        ["sleep", "300"], close_fds=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    async with server.database() as database:
        connection = await asyncpg.connect(**database.admin)
        print(await connection.fetchval("SHOW unix_socket_directories"), child.pid, flush=True)
        if way == "raise":
            raise ZeroDivisionError
        if way == "exit":
            os._exit(0)
        if way == "wait":
            await connection.execute("SELECT pg_sleep(300)", timeout=300)
        connection.terminate()


@contextmanager
def owner(way: str, temporary: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """The program, as soon as its server runs. Its child, which was left every descriptor, lives on until the end."""
    with starting(way, temporary) as process:
        assert process.stdout is not None
        directory, _, child = process.stdout.readline().strip().rpartition(" ")
        try:
            yield process, Path(directory)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(child), 9)


@contextmanager
def starting(way: str, temporary: Path) -> Iterator[subprocess.Popen[str]]:
    """The program, as soon as it begins to start its server."""
    root = Path(__file__).parents[4]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.server.postgres.dev.ending", way],
        cwd=root,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "starting\n"
            yield process
        finally:
            process.kill()


def processes_in(directory: Path) -> list[int]:
    """Those that work in the directory or name it in their arguments."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (entry / "cmdline").read_bytes()
            cwd = str((entry / "cwd").readlink())
            if os.fsencode(directory) in words or Path(cwd).is_relative_to(directory):
                found.append(int(entry.name))
    return found


def wait_until_gone(directory: Path) -> None:
    _wait(lambda: not directory.exists() and not processes_in(directory))


def wait_until_empty(directory: Path) -> None:
    _wait(lambda: not any(directory.iterdir()) and not processes_in(directory))


def wait_until_idle(directory: Path) -> None:
    """Nobody works there; what is there may stay."""
    _wait(lambda: not processes_in(directory))


def _wait(reached: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < until
        time.sleep(0.02)


if __name__ == "__main__":
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever runs the tests under nohup has it ignored
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # and a shell's background job has this one ignored
    anyio.run(own_a_server, sys.argv[1])
