"""What goes through a check: sources, change sets, the question asked of them, and what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from schemawarden_policy.settings import Settings


class Source(NamedTuple):
    """One file, read."""

    path: str
    """As it is shown: the argument, or the argument's directory and what follows."""
    name: str
    """Within its change set."""
    content: bytes
    """UTF-8."""


class ChangeSet(NamedTuple):
    files: tuple[Source, ...]
    """In the order in which they would run."""
    runner: str
    """Who runs them (`layouts.RUNNERS`); "auto": each file's own notation tells."""
    directory: bool = False
    history: tuple[Source, ...] = ()
    """Files that were there before; they are not checked."""


class Question(NamedTuple):
    """What is asked of every change set."""

    dialect: str
    server_version: str = ""
    facts: dict[str, Any] = {}  # noqa: RUF012 - never changed
    """The file given with --facts, checked."""
    settings: Settings | None = None
    """None: the policy's own defaults."""


class Found(NamedTuple):
    """A finding, as plain data. Lines and columns count from 1, columns in code points; the end is exclusive."""

    rule: str
    severity: str
    line: int
    column: int
    end_line: int
    end_column: int
    message: str
    suggestion: str
    aliases: list[str]
    fingerprint: str
    """Of the rule and the statement's text: the same wherever the statement stands."""


class Checked(NamedTuple):
    """What was found in one file."""

    path: str
    verdict: str
    statements: int
    covered: int
    """Statements that the parser understood."""
    findings: list[Found]


class Result(NamedTuple):
    """A whole run, for the formats."""

    files: list[Checked]
    sources: dict[str, bytes]
    """path -> content, for excerpts."""
    remarks: list[str]
    """What is to be said besides, for people."""


SEVERITIES = ("notice", "warning", "error", "forbidden")
