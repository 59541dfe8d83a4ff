"""Plan states, their transitions, and when approvals suffice.

    proposed -> approved -> applying -> applied | failed | failed_partial | unknown
    proposed -> denied | superseded
    proposed, approved -> expired | revoked | stale | withdrawn
    unknown, failed_partial stay until a human resolves them

- A quorum counts distinct principals, not keys.
- The requester is the agent's principal and never approves. From a quorum of two on, the human who runs the agent is
  excluded as well.
- Besides the quorum somebody of each group of owners must have approved, and where a backup is demanded one of those that
  count must name one. One person can meet several demands.
- An approval counts only at or above the assurance that the plan needs.
- A row that says "approved" proves nothing: `missing` is asked again at apply, with evidence verified anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from schemawarden_policy.plan import Needs


class State(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    APPLYING = "applying"
    APPLIED = "applied"
    FAILED = "failed"
    FAILED_PARTIAL = "failed_partial"
    UNKNOWN = "unknown"
    DENIED = "denied"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    REVOKED = "revoked"
    STALE = "stale"
    WITHDRAWN = "withdrawn"


TRANSITIONS: dict[State, frozenset[State]] = {
    State.PROPOSED: frozenset(
        {
            State.APPROVED,
            State.DENIED,
            State.SUPERSEDED,
            State.EXPIRED,
            State.REVOKED,
            State.STALE,
            State.WITHDRAWN,
        }
    ),
    State.APPROVED: frozenset({State.APPLYING, State.EXPIRED, State.REVOKED, State.STALE, State.WITHDRAWN}),
    State.APPLYING: frozenset({State.APPLIED, State.FAILED, State.FAILED_PARTIAL, State.UNKNOWN}),
}
"""Every other transition is refused; a state without an entry is final."""

PENDING = frozenset({State.PROPOSED, State.APPROVED, State.APPLYING})
"""A target has at most one plan in these states."""


class Assurance(StrEnum):
    """What a token can honestly claim, weakest first."""

    ADVISORY = "advisory"
    SEPARATE = "separate"
    VERIFIED = "verified"

    def covers(self, needed: Assurance) -> bool:
        order = list(Assurance)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a verified token proves."""

    approver: str
    login: str
    """The operating system user that the approver is, as the operator configured; empty when not told."""
    method: str
    key: str
    """Fingerprint of the key that signed."""
    assurance: Assurance
    backup: str = ""
    """What the approver signed for as the backup; empty when nothing was said."""


@dataclass(frozen=True, slots=True)
class Requester:
    """Who asks for a plan: the agent's principal, and the human under whose login it runs."""

    principal: str
    login: str

    @property
    def text(self) -> str:
        return f"{self.principal} (run by {self.login})"


@dataclass(frozen=True, slots=True)
class Refused:
    """An approval that does not count, and why."""

    code: str
    approver: str
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a plan's approvals stand."""

    counted: tuple[Evidence, ...]
    refused: tuple[Refused, ...]
    needed: int
    owners: tuple[tuple[str, ...], ...] = ()
    """Groups of owners of whom nobody has approved yet."""
    backup_missing: bool = False

    @property
    def agreed(self) -> bool:
        """Everybody who has to approve did."""
        return len(self.counted) >= self.needed and not self.owners

    @property
    def enough(self) -> bool:
        return self.agreed and not self.backup_missing

    @property
    def backup(self) -> str:
        """What was named as the backup, by whoever did so first."""
        return next((item.backup for item in self.counted if item.backup), "")


def standing(evidence: Iterable[Evidence], needs: Needs | None, requester: Requester) -> Standing:
    """Which approvals count towards `needs`. With needs None (the policy allows) none is needed."""
    if needs is None:
        return Standing((), (), 0)
    counted: dict[str, Evidence] = {}
    refused: list[Refused] = []
    for item in evidence:
        objection = _objection(item, needs, requester)
        if objection is not None:
            refused.append(objection)
        elif item.approver not in counted or (item.backup and not counted[item.approver].backup):
            counted[item.approver] = item
    owners = tuple(group for group in needs.owners if not counted.keys() & set(group))
    no_backup = needs.backup and not any(item.backup for item in counted.values())
    return Standing(tuple(counted.values()), tuple(refused), needs.quorum, owners, no_backup)


def _objection(item: Evidence, needs: Needs, requester: Requester) -> Refused | None:
    if item.approver == requester.principal:
        return Refused("SELF_APPROVAL", item.approver, f"{item.approver} asked for this plan")
    if needs.quorum > 1 and item.login == requester.login:
        reason = f"{item.approver} runs the agent that asked, and {needs.quorum} people must approve"
        return Refused("SELF_APPROVAL", item.approver, reason)
    if not item.assurance.covers(Assurance(needs.assurance)):
        reason = f"the token's assurance is {item.assurance}, the plan needs {needs.assurance}"
        return Refused("ASSURANCE_TOO_LOW", item.approver, reason)
    return None
