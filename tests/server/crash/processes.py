"""Which processes there are, read from /proc (Linux)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")


def children(parent: int) -> set[int]:
    """Process ids of the children, zombies included."""
    return {pid for pid, its_parent in _parents().items() if its_parent == parent}


def held() -> set[str]:
    """This process's children, and what its descriptors point to."""
    found = {f"process {pid}" for pid in children(os.getpid())}
    for entry in Path("/proc/self/fd").iterdir():
        try:
            found.add(f"{entry.name} {entry.readlink()}")
        except FileNotFoundError:  # the descriptor that lists them
            continue
    return found


def _parents() -> dict[int, int]:
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                status = (entry / "stat").read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue
            found[int(entry.name)] = int(status.rpartition(")")[2].split()[1])
    return found
