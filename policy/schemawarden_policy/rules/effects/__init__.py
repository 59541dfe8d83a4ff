"""What was seen happening, against what the text says."""

from __future__ import annotations

from schemawarden_policy.rule import Rule
from schemawarden_policy.rules.effects import (
    atlas_analyzer,
    rehearsal_failed,
    rewrite_under_lock,
    scan_under_lock,
    unexplained_effect,
)

RULES: tuple[Rule, ...] = (
    unexplained_effect.RULE,
    rehearsal_failed.RULE,
    atlas_analyzer.RULE,
    rewrite_under_lock.RULE,
    scan_under_lock.RULE,
)
