"""What a rule is: a name, its page, and one pure function from a migration to findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum

from schemawarden_policy.migration import Migration
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect, Place


class Severity(IntEnum):
    """How bad a finding is. FORBIDDEN is what no approval can cover."""

    NOTICE = 1
    WARNING = 2
    ERROR = 3
    FORBIDDEN = 4

    @property
    def word(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a rule saw; `check` turns it into a finding by adding the rule's id and severity."""

    place: Place
    message: str
    """One sentence with the user's own names: what happens and why it hurts."""
    suggestion: str = ""
    """Safer SQL or the next step, filled in with the user's names."""
    objects: tuple[str, ...] = ()
    """Names of what is touched, "users" or "users.email"."""
    severity: Severity | None = None
    """Differs from the rule's own severity only when the context says so."""
    destructive: bool = False
    """Data is lost here, though not wherever the rule fires."""


@dataclass(frozen=True, slots=True)
class Finding:
    rule: str
    severity: Severity
    place: Place
    message: str
    suggestion: str = ""
    objects: tuple[str, ...] = ()
    excerpt: str = ""
    """The statement's text, shortened."""


RuleFunction = Callable[[Migration, Settings], Iterable[Sighting]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Its page is the docstring of the module that defines it."""

    id: str
    family: str
    """The folder's name: forbidden, destructive, compatibility, data, locks, security, sqlite, shape, effects, naming."""
    severity: Severity
    dialects: frozenset[Dialect]
    check: RuleFunction
    destructive: bool = False
    """A finding makes the plan destructive: data is lost, so the target's level for destructive plans applies."""
    aliases: tuple[str, ...] = ()
    """Names of the same rule elsewhere: Atlas codes, squawk, eugene, strong_migrations."""
    facts: tuple[str, ...] = ()
    """Fields of Facts without which the rule sees less."""
