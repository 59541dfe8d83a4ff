"""A private directory for one cluster, and the sweeping of those whose owners died.

- It is made where the account that runs the server can go, with mode 0700; its path is short enough for a socket.
- Whoever lives holds a lock on a file in it: the process that wanted the server, and the keeper. When the lock can be had,
  nobody is left to clear the directory away.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import stat
import tempfile
import time
from pathlib import Path

from schemawarden.adapters.postgres.dev.account import Account
from schemawarden.adapters.postgres.dev.keeper import clear
from schemawarden.errors import UnavailableError

PREFIX = "swdev-"
_LOCK = "lock"
_SOCKET_NAME = "/.s.PGSQL.5432.lock"
_LONGEST_PATH = 103
_RANDOM = 8
_YOUNG_SECONDS = 60.0
"""How long a directory may be without a lock: its owner is about to take it."""


def make_directory(account: Account) -> tuple[Path, int]:
    """A new directory and the descriptor that holds its lock."""
    base = _base(account)
    sweep(base, account)
    directory = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
    try:
        lock = _hold(directory)
        account.own(directory)
    except BaseException:
        shutil.rmtree(directory, ignore_errors=True)
        raise
    return directory, lock


def sweep(base: Path, account: Account) -> None:
    """Clear away what dead owners left there. Only directories of our own accounts are looked at."""
    owners = {os.geteuid(), account.uid}
    for directory in base.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):  # gone meanwhile
            status = directory.lstat()
            private = stat.S_ISDIR(status.st_mode) and stat.S_IMODE(status.st_mode) == stat.S_IRWXU
            if private and status.st_uid in owners and _abandoned(directory, status.st_mtime):
                clear(directory)


def _abandoned(directory: Path, changed: float) -> bool:
    try:
        lock = os.open(directory / _LOCK, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        return time.time() - changed > _YOUNG_SECONDS
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
    return True


def _hold(directory: Path) -> int:
    """Locked before it has its name, so that nobody else can be first."""
    unnamed = directory / f"{_LOCK}.new"
    lock = os.open(unnamed, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    unnamed.rename(directory / _LOCK)
    return lock


def _base(account: Account) -> Path:
    for place in (tempfile.gettempdir(), "/tmp", "/var/tmp"):  # noqa: S108  # the directory below is private
        base = Path(place).resolve()
        length = len(os.fsencode(base / PREFIX)) + _RANDOM + len(_SOCKET_NAME)
        if length <= _LONGEST_PATH and base.is_dir() and account.can_enter(base):
            return base
    raise UnavailableError(
        "DEV_DATABASE_UNAVAILABLE",
        "There is no temporary directory that the disposable PostgreSQL server's account can use.",
        "Set TMPDIR to a directory with a short path that every user may enter and write, such as /tmp.",
    )
