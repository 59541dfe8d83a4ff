"""How results are put into words: next steps, findings, needs. One place, so that all tools say it alike."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from schemawarden.wire import Found
from schemawarden_policy.approval import Assurance
from schemawarden_policy.check import Report
from schemawarden_policy.plan import Needs, findings_data

_WORST = ("forbidden", "error", "warning", "notice")
_SHOWN = 3
_UNTOLD: dict[str, Any] = {"column": 1, "end_line": 0, "end_column": 0, "aliases": []}
"""What plans of version 0.1 do not say of their findings."""


def call(tool: str, **arguments: object) -> str:
    """A tool call as an agent can make it: `dry_run(target="shop")`."""
    given = ", ".join(f"{name.rstrip('_')}={json.dumps(value)}" for name, value in arguments.items())
    return f"{tool}({given})"


def found(report: Report) -> list[Found]:
    """The findings, worst first, then in running order."""
    return found_in(findings_data(report))


def found_in(findings: Iterable[Mapping[str, Any]]) -> list[Found]:
    """The findings of a plan's document."""
    ordered = sorted(findings, key=lambda finding: _WORST.index(finding["severity"]))
    return [
        Found(**{name: (_UNTOLD | dict(finding))[name] for name in Found.model_fields}) for finding in ordered
    ]


def not_covered(report: Report) -> list[str]:
    """Eyes that were closed, and text that nobody understood."""
    coverage = report.coverage
    opaque = (
        [f"{coverage.opaque} of {coverage.statements} statements were not understood"]
        if coverage.opaque
        else []
    )
    return [*opaque, *(f"{gap.eye}: {gap.reason}" for gap in coverage.gaps)]


def tally(findings: Sequence[Found], more: int = 0) -> str:
    """`2 findings (1 error, 1 warning)`."""
    counts = [(sum(item.severity == word for item in findings), word) for word in _WORST]
    told = ", ".join(f"{count} {word}" for count, word in counts if count)
    beyond = f", {more} more not shown" if more else ""
    number = len(findings)
    return f"{number} finding{'' if number == 1 else 's'}" + (f" ({told}{beyond})" if told else "")


def worst(findings: Sequence[Found]) -> list[str]:
    """The worst findings as lines, each with its safer form."""
    lines = []
    for item in findings[:_SHOWN]:
        place = f" {item.file}:{item.line}" if item.file else ""
        lines.append(f"- {item.severity} {item.rule}{place}: {_first_line(item.message)}")
        if item.suggestion:
            lines.append(f"  safer: {_first_line(item.suggestion)}")
    return lines


def _first_line(text: str) -> str:
    head, _, tail = text.partition("\n")
    return f"{head} …" if tail.strip() else head


def listed(label: str, items: Sequence[str], most: int = 3) -> list[str]:
    """One line that names the first items; none when there are none."""
    if not items:
        return []
    left = f" … {len(items) - most} more" if len(items) > most else ""
    return [f"{label}: {'; '.join(_first_line(item) for item in items[:most])}{left}"]


def needs_words(needs: Needs | None, installation: Assurance) -> str:
    """What a plan must have, and whether this installation can give it at all."""
    if needs is None:
        return "nothing: the operator's policy allows it without a human"
    people = "1 approval" if needs.quorum == 1 else f"approvals of {needs.quorum} different people"
    words = f"{people} at assurance {needs.assurance} or higher"
    words += "".join(f", {owners_words(group)} among them" for group in needs.owners)
    if needs.backup:
        words += ", and the name of a backup with one of them"
    if not installation.covers(Assurance(needs.assurance)):
        words += f"; approvals made in this installation claim {installation} only, so the operator has to act first"
    return words


def owners_words(group: Sequence[str]) -> str:
    """Who has to be among those who approve: `alice`, `one of alice, bob`."""
    return group[0] if len(group) == 1 else f"one of {', '.join(group)}"
