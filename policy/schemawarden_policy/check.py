"""`check(migration, settings)`: the single way into the policy."""

from __future__ import annotations

from dataclasses import dataclass

from schemawarden_policy.catalog import RULES
from schemawarden_policy.facts import Gap
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Finding, Rule, Severity, Sighting
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement
from schemawarden_policy.verdict import Verdict, decide
from schemawarden_policy.visible import visible

_EXCERPT = 300


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was looked at and what was not."""

    rules: int
    statements: int
    opaque: int
    """Statements that the parser would not vouch for."""
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Report:
    verdict: Verdict
    findings: tuple[Finding, ...]
    """In running order, the worst first at one place."""
    destructive: bool
    """Some finding says that data is lost: the target's level for destructive plans applies."""
    coverage: Coverage

    @property
    def highest(self) -> Severity | None:
        return max((finding.severity for finding in self.findings), default=None)

    @property
    def needs_destructive_level(self) -> bool:
        """An error needs the target's level for destructive plans; so does data loss at any severity."""
        return self.destructive or (self.highest or Severity.NOTICE) >= Severity.ERROR


def check(migration: Migration, settings: Settings) -> Report:
    """Run every rule of the dialect over the pending files and decide.

    Pure: the same migration and settings give the same report.
    """
    rules = [rule for rule in RULES if migration.dialect in rule.dialects]
    texts = {(s.place.file, s.place.statement): s for s in migration.statements()}
    seen: list[tuple[bool, Finding]] = []
    for rule in rules:
        severity = effective_severity(rule, settings)
        if severity is None:
            continue
        for sighting in rule.check(migration, settings):
            seen.append((rule.destructive or sighting.destructive, _finding(rule, severity, sighting, texts)))
    order = {file.name: number for number, file in enumerate(migration.files)}
    seen.sort(key=lambda pair: _running_order(pair[1], order))
    findings = tuple(finding for _, finding in seen)
    highest = max((finding.severity for finding in findings), default=None)
    gaps = migration.facts.gaps
    return Report(
        verdict=decide(highest, settings.mode, disposable=settings.disposable, eyes_closed=bool(gaps)),
        findings=findings,
        destructive=any(loses for loses, _ in seen),
        coverage=Coverage(
            rules=len(rules),
            statements=len(texts),
            opaque=sum(1 for s in texts.values() if s.opaque_reason),
            gaps=gaps,
        ),
    )


def effective_severity(rule: Rule, settings: Settings) -> Severity | None:
    """The rule's severity under the operator's settings; None when switched off. Forbidden stays forbidden."""
    if rule.severity is Severity.FORBIDDEN:
        return rule.severity
    word = settings.severities.get(rule.id)
    if word is None:
        return rule.severity
    return None if word == "off" else Severity[word.upper()]


def _finding(
    rule: Rule, severity: Severity, sighting: Sighting, texts: dict[tuple[str, int], Statement]
) -> Finding:
    statement = texts.get((sighting.place.file, sighting.place.statement))
    text = statement.text if statement else ""
    return Finding(
        rule=rule.id,
        severity=severity if sighting.severity is None else sighting.severity,
        place=sighting.place,
        message=visible(
            sighting.message, keep=""
        ),  # a name with a line feed must not write a line of its own
        suggestion=sighting.suggestion,
        objects=sighting.objects,
        excerpt=text if len(text) <= _EXCERPT else text[:_EXCERPT] + " …",
    )


def _running_order(finding: Finding, order: dict[str, int]) -> tuple[int, int, int, str]:
    place = finding.place
    return (order.get(place.file, -1), place.statement, -int(finding.severity), finding.rule)
