"""Waivers: comments that ask a checker to look away.

Two spellings are known: ours, `-- schemawarden:allow RULE reason="..."`, and Atlas's, `-- atlas:nolint [codes]`. Both are
data: none is honoured, in whatever place or comment form it stands. A waiver that stands in a file that was already
applied is known to the people who applied it; each other one is a finding of suppression-added.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemawarden_policy.directives import comments
from schemawarden_policy.statement import Dialect

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
        for kind, pattern in (("allow", _ALLOW), ("nolint", _NOLINT))
        for match in pattern.finditer(comment)
    )
    return tuple(sorted(found, key=lambda waiver: waiver.line))


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
