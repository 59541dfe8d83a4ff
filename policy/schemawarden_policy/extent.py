"""How far a finding reaches: from its place to the end of the statement, or of the line where no statement begins there.

Lines and columns count from 1, columns in code points; an end is the first position that no longer belongs to it.
"""

from __future__ import annotations

from schemawarden_policy.statement import Place, Statement


def end_of(place: Place, statement: Statement | None, text: str) -> tuple[int, int]:
    """(line, column) of the end. `text` is the whole file; empty when it is not at hand.

    A statement counts when the finding stands where it begins. Elsewhere, and for a file as a whole, the line's end is meant.
    """
    if statement and (place.line, place.column) == (statement.place.line, statement.place.column):
        return _after(place, statement.text)
    return place.line, max(place.column, len(_line(text, place.line)) + 1)


def _after(place: Place, text: str) -> tuple[int, int]:
    """The position behind `text` when it begins at `place`."""
    breaks = text.count("\n")
    if not breaks:
        return place.line, place.column + len(text)
    return place.line + breaks, len(text) - text.rfind("\n")


def _line(text: str, number: int) -> str:
    """A line without its end; empty when there is none of that number."""
    lines = text.split("\n", number)
    return lines[number - 1].removesuffix("\r") if number <= len(lines) else ""
