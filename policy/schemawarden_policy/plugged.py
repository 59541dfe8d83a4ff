"""Rules in the operator's own Python: held to what a rule may be, and kept from ending a check.

A rule that fails says nothing about what it would have found, so that its failure is a finding at its own severity or above error.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from schemawarden_policy.custom import FAMILY
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, RuleFunction, Severity, Sighting
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect, Place

RULE_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_MOST = 100


@dataclass(frozen=True, slots=True)
class Guarded:
    """A rule's function, of which an exception is a sighting."""

    rule: str
    function: RuleFunction

    def __call__(self, migration: Migration, settings: Settings) -> Iterator[Sighting]:
        seen: list[Sighting] = []
        try:
            for sighting in self.function(migration, settings):
                if not isinstance(sighting, Sighting):
                    raise TypeError("a rule gives sightings")
                seen.append(sighting)
        except Exception as error:  # noqa: BLE001 - it is the operator's code, and the check has to go on
            seen.append(self._failed(migration, error))
        yield from seen

    def _failed(self, migration: Migration, error: Exception) -> Sighting:
        file = migration.files[0].name if migration.files else ""
        message = f"The operator's rule {self.rule} failed ({type(error).__name__}); what it would have found is not known."
        return Sighting(Place(file, -1, 1), message, "Tell the operator.", severity=Severity.ERROR)


def plugged(found: object, taken: Collection[str]) -> tuple[Rule, ...]:
    """The rules that an entry point gave, guarded. Raises ValueError in words that follow the plugin's name."""
    rules = found if isinstance(found, tuple | list) else (found,)
    if not rules or len(rules) > _MOST:
        raise ValueError(f"gives no rule, or more than {_MOST}")
    ids: set[str] = set()
    for rule in rules:
        if not isinstance(rule, Rule):
            raise ValueError("gives something that is no schemawarden_policy.rule.Rule")
        if objection := _objection(rule, {*taken, *ids}):
            raise ValueError(objection)
        ids.add(rule.id)
    return tuple(replace(rule, family=FAMILY, check=Guarded(rule.id, rule.check)) for rule in rules)


def _objection(rule: Rule, taken: set[str]) -> str:
    """The types say what a rule is; this code did not pass our type checker."""
    rule_id: object = rule.id
    severity: object = rule.severity
    if not isinstance(rule_id, str) or not RULE_ID.fullmatch(rule_id):
        return f"gives a rule whose id {rule.id!a} is not in kebab-case"
    if clash := taken & {rule.id, *rule.aliases}:
        return f"gives the rule {rule.id}, but {sorted(clash)[0]} is the name of another rule"
    if not isinstance(severity, Severity) or not callable(rule.check):
        return f"gives the rule {rule.id} without a severity or a function"
    if not rule.dialects or not all(isinstance(dialect, Dialect) for dialect in rule.dialects):
        return f"gives the rule {rule.id} without a dialect"
    return ""
