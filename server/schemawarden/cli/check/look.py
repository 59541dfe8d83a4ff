"""How the terminal wants it."""

from __future__ import annotations

import os
import sys
from typing import NamedTuple

_PIPED_WIDTH = 100


class Look(NamedTuple):
    color: bool
    width: int
    """Columns, for the summary's table. What is piped looks the same everywhere."""


def look_of(color: bool | None) -> Look:
    """Colour as asked for; else where a person looks at a terminal, and neither NO_COLOR nor TERM=dumb stands against it."""
    terminal = sys.stdout.isatty()
    if color is None:
        color = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Look(color, _columns() if terminal else _PIPED_WIDTH)


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _PIPED_WIDTH
    except (OSError, ValueError):
        return _PIPED_WIDTH
