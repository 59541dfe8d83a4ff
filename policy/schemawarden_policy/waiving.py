"""What waivers do to the findings: an accepted one makes them milder, and one that waives nothing is told.

- A waiver is accepted when its normal form is in the operator's settings, and it names rules and gives a reason.
- It reaches the statement right behind it and no other, and there the rules that it names, by their ids or by any of their
  aliases; an alias that several rules share means all of them.
- It lowers a finding to a notice. It hides none, and a forbidden one stays as it is. That data is lost is still told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from schemawarden_policy.allow import Waiver, accepted, normal_form, waivers, waivers_before
from schemawarden_policy.catalog import RULES, UnknownRuleError, rules_named
from schemawarden_policy.migration import Migration, MigrationFile
from schemawarden_policy.rule import Finding, Severity, Sighting
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place
from schemawarden_policy.visible import visible

_ANALYZERS = {
    "destructive": "DS",
    "incompatible": "BC",
    "data_depend": "MF",
    "concurrent_index": "PG10",
    "naming": "NM",
    "nestedtx": "TX2",
}
"""Atlas's names of whole analyzers -> how their codes begin."""


class Waiving:
    """The waivers of one change set."""

    def __init__(self, migration: Migration, settings: Settings) -> None:
        self._files = [file for file in migration.files if waivers(file.text, migration.dialect)]
        self._dialect = migration.dialect
        self._own = frozenset(rule.id for rule in settings.custom)
        self._accepted = {
            (statement.place.file, statement.place.statement): found
            for file in self._files
            for statement in file.statements
            if (found := [waiver for waiver in waivers_before(statement) if accepted(waiver, settings)])
        }

    def lowered(self, finding: Finding) -> Finding:
        """The finding as it stands under the accepted waivers."""
        given = self._accepted.get((finding.place.file, finding.place.statement), ())
        waiver = next((waiver for waiver in given if finding.rule in _named(waiver, self._own)), None)
        if waiver is None or finding.severity is Severity.FORBIDDEN:
            return finding
        message = f"{finding.message} Accepted waiver: {visible(' '.join(waiver.reason.split()))}."
        return replace(finding, severity=Severity.NOTICE, message=message)

    def unused(self, findings: Sequence[Finding]) -> Iterator[Sighting]:
        """The waivers that name nothing that was found where they stand."""
        for file in self._files:
            fired = _Fired(file, findings, self._own)
            left = Counter(map(normal_form, waivers(file.text, self._dialect)))
            for statement in file.statements:
                for waiver in waivers_before(statement):
                    left[normal_form(waiver)] -= 1
                    if why := fired.missed(waiver, statement.place.statement):
                        yield _sighting(statement.place, normal_form(waiver), why)
            for form in left.elements():
                yield _sighting(
                    Place(file.name, -1, 1), form, "it does not stand directly before a statement"
                )


class _Fired:
    """What was found in one file, by statement."""

    def __init__(self, file: MigrationFile, findings: Sequence[Finding], own: frozenset[str]) -> None:
        self._own = own
        self._found: dict[int, set[str]] = {}
        for finding in findings:
            if finding.place.file == file.name:
                self._found.setdefault(finding.place.statement, set()).add(finding.rule)

    def missed(self, waiver: Waiver, statement: int) -> str:
        """Why the waiver before that statement waives nothing; empty when it does. A nolint at a file's head is meant for all of it."""
        whole = waiver.kind == "nolint" and statement == 0
        places = self._found if whole else (statement, -1)
        here = {rule for at in places for rule in self._found.get(at, ())} - {"suppression-added"}
        if not waiver.rules:
            return "" if here else "nothing was found there"
        unknown = [_unknown(name, self._own) for name in waiver.rules]
        if any(unknown):
            return "; ".join(filter(None, unknown))
        return "" if here & _named(waiver, self._own) else "no rule that it names found anything there"


def _named(waiver: Waiver, own: frozenset[str]) -> set[str]:
    """The ids of the rules that a waiver names; `own` are those of the operator's own rules."""
    return {rule for name in waiver.rules for rule in _rules(name, own)}


def _rules(name: str, own: frozenset[str]) -> set[str]:
    if name.lower() in own:
        return {name.lower()}
    if prefix := _ANALYZERS.get(name.lower()):
        return {rule.id for rule in RULES if any(alias.startswith(prefix) for alias in rule.aliases)}
    try:
        return {rule.id for rule in rules_named(name)}
    except UnknownRuleError:
        return set()


def _unknown(name: str, own: frozenset[str]) -> str:
    if name.lower() in _ANALYZERS or name.lower() in own:
        return ""
    try:
        rules_named(name)
    except UnknownRuleError as error:
        return str(error).removesuffix("?")
    return ""


def _sighting(place: Place, form: str, why: str) -> Sighting:
    return Sighting(
        place, f"The waiver {visible(form, keep='')!r} waives nothing: {visible(why)}.", "Delete the comment."
    )
