"""Who may do what, whose rows are seen, and code that acts with more rights than its caller."""

from __future__ import annotations

from schemawarden_policy.rule import Rule
from schemawarden_policy.rules.security import (
    disable_rls,
    dynamic_sql_injection,
    extension_not_listed,
    grant_widening,
    immutable_lies,
    privilege_change,
    security_definer_path,
    superuser_role,
)

RULES: tuple[Rule, ...] = (
    grant_widening.RULE,
    superuser_role.RULE,
    privilege_change.RULE,
    disable_rls.RULE,
    security_definer_path.RULE,
    dynamic_sql_injection.RULE,
    immutable_lies.RULE,
    extension_not_listed.RULE,
)
