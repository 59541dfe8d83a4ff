"""What a rule is: a name, its page, and one pure function from a migration to findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from schemawarden_policy.change import Change
from schemawarden_policy.migration import Migration
from schemawarden_policy.statement import Dialect, Place

if TYPE_CHECKING:
    from schemawarden_policy.settings import Settings  # which holds the operator's own rules


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
    end_line: int = 0
    end_column: int = 0
    """The first position behind what is meant (`extent`); 0 when nobody worked it out."""
    aliases: tuple[str, ...] = ()
    """The rule's."""


RuleFunction = Callable[[Migration, "Settings"], Iterable[Sighting]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Its page is the docstring of the module that defines it."""

    id: str
    family: str
    """The folder's name: forbidden, destructive, compatibility, data, locks, mysql, security, sqlite, shape, effects, naming,
    ownership; custom for the operator's own."""
    severity: Severity
    dialects: frozenset[Dialect]
    check: RuleFunction
    destructive: bool = False
    """A finding makes the plan destructive: data is lost, so the target's level for destructive plans applies."""
    aliases: tuple[str, ...] = ()
    """Names of the same hazard elsewhere: Atlas codes, squawk, eugene, strong_migrations. Several rules may share one."""
    sees: tuple[type[Change], ...] = ()
    """The changes without which the rule has nothing to say, so that it need not be asked; empty: it is always asked."""
    scales: bool = False
    """How bad it is depends on how large the table is: a finding on a table known to be small is one step milder, on one known
    to be large one step graver. Never for lost data or broken clients."""
    opt_in: bool = False
    """Off until the operator's policy gives it a severity."""
    facts: tuple[str, ...] = ()
    """Fields of Facts without which the rule sees less."""
