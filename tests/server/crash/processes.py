"""Which processes there are, read from /proc (Linux)."""

from __future__ import annotations

from pathlib import Path

import pytest

needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")


STANDING: set[int] = set()
"""Children that last as long as the test session: those that keep the servers of tests/postgres.py."""


def children(parent: int) -> list[int]:
    """Process ids of the children, zombies included, but the standing ones."""
    return [pid for pid, its_parent in _parents().items() if its_parent == parent and pid not in STANDING]


def open_files() -> set[str]:
    """What the descriptors of this process point to."""
    found = set()
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
