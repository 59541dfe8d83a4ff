"""How bad a finding is: the rule's own severity, under the operator's settings, in its context.

- A forbidden rule stays forbidden, whatever the settings say; only the rule itself says where less is enough.
- What a rule says of the context makes a finding milder; graver only where the operator did not lower the rule.
- The size of the table, where it is known, is one step for the rules that say so. No step leads to forbidden.
- What takes a lock on a table that the change set makes if it is not there, or asks something of its rows, is a notice
  (`likely_new`); what may lose something is not.
"""

from __future__ import annotations

from schemawarden_policy.facts import Table
from schemawarden_policy.likely_new import LikelyNew
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.settings import Settings

_OF_ROWS_THERE = ("locks", "data", "mysql")
"""Families of rules that hold for rows and users which a new table does not have."""


def effective_severity(rule: Rule, settings: Settings) -> Severity | None:
    """The rule's severity under the operator's settings; None when it is off."""
    if rule.severity is Severity.FORBIDDEN:
        return rule.severity
    word = settings.severities.get(rule.id, "off" if rule.opt_in else "")
    if not word:
        return rule.severity
    return None if word == "off" else Severity[word.upper()]


class Severities:
    """Decides for the findings of one change set."""

    def __init__(self, migration: Migration, settings: Settings) -> None:
        self.settings = settings
        self.before = migration.facts.before
        self.names = names_of(migration, settings)
        self.likely_new = LikelyNew(migration, self.names)

    def of(self, rule: Rule, severity: Severity, sighting: Sighting) -> Severity:
        """`severity` is the rule's under the operator's settings."""
        found = _in_context(rule, severity, sighting.severity)
        if rule.family in _OF_ROWS_THERE and self.likely_new.all(sighting.objects, sighting.place):
            return min(found, Severity.NOTICE)
        scales = rule.scales and rule.id not in self.settings.steady
        return self._scaled(found, sighting) if scales else found

    def _scaled(self, severity: Severity, sighting: Sighting) -> Severity:
        rows = self._rows(sighting)
        if rows is None or severity is Severity.FORBIDDEN:
            return severity
        if rows <= self.settings.small_rows:
            return Severity(max(severity - 1, Severity.NOTICE))
        return Severity(min(severity + 1, Severity.ERROR)) if rows >= self.settings.large_rows else severity

    def _rows(self, sighting: Sighting) -> int | None:
        """The rows of the largest table that the finding names; None when one of them is not known."""
        found = [self._table(name) for name in sighting.objects]
        rows = [table.rows for table in found if table and table.rows is not None]
        return max(rows) if rows and len(rows) == len(found) else None

    def _table(self, name: str) -> Table | None:
        """The table of a name as findings give it: "users", "public.users", "users.email", "public.users.email"."""
        for written in (name, name.rpartition(".")[0]):
            schema, _, table = written.rpartition(".")
            if table and (found := self.names.find(self.before, table, schema)):
                return found
        return None


def _in_context(rule: Rule, severity: Severity, said: Severity | None) -> Severity:
    if said is None:
        return severity
    if said < rule.severity:
        return min(severity, said)
    return severity if severity < rule.severity else max(severity, said)
