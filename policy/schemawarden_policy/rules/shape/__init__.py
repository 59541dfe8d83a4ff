"""How files are written: what can't be read, what asks to be overlooked, what can't share a file, names and sizes of files."""

from __future__ import annotations

from schemawarden_policy.rule import Rule
from schemawarden_policy.rules.shape import (
    cross_database,
    ddl_with_backfill,
    dynamic_or_opaque,
    empty_file,
    file_name,
    missing_down,
    mixed_transactional,
    non_ascii_identifier,
    non_idempotent_no_tx,
    sequence_lock_budget,
    set_role_missing,
    suppression_added,
    too_many_statements,
    unjudged_change,
    unused_suppression,
)

RULES: tuple[Rule, ...] = (
    cross_database.RULE,
    dynamic_or_opaque.RULE,
    suppression_added.RULE,
    unused_suppression.RULE,
    mixed_transactional.RULE,
    non_idempotent_no_tx.RULE,
    ddl_with_backfill.RULE,
    sequence_lock_budget.RULE,
    set_role_missing.RULE,
    non_ascii_identifier.RULE,
    too_many_statements.RULE,
    empty_file.RULE,
    file_name.RULE,
    missing_down.RULE,
    unjudged_change.RULE,
)
