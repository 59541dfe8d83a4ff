"""What a [policy] table says, as frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from schemawarden.settings.hours import PeakHours
from schemawarden.settings.plugins import Plugin
from schemawarden_policy.custom import Predicate
from schemawarden_policy.ownership import Ownership
from schemawarden_policy.presets import LOCK_TIMEOUT_RULE, severities
from schemawarden_policy.rule import Rule
from schemawarden_policy.settings import Acceptance, Limits, Naming, Scope, Settings

_DEFAULTS = Settings()


@dataclass(frozen=True, slots=True)
class Policy:
    """[policy], or what a target's own policy makes of it."""

    preset: str = "default"
    severities: Mapping[str, str] = field(default_factory=dict)
    """As the operator wrote them, without the preset's."""
    naming: Naming = field(default_factory=Naming)
    protected: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    scopes: tuple[Scope, ...] = ()
    allow_drop: tuple[str, ...] = ()
    accept: tuple[Acceptance, ...] = ()
    waivers: tuple[str, ...] = ()
    small_rows: int = _DEFAULTS.small_rows
    large_rows: int = _DEFAULTS.large_rows
    lock_timeout: bool = False
    """Every file must set one."""
    backup: bool = False
    """Approvals of a destructive plan must name a backup."""
    peak_hours: tuple[PeakHours, ...] = ()
    ownership: Ownership | None = None
    custom: tuple[Rule, ...] = ()
    """Those written as predicates."""
    plugins: tuple[Plugin, ...] = ()

    def settings(self) -> Settings:
        """For the checks; what the target itself decides is left at its default."""
        demanded = {LOCK_TIMEOUT_RULE: "error"} if self.lock_timeout else {}
        return Settings(
            severities={**severities(self.preset), **self.severities, **demanded},
            naming=self.naming,
            small_rows=self.small_rows,
            large_rows=self.large_rows,
            protected=self.protected,
            limits=self.limits,
            waivers=self.waivers,
            scopes=self.scopes,
            allow_drop=self.allow_drop,
            accept=self.accept,
            steady=tuple(demanded),
            ownership=self.ownership,
            custom=(*self.custom, *(rule for plugin in self.plugins for rule in plugin.rules)),
        )

    def deciding(self) -> dict[str, Any]:
        """All of it as plain data, for the policy's digest. Where order decides nothing it is sorted away."""
        return {
            "preset": self.preset,
            "severities": dict(self.settings().severities),
            "naming": asdict(self.naming),
            "protected": sorted(self.protected),
            "limits": asdict(self.limits),
            "scopes": [_plain(asdict(scope)) for scope in self.scopes],
            "allow_drop": sorted(self.allow_drop),
            "accept": sorted((_plain(asdict(each)) for each in self.accept), key=str),
            "waivers": sorted(self.waivers),
            "rows": [self.small_rows, self.large_rows],
            "lock_timeout": self.lock_timeout,
            "backup": self.backup,
            "peak_hours": [each.deciding() for each in self.peak_hours],
            "owners": _plain(asdict(self.ownership)) if self.ownership else None,
            "custom": [_rule(rule) for rule in self.custom],
            "plugins": [[each.name, each.version, each.sha256] for each in self.plugins],
        }


def _rule(rule: Rule) -> dict[str, Any]:
    assert isinstance(rule.check, Predicate), "made from the config"
    return {
        "id": rule.id,
        "severity": rule.severity.word,
        "dialects": sorted(dialect.value for dialect in rule.dialects),
        "destructive": rule.destructive,
        "predicate": _plain(asdict(rule.check)),
    }


def _plain(value: Any) -> Any:
    """Tuples as lists."""
    if isinstance(value, dict):
        return {key: _plain(child) for key, child in value.items()}
    return [_plain(child) for child in value] if isinstance(value, tuple | list) else value
