"""`check(migration, settings)`: the single way into the policy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from schemawarden_policy.allowing import Allowing
from schemawarden_policy.catalog import RULES
from schemawarden_policy.change import Change
from schemawarden_policy.extent import end_of
from schemawarden_policy.facts import Gap
from schemawarden_policy.meant import Meant
from schemawarden_policy.migration import Migration
from schemawarden_policy.owned import required_owners
from schemawarden_policy.rule import Finding, Rule, Severity, Sighting
from schemawarden_policy.rules.shape.unused_suppression import RULE as UNUSED
from schemawarden_policy.scopes import Scopes
from schemawarden_policy.settings import Settings
from schemawarden_policy.severities import Severities, effective_severity
from schemawarden_policy.statement import Dialect, Statement
from schemawarden_policy.verdict import Verdict, decide
from schemawarden_policy.visible import visible
from schemawarden_policy.waiving import Waiving

_EXCERPT = 300
_RULES = {dialect: tuple(rule for rule in RULES if dialect in rule.dialects) for dialect in Dialect}


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
    owners: tuple[tuple[str, ...], ...] = ()
    """For each group of owners of what is touched: the approvers of whom one must approve."""

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
    present = frozenset(type(change) for statement in migration.statements() for change in statement.changes)
    custom = tuple(rule for rule in settings.custom if migration.dialect in rule.dialects)
    rules = (*_asked(migration.dialect, present), *(rule for rule in custom if _speaks(rule, present)))
    texts = {(s.place.file, s.place.statement): s for s in migration.statements()}
    files = {file.name: file.text for file in migration.files}
    severities, meant = Severities(migration, settings), Meant(migration, settings)
    scopes, allowing = Scopes(migration, settings, meant), Allowing(migration, settings, meant)

    def found(rule: Rule, severity: Severity, sighting: Sighting) -> Finding:
        statement = texts.get((sighting.place.file, sighting.place.statement))
        return _finding(rule, severity, sighting, statement, files.get(sighting.place.file, ""))

    seen: list[tuple[bool, Finding]] = []
    for rule in rules:
        for severity, sighting in scopes.sightings(rule):
            finding = found(rule, severities.of(rule, severity, sighting), sighting)
            seen.append((rule.destructive or sighting.destructive, finding))
    waiving = Waiving(migration, settings)
    seen = [allowing.lowered(loses, waiving.lowered(finding)) for loses, finding in seen]
    if (own := effective_severity(UNUSED, settings)) is not None:
        unused = waiving.unused([finding for _, finding in seen])
        seen += [(False, found(UNUSED, own, sighting)) for sighting in unused]
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
            rules=len(_RULES[migration.dialect]) + len(custom),
            statements=len(texts),
            opaque=sum(1 for s in texts.values() if s.opaque_reason),
            gaps=gaps,
        ),
        owners=required_owners(migration, settings),
    )


@lru_cache(maxsize=512)
def _asked(dialect: Dialect, present: frozenset[type[Change]]) -> tuple[Rule, ...]:
    """The rules that have something to say where these changes are."""
    return tuple(rule for rule in _RULES[dialect] if _speaks(rule, present))


def _speaks(rule: Rule, present: frozenset[type[Change]]) -> bool:
    return not rule.sees or not present.isdisjoint(rule.sees)


def _finding(
    rule: Rule, severity: Severity, sighting: Sighting, statement: Statement | None, file_text: str
) -> Finding:
    text = statement.text if statement else ""
    end_line, end_column = end_of(sighting.place, statement, file_text)
    return Finding(
        rule=rule.id,
        severity=severity,
        place=sighting.place,
        message=visible(
            sighting.message, keep=""
        ),  # a name with a line feed must not write a line of its own
        suggestion=sighting.suggestion,
        objects=sighting.objects,
        excerpt=text if len(text) <= _EXCERPT else text[:_EXCERPT] + " …",
        end_line=end_line,
        end_column=end_column,
        aliases=rule.aliases,
    )


def _running_order(finding: Finding, order: dict[str, int]) -> tuple[int, int, int, str]:
    place = finding.place
    return (order.get(place.file, -1), place.statement, -int(finding.severity), finding.rule)
