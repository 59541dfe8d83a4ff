"""A real MariaDB server for tests, the one of the machine's packages. Started at the first use, gone with the test session.

    @pytest.mark.needs_apt("mariadb-server")
    def test_something(mariadb: Server) -> None:
        database = mariadb.new_database()
        database.run("CREATE TABLE t (a int)")

It listens on a socket in a directory of its own and nowhere else, and its data is thrown away.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_OPTIONS = (
    "--skip-networking",
    "--skip-log-bin",
    "--skip-name-resolve",
    "--innodb-buffer-pool-size=16M",
    "--innodb-log-file-size=8M",
    "--innodb-flush-log-at-trx-commit=0",
    "--performance-schema=OFF",
    "--character-set-server=utf8mb4",
)
_SECONDS_TO_START = 60.0


class RefusedError(Exception):
    """The server's words: "ERROR 1846 (0A000) at line 1: LOCK=NONE is not supported. ..."."""


@dataclass(frozen=True)
class Database:
    socket: Path
    name: str

    def run(self, sql: str) -> str:
        """Run the statements in one session. Returns what the client prints: rows, and `N rows affected` for each statement.

        Raises:
            RefusedError: the server refused one; the ones after it were not run.
        """
        command = ["mariadb", "--no-defaults", f"--socket={self.socket}", "--user=root", "-vv", self.name]
        done = subprocess.run(command, input=sql, capture_output=True, text=True, timeout=60, check=False)
        if done.returncode:
            raise RefusedError(done.stderr.strip())
        return done.stdout


class Server:
    """It plays the target. Its databases last as long as it does."""

    def __init__(self, directory: Path) -> None:
        self.socket = directory / "socket"

    def new_database(self) -> Database:
        name = f"test_{secrets.token_hex(6)}"
        Database(self.socket, "").run(f"CREATE DATABASE {name}")
        return Database(self.socket, name)


@pytest.fixture(scope="session")
def mariadb() -> Iterator[Server]:
    with running() as server:
        yield server


@contextmanager
def running() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="mariadb-", dir="/tmp") as name:
        directory = Path(name)  # a socket's path must be short
        _install(directory)
        process = subprocess.Popen(_program(directory), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            server = Server(directory)
            _wait(server, process)
            yield server
        finally:
            process.terminate()
            process.wait(30)


def _install(directory: Path) -> None:
    command = [
        "mariadb-install-db",
        "--no-defaults",
        "--auth-root-authentication-method=normal",
        "--skip-test-db",
    ]
    command += [f"--datadir={directory}/data", *_account(), *_OPTIONS[3:5]]
    subprocess.run(command, check=True, capture_output=True, timeout=100)


def _program(directory: Path) -> list[str]:
    """The server ends with the tests, in whatever way they end."""
    command = ["setpriv", "--pdeathsig", "KILL", "/usr/sbin/mariadbd", "--no-defaults"]
    files = [
        f"--datadir={directory}/data",
        f"--socket={directory}/socket",
        f"--log-error={directory}/errors",
    ]
    return [*command, *files, *_account(), *_OPTIONS]


def _account() -> list[str]:
    """It won't run as root unless it is told to."""
    return ["--user=root"] if os.geteuid() == 0 else []


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _SECONDS_TO_START
    while True:
        try:
            Database(server.socket, "").run("SELECT 1")
            return
        except RefusedError as error:
            if process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"MariaDB did not start: {error}") from error
            time.sleep(0.05)
