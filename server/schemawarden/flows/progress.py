"""Progress that nobody asked for."""

from __future__ import annotations


class Quiet:
    """ports.Progress that tells nobody."""

    async def reached(self, point: str, done: int = 0, total: int = 0, words: str = "") -> None:
        return None
