"""`schemawarden check` against squawk-cli's compiled binary: the same files, in turns, so that both meet the same weather.

Each is a new process, whose start counts. Ours is measured three times: without what an earlier run knew, over the same files
again, and over the same files with one in a hundred changed.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.migrations import migration

FILES = 2000
_PATIENCE = 300.0


@dataclass(frozen=True)
class Race:
    """Seconds of ours and of squawk over the same files."""

    what: str
    files: int
    ours: tuple[float, ...]
    theirs: tuple[float, ...]
    """Empty when squawk is not installed."""

    @property
    def ratio(self) -> float | None:
        """How many times as long as squawk ours takes."""
        return statistics.median(self.ours) / statistics.median(self.theirs) if self.theirs else None

    def data(self) -> dict[str, object]:
        return {
            "what": self.what,
            "files": self.files,
            "ours": round(statistics.median(self.ours), 4),
            "squawk": round(statistics.median(self.theirs), 4) if self.theirs else None,
            "ratio": None if self.ratio is None else round(self.ratio, 2),
            "runs": len(self.ours),
        }


def races(directory: Path, runs: int, files: int = FILES) -> list[Race]:
    """Cold, unchanged and nearly unchanged."""
    course = _Course(directory, files)
    turns = [course.turn(number) for number in range(runs)]
    theirs = tuple(turn.squawk for turn in turns if turn.squawk is not None)
    return [
        Race("nothing known", files, tuple(turn.cold for turn in turns), theirs),
        Race("nothing changed", files, tuple(turn.same for turn in turns), theirs),
        Race("1 file in 100 changed", files, tuple(turn.changed for turn in turns), theirs),
        Race("one file", 1, tuple(turn.one for turn in turns), tuple(t.squawk_one for t in turns if t.squawk_one is not None)),
    ]  # fmt: skip


@dataclass(frozen=True)
class _Turn:
    cold: float
    same: float
    changed: float
    one: float
    squawk: float | None
    squawk_one: float | None


class _Course:
    """The files, and how both tools are started on them."""

    def __init__(self, directory: Path, files: int) -> None:
        self.directory = directory / "check"
        self.directory.mkdir()
        self.names = [f"{number:05}_step.sql" for number in range(files)]
        self.cache = directory / "cache"
        self.squawk = squawk()
        for number, name in enumerate(self.names):
            (self.directory / name).write_text(migration(number))

    def turn(self, number: int) -> _Turn:
        shutil.rmtree(self.cache, ignore_errors=True)
        cold, same = self._ours(self.names), self._ours(self.names)
        for name in self.names[number % 100 :: 100]:
            with (self.directory / name).open("a") as file:
                file.write(f"-- once more: {number}\n")
        changed = self._ours(self.names)
        one = self._ours([self.names[0]], "--no-cache")
        return _Turn(cold, same, changed, one, self._theirs(self.names), self._theirs([self.names[0]]))

    def _ours(self, names: Sequence[str], *options: str) -> float:
        arguments = ["check", "--dialect", "postgresql", "--format", "json", *options, *names]
        return self._timed([sys.executable, "-m", "schemawarden", *arguments])

    def _theirs(self, names: Sequence[str]) -> float | None:
        return self._timed([self.squawk, "--reporter", "json", *names]) if self.squawk else None

    def _timed(self, command: list[str]) -> float:
        """Seconds of a run that found something, as each of these does."""
        environment = {**os.environ, "XDG_CACHE_HOME": str(self.cache)}
        begin = time.perf_counter()
        done = subprocess.run(
            command,
            cwd=self.directory,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=_PATIENCE,
            check=False,
        )
        seconds = time.perf_counter() - begin
        if done.returncode != 1:
            raise RuntimeError(f"{command[:4]} ended with {done.returncode}: {done.stderr.decode()[:500]}")
        return seconds


def squawk() -> str | None:
    """The program that squawk-cli brings; None when it is not installed."""
    beside = Path(sysconfig.get_path("scripts")) / "squawk"
    return str(beside) if beside.exists() else shutil.which("squawk")
