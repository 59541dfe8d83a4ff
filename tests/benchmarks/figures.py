"""What is measured, as data."""

from __future__ import annotations

import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One operation on one workspace, in seconds."""

    what: str
    series: str
    size: int
    """Number of migration files."""
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def data(self) -> dict[str, object]:
        return {
            "what": self.what,
            "series": self.series,
            "files": self.size,
            "median": round(self.median, 4),
            "least": round(min(self.seconds), 4),
            "most": round(max(self.seconds), 4),
            "runs": len(self.seconds),
        }


@dataclass(frozen=True)
class Phase:
    """A part of one operation, in seconds."""

    name: str
    seconds: float
    times: int
    """How often it happened."""
    sent: int = 0
    """Bytes of the requests to the engine."""


async def timed(runs: int, work: Callable[[], Awaitable[object]]) -> tuple[float, ...]:
    """Seconds of each run, after one that does not count."""
    await work()
    seconds = []
    for _ in range(runs):
        begin = time.perf_counter()
        await work()
        seconds.append(time.perf_counter() - begin)
    return tuple(seconds)
