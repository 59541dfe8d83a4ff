"""A PostgreSQL server of our own: made, started, watched and removed.

- It listens on a socket in a private directory and nowhere else; passwords are random.
- Nothing in it is worth keeping: no fsync, small memory, and when one of its processes crashes it ends as a whole.
- It ends with this process, in whatever way that ends (keeper.py).
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

from schemawarden.adapters.postgres.address import Address
from schemawarden.adapters.postgres.dev import keeper
from schemawarden.adapters.postgres.dev.account import Account, suitable_account
from schemawarden.adapters.postgres.dev.directory import make_directory
from schemawarden.adapters.postgres.dev.installation import Installation
from schemawarden.errors import UnavailableError

SUPERUSER = "schemawarden_dev"
SETTINGS = {
    "autovacuum": "off",
    "client_connection_check_interval": "500",
    "dynamic_shared_memory_type": "mmap",  # files in the data directory, which go with it
    "fsync": "off",
    "full_page_writes": "off",
    "jit": "off",
    "listen_addresses": "",
    "log_min_error_statement": "panic",
    "log_min_messages": "fatal",
    "max_connections": "50",
    "max_locks_per_transaction": "1024",
    "max_logical_replication_workers": "0",
    "max_wal_senders": "0",
    "max_wal_size": "128MB",
    "restart_after_crash": "off",
    "shared_buffers": "16MB",
    "synchronous_commit": "off",
    "temp_file_limit": "512MB",
    "timezone": "UTC",
    "wal_level": "minimal",
}
SETTINGS_SINCE_18 = {"io_method": "sync"}  # no processes for reading
STAND_INS = Path(__file__).parent / "stand_ins"
"""Extensions in SQL for those that the wheel lacks. What the installation has comes first."""
_SECONDS_TO_START = 60.0
_LOOK_AGAIN_SECONDS = 0.01
_STATUS_LINE = 7
_BUILTIN_LOCALE_SINCE = 17
_STAND_INS_SINCE = 18


class Cluster:
    """One server. `start` and `stop` block; after `stop` it can't be started again."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self._password = secrets.token_urlsafe(24)
        self.directory = Path()
        self._lock = -1
        self._keeper: subprocess.Popen[bytes] | None = None
        self._said = ""
        self._stopped = False
        self._guard = threading.Lock()

    @property
    def address(self) -> Address:
        """With the superuser's login, and database `postgres`."""
        return Address.socket(str(self.directory), SUPERUSER, self._password, "postgres")

    @property
    def alive(self) -> bool:
        return self._keeper is not None and self._keeper.poll() is None

    def start(self) -> None:
        """Make the cluster and wait until it takes connections. Raises UnavailableError and leaves nothing behind."""
        try:
            with self._guard:
                self._begin()
            self._wait()
            (self.directory / "password").unlink()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the server and remove its directory, or keep it from being started. Harmless when it has ended."""
        with self._guard:
            self._stopped = True
            if self._keeper is not None and not self._said:
                self._said = self._end_keeper(self._keeper)
            if self._lock >= 0:
                keeper.clear(self.directory)  # for the case that the keeper was killed
                os.close(self._lock)
                self._lock = -1

    def _begin(self) -> None:
        if self._stopped:
            raise _unavailable("it is not wanted any more")
        account = suitable_account()
        self.directory, self._lock = make_directory(account)
        programs = self._programs(account)
        if self.installation.major >= _STAND_INS_SINCE:
            _copy_stand_ins(self.directory / "stand_ins" / "extension")
        self._keep(account, [self._initdb(programs, account), self._postgres(programs)])

    def _end_keeper(self, process: subprocess.Popen[bytes]) -> str:
        """Closing its stdin is its sign to stop. Returns the last line of what went wrong, if it told."""
        said, _ = process.communicate()
        lines = [line for line in said.decode(errors="replace").splitlines() if line.strip()]
        return lines[-1].strip() if lines else "it gave no reason"

    def _programs(self, account: Account) -> Path:
        """The directory of programs; a copy of the wheel's when the account can't reach it."""
        original = self.installation.bin
        if account.can_run(original / "initdb"):
            return original
        if self.installation.wheel:
            copied = _copy_wheel(original, self.directory / "programs")
            if account.can_run(copied / "initdb"):
                return copied
        raise _unavailable("its programs can't be run under an account that is not root")

    def _initdb(self, programs: Path, account: Account) -> list[str]:
        password = self.directory / "password"
        password.touch(0o600)
        password.write_text(self._password)
        account.own(password)
        locale = ["--locale=C"]
        if self.installation.major >= _BUILTIN_LOCALE_SINCE:
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        options = ["--encoding=UTF8", "--auth=scram-sha-256", "--no-sync", "--no-instructions"]
        names = [f"--pgdata={self.directory}/data", f"--username={SUPERUSER}", f"--pwfile={password}"]
        return [f"{programs}/initdb", *names, *options, *locale]

    def _postgres(self, programs: Path) -> list[str]:
        settings = {**SETTINGS, "unix_socket_directories": str(self.directory)}
        if self.installation.major >= _STAND_INS_SINCE:
            settings |= {**SETTINGS_SINCE_18, "extension_control_path": f"$system:{self.directory}/stand_ins"}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [f"{programs}/postgres", "-D", f"{self.directory}/data", *options]

    def _keep(self, account: Account, commands: list[list[str]]) -> None:
        self._keeper = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-I", "-S", keeper.__file__, str(self.directory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={},
            pass_fds=(self._lock,),
            start_new_session=True,
        )
        job = {"uid": account.uid, "gid": account.gid, "commands": commands}
        assert self._keeper.stdin is not None
        self._keeper.stdin.write(json.dumps(job).encode() + b"\n")
        self._keeper.stdin.flush()

    def _wait(self) -> None:
        until = time.monotonic() + _SECONDS_TO_START
        while self.alive and time.monotonic() < until:
            if self._ready():
                return
            time.sleep(_LOOK_AGAIN_SECONDS)
        if self.alive:
            raise _unavailable(f"it was not ready within {_SECONDS_TO_START:g} s")
        self.stop()
        raise _unavailable(f"it ended at once: {self._said}")

    def _ready(self) -> bool:
        try:
            lines = (self.directory / "data" / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) > _STATUS_LINE and lines[_STATUS_LINE].strip() == "ready"


def _copy_stand_ins(to: Path) -> None:
    """Where the server's account can read them."""
    shutil.copytree(STAND_INS, to)
    for path in (to.parent, to, *to.iterdir()):
        path.chmod(0o755)


def _copy_wheel(original: Path, to: Path) -> Path:
    """What the server needs of the wheel, in the same places relative to each other: its libraries are found that way."""
    installed = original.parent
    package = installed.parent
    for part in ("bin/initdb", "bin/postgres", "lib", "share"):
        source, copy = installed / part, to / package.name / installed.name / part
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, copy, ignore=shutil.ignore_patterns("*.a", "pgxs", "pkgconfig", "doc"))
        else:
            shutil.copy2(source, copy)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, to / libraries.name)
    for path in (to, *to.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    return to / package.name / installed.name / "bin"


def _unavailable(reason: str) -> UnavailableError:
    return UnavailableError(
        "DEV_DATABASE_UNAVAILABLE",
        f"The disposable PostgreSQL server could not be started: {reason}.",
        "Mend that, or name a server of yours with targets.NAME.dev.url.env.",
    )
