"""The target's lock: an advisory file lock, one file per database identity.

`flock` belongs to the open file, so an engine process that inherits the descriptor keeps the lock when its server dies.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio

from schemawarden.errors import StateError

_POLL_SECONDS = 0.05


class FileTargetLock:
    """ports.TargetLock with files below `directory`."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    @asynccontextmanager
    async def hold(self, identity: str, seconds: float) -> AsyncIterator[int]:
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = hashlib.sha256(identity.encode()).hexdigest()[:32] + ".lock"
        descriptor = os.open(self._directory / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            await _wait(descriptor, seconds)
            yield descriptor
        finally:
            os.close(descriptor)


async def _wait(descriptor: int, seconds: float) -> None:
    with anyio.move_on_after(seconds):
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                await anyio.sleep(_POLL_SECONDS)
            else:
                return
    raise StateError(
        "BUSY",
        "Another process is applying a plan to this target.",
        "Wait, then call migration_status to see what it did.",
    )
