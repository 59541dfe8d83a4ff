"""Progress of long work, told to the client that asked for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import anyio

from schemawarden.wire import one_line

Report = Callable[[float, float | None, str | None], Awaitable[None]]

_SECONDS = 2.0
_AS_WORDS = str.maketrans("_.", "  ")


class Told:
    """ports.Progress that tells a client. It never fails or holds up the work: a client may be deaf, slow or gone.

    MCP wants numbers that only grow, so each point counts one.
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self._points = 0

    async def reached(self, point: str, done: int = 0, total: int = 0, words: str = "") -> None:
        self._points += 1
        with anyio.move_on_after(_SECONDS):
            try:
                await self._report(float(self._points), None, _sentence(point, done, total, words))
            except Exception:  # noqa: BLE001 - whatever became of the client, the work goes on
                return


def _sentence(point: str, done: int, total: int, words: str) -> str:
    count = f" {done} of {total}" if total else ""
    return one_line(f"{point.translate(_AS_WORDS)}{count}{f': {words}' if words else ''}")
