"""The lines that a finding is about, with what is meant underlined. Nothing hidden stays so: see `visible`."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from schemawarden.cli.check.model import Found
from schemawarden_policy.visible import visible

_LINES = 4
_WIDTH = 120


def excerpt(found: Found, text: str) -> Iterator[tuple[str, str, str]]:
    """(margin, line, underline) of the first lines; a last row without underline says how many more there are."""
    lines = text.split("\n")
    last = min(found.end_line, len(lines))
    shown = range(found.line, min(last, found.line + _LINES - 1) + 1)
    margin = len(str(shown[-1])) if shown else 1
    for number in shown:
        line = lines[number - 1].removesuffix("\r")
        start = found.column - 1 if number == found.line else len(line) - len(line.lstrip())
        end = found.end_column - 1 if number == found.end_line else len(line.rstrip())
        yield f"{number:>{margin}}", *_underlined(line, start, end)
    if (more := last - found.line + 1 - len(shown)) > 0:
        yield " " * margin, f"… {more} more line{'' if more == 1 else 's'}", ""


def _underlined(line: str, start: int, end: int) -> tuple[str, str]:
    """The line and carets below it, as wide as what they mark. A long line is cut around the mark."""
    begin = max(0, start - _WIDTH // 2) if len(line) > _WIDTH else 0
    before, marked, after = (
        _plain(part) for part in (line[begin:start], line[start:end], line[end : begin + _WIDTH])
    )
    cut = "… " if begin else ""
    if len(marked) > _WIDTH:
        marked, after = marked[:_WIDTH] + " …", ""
    carets = "^" * max(1, cell_len(marked))
    return cut + before + marked + after, " " * cell_len(cut + before) + carets


def _plain(text: str) -> str:
    return visible(text.replace("\t", "    "), keep="")
