"""Waivers: comments that ask a checker to look away.

Two spellings are known: ours, `-- schemawarden:allow RULE reason="..."`, and Atlas's, `-- atlas:nolint [codes]`. Both are
data, in whatever place or comment form they stand: what one asks for is done only when the operator's policy accepted its
normal form (`waiving`). A waiver that stands in a file that was already applied is known to the people who applied it; each
other one is a finding of suppression-added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from schemawarden_policy.directives import comments
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect, Statement

_ALLOW = re.compile(
    r"schemawarden[ \t]*:[ \t]*(?:allow|ignore|disable|nolint)\b[ \t]*([^\n]*)", re.IGNORECASE
)
_NOLINT = re.compile(r"atlas[ \t]*:[ \t]*nolint\b[ \t]*([^\n]*)", re.IGNORECASE)
_HINT = re.compile(r"schemawarden|nolint", re.IGNORECASE)
"""What every waiver holds. Most files have none, and a search costs far less than finding their comments."""
_REASON = re.compile(r"reason[ \t]*=[ \t]*(?:\"([^\"]*)\"|(\S+))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Waiver:
    kind: str
    """"allow" for our spelling, "nolint" for Atlas's."""
    rules: tuple[str, ...]
    """Rule ids or codes as written; empty: everything."""
    reason: str
    line: int


def waivers(text: str, dialect: Dialect) -> tuple[Waiver, ...]:
    """Every waiver in the comments of a file, in order."""
    if not _HINT.search(text):
        return ()
    found = (
        _waiver(kind, match, text.count("\n", 0, start + match.start()) + 1)
        for start, comment in comments(text, dialect)
        for kind, match in _matches(comment)
    )
    return tuple(sorted(found, key=lambda waiver: waiver.line))


def waivers_before(statement: Statement) -> tuple[Waiver, ...]:
    """Those in the comments that stand directly before a statement, with the statement's line."""
    line = statement.place.line
    return tuple(
        _waiver(kind, match, line) for comment in statement.comments for kind, match in _matches(comment)
    )


def accepted(waiver: Waiver, settings: Settings) -> bool:
    """The operator took this waiver. Nobody takes one that names no rule or gives no reason."""
    return bool(waiver.rules and waiver.reason) and normal_form(waiver) in settings.waivers


def _matches(comment: str) -> Iterator[tuple[str, re.Match[str]]]:
    for kind, pattern in (("allow", _ALLOW), ("nolint", _NOLINT)):
        for match in pattern.finditer(comment):
            yield kind, match


def normal_form(waiver: Waiver) -> str:
    """The waiver as one comparable line: kind, sorted lower-case rules, reason. Place and spacing don't count."""
    rules = ",".join(sorted(rule.lower() for rule in waiver.rules)) or "*"
    return f"{waiver.kind} {rules} {' '.join(waiver.reason.split())}".rstrip()


def _waiver(kind: str, match: re.Match[str], line: int) -> Waiver:
    args = match.group(1).strip().removesuffix("*/")
    reason = _REASON.search(args)
    words = args[: reason.start()] if reason else args
    return Waiver(
        kind=kind,
        rules=tuple(word for word in re.split(r"[\s,]+", words) if word),
        reason=next((part for part in reason.groups() if part), "") if reason else "",
        line=line,
    )
