"""The operating system's account under which our server runs: PostgreSQL refuses to run as root."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from schemawarden.errors import UnavailableError

_UNPRIVILEGED = ("nobody", "daemon")
"""Not `postgres`: that account may own real clusters on this machine."""


@dataclass(frozen=True, slots=True)
class Account:
    """`None` means ours. initdb needs a uid with a name."""

    uid: int | None = None
    gid: int | None = None

    def can_run(self, program: Path) -> bool:
        """Tried out: folders on the way, file modes and libraries decide together."""
        try:
            done = subprocess.run(
                [program, "--version"],
                user=self.uid,
                group=self.gid,
                extra_groups=None if self.uid is None else [],
                env={},
                cwd="/",
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=10,
                check=False,
            )
        except (OSError, subprocess.SubprocessError):
            return False
        return done.returncode == 0

    def can_enter(self, directory: Path) -> bool:
        """Whether it may make files there, by the modes of the folders; the last one must be ours to trust."""
        here = directory.resolve()
        return _allows(here, self, 0o3) and all(_allows(parent, self, 0o1) for parent in here.parents)

    def own(self, path: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


def suitable_account() -> Account:
    """Ours, or for root an unprivileged one."""
    if os.geteuid() != 0:
        return Account()
    for name in _UNPRIVILEGED:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(found.pw_uid, found.pw_gid)
    raise UnavailableError(
        "DEV_DATABASE_UNAVAILABLE",
        "PostgreSQL does not run as root, and this machine has no account `nobody` to run it under.",
        "Start schemawarden as an ordinary user.",
    )


def _allows(directory: Path, account: Account, bits: int) -> bool:
    if account.uid is None:
        return os.access(directory, (os.X_OK if bits & 1 else 0) | (os.W_OK if bits & 2 else 0))
    status = directory.stat()
    if status.st_uid == account.uid:
        shift = 6
    elif status.st_gid == account.gid:
        shift = 3
    else:
        shift = 0
    return (status.st_mode >> shift) & bits == bits
