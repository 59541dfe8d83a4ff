"""The operating system's account under which our server runs: PostgreSQL refuses to run as root."""

from __future__ import annotations

import os
import pwd
import stat
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
            done = subprocess.run(  # noqa: S603 - a fixed option of a program that we would run anyway
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
        """Whether its processes reach what we make there for it, by the modes of the folders on the way."""
        here = directory.resolve()
        if not os.access(here, os.W_OK | os.X_OK):
            return False
        return self.uid is None or all(self._may_pass(folder) for folder in (here, *here.parents))

    def _may_pass(self, folder: Path) -> bool:
        status = folder.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & stat.S_IXUSR)
        if status.st_gid == self.gid:
            return bool(status.st_mode & stat.S_IXGRP)
        return bool(status.st_mode & stat.S_IXOTH)

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
