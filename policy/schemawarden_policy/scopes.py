"""What is otherwise in some schemas: the settings that hold where a finding's objects stand.

A finding whose objects stand in several schemas is as bad as in the strictest of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fnmatch import fnmatchcase

from schemawarden_policy.meant import Meant
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.settings import Scope, Settings
from schemawarden_policy.severities import effective_severity

_BY_SCHEMA = "naming"
"""The family whose rules look into what a scope changes besides severities."""


class Scopes:
    """The settings of one change set: everywhere's first, then each scope's."""

    def __init__(self, migration: Migration, settings: Settings, meant: Meant) -> None:
        self._migration = migration
        self._meant = meant
        self._scopes = settings.scopes
        self._views = (settings, *(_overlay(settings, scope) for scope in settings.scopes))

    def sightings(self, rule: Rule) -> Iterable[tuple[Severity, Sighting]]:
        """What the rule sees, with its severity there."""
        if self._scopes:
            return self._scoped(rule)
        everywhere = self._views[0]
        severity = effective_severity(rule, everywhere)
        if severity is None:
            return ()
        return [(severity, sighting) for sighting in rule.check(self._migration, everywhere)]

    def _scoped(self, rule: Rule) -> Iterator[tuple[Severity, Sighting]]:
        severities = [effective_severity(rule, view) for view in self._views]
        if not any(severities):
            return
        for number, view in enumerate(self._views if rule.family == _BY_SCHEMA else self._views[:1]):
            for sighting in rule.check(self._migration, view):
                at = self._at(sighting)
                if rule.family == _BY_SCHEMA:
                    at &= {number}
                found = [severity for each in at if (severity := severities[each]) is not None]
                if found:
                    yield max(found), sighting

    def _at(self, sighting: Sighting) -> frozenset[int]:
        """The views that hold for it; everywhere's when no schema is known."""
        schemas = self._meant.schemas(sighting.place, sighting.objects)
        return frozenset(map(self._view, schemas)) or frozenset({0})

    def _view(self, schema: str) -> int:
        return max((n for n, scope in enumerate(self._scopes, 1) if _means(scope, schema)), default=0)


def _means(scope: Scope, schema: str) -> bool:
    return any(fnmatchcase(schema, pattern.lower()) for pattern in scope.schemas)


def _overlay(settings: Settings, scope: Scope) -> Settings:
    return replace(
        settings,
        severities={**settings.severities, **scope.severities},
        naming=replace(settings.naming, **scope.naming),
        protected=settings.protected if scope.protected is None else scope.protected,
    )
