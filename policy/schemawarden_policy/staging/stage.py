"""A stage of a migration, and how it is written down as a file."""

from __future__ import annotations

from dataclasses import dataclass, field

LOCK_TIMEOUT = "SET LOCAL lock_timeout = '5s';"
"""So that a statement that has to wait for its lock gives up before the queue behind it grows long."""


@dataclass(slots=True)
class Stage:
    name: str
    """A word or two for the file's name."""
    statements: list[str] = field(default_factory=list)
    """With the comments that stand before them, each with its semicolon."""
    note: str = ""
    """What has to happen before the file is applied."""
    alone: bool = False
    """Its one statement refuses to run in a transaction."""
    waits: bool = False
    """It takes a lock on a table that was there."""


def written(stage: Stage) -> str:
    """The file's text."""
    parts = ["-- atlas:txmode none\n"] if stage.alone else []
    if stage.note:
        parts.append(f"-- {stage.note}")
    if stage.waits and not stage.alone:
        parts.append(LOCK_TIMEOUT + "\n")
    return "\n".join([*parts, *stage.statements]) + "\n"
