"""What the flows are given for one target: its configuration as data, and the ports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from schemawarden.flows.memory import Memory
from schemawarden.ports import (
    Clock,
    Engine,
    StateStore,
    Target,
    TargetLock,
    TokenVerifier,
    Workspace,
)
from schemawarden.settings.hours import PeakHours
from schemawarden_policy.approval import Assurance, Requester
from schemawarden_policy.plan import Needs
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect

PRODUCT = "0.1.0"


@dataclass(frozen=True, slots=True)
class Context:
    alias: str
    dialect: Dialect
    settings: Settings
    routine: Needs
    destructive: Needs
    expires: timedelta
    policy_digest: str
    exclude: tuple[str, ...]
    """Patterns of objects that may change without making a plan stale; they are no drift either."""
    has_desired: bool
    installation: Assurance
    """What a token can claim in this installation."""
    requester: Requester
    database_url: Callable[[], str]
    """For the engine's apply only."""
    workspace: Workspace
    target: Target
    lock: TargetLock
    engine: Engine
    store: StateStore
    tokens: TokenVerifier
    clock: Clock
    linted: Memory
    """The last lint: snapshot digest and live state -> examination."""
    backup: bool
    """Approvals of a destructive plan must name a backup."""
    any_owner: tuple[str, ...]
    """Approvers of whom one must approve a destructive plan that touches nothing owned; empty: nobody in particular."""
    peak_hours: tuple[PeakHours, ...]
    """When nothing is applied."""
