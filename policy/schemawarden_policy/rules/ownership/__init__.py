"""Who owns what is touched: the operator's OWNERS file."""

from __future__ import annotations

from schemawarden_policy.rule import Rule
from schemawarden_policy.rules.ownership import owner_denied, owner_not_authorised

RULES: tuple[Rule, ...] = (owner_denied.RULE, owner_not_authorised.RULE)
