"""What SQLite's ALTER TABLE refuses, and the traps of the rebuild that replaces it."""

from __future__ import annotations

from schemawarden_policy.rule import Rule
from schemawarden_policy.rules.sqlite import (
    lite_add_references_default,
    lite_drop_column,
    lite_rebuild_fk,
    lite_rebuild_loses,
    lite_rename_dependents,
    lite_unsupported_alter,
)

RULES: tuple[Rule, ...] = (
    lite_unsupported_alter.RULE,
    lite_add_references_default.RULE,
    lite_rebuild_fk.RULE,
    lite_rebuild_loses.RULE,
    lite_rename_dependents.RULE,
    lite_drop_column.RULE,
)
