"""The one table that decides: highest finding x mode -> verdict (design.md section 6)."""

from __future__ import annotations

from enum import StrEnum

from schemawarden_policy.rule import Severity
from schemawarden_policy.settings import Mode


class Verdict(StrEnum):
    """ALLOW applies without a token; APPROVE needs a human's token; DENY can't be approved."""

    ALLOW = "allow"
    APPROVE = "approve"
    DENY = "deny"


_TABLE: dict[Mode, dict[Severity | None, Verdict]] = {
    Mode.STRICT: {
        None: Verdict.APPROVE,
        Severity.NOTICE: Verdict.APPROVE,
        Severity.WARNING: Verdict.APPROVE,
        Severity.ERROR: Verdict.APPROVE,
        Severity.FORBIDDEN: Verdict.DENY,
    },
    Mode.WARNING_SENSITIVE: {
        None: Verdict.ALLOW,
        Severity.NOTICE: Verdict.ALLOW,
        Severity.WARNING: Verdict.APPROVE,
        Severity.ERROR: Verdict.APPROVE,
        Severity.FORBIDDEN: Verdict.DENY,
    },
    Mode.ERROR_ONLY: {
        None: Verdict.ALLOW,
        Severity.NOTICE: Verdict.ALLOW,
        Severity.WARNING: Verdict.ALLOW,
        Severity.ERROR: Verdict.APPROVE,
        Severity.FORBIDDEN: Verdict.DENY,
    },
}


def decide(highest: Severity | None, mode: Mode, *, disposable: bool, eyes_closed: bool) -> Verdict:
    """The verdict for a report whose worst finding is `highest`.

    ERROR_ONLY counts as WARNING_SENSITIVE on a target that is not disposable. With an eye closed (a gap in what
    could be seen) nothing is allowed without a human.
    """
    if mode is Mode.ERROR_ONLY and not disposable:
        mode = Mode.WARNING_SENSITIVE
    verdict = _TABLE[mode][highest]
    return Verdict.APPROVE if verdict is Verdict.ALLOW and eyes_closed else verdict
