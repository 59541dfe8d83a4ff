"""What no approval can cover: it takes control from the guard, or can't be shown or rehearsed truthfully."""

from __future__ import annotations

from schemawarden_policy.rule import Rule
from schemawarden_policy.rules.forbidden import (
    attach_database,
    cluster_statement,
    executable_comment,
    forbidden_pragma,
    forbidden_setting,
    hidden_characters,
    history_table,
    nested_transaction,
    outside_program_or_file,
    plan_too_large,
    psql_meta_command,
    rehearsal_refused,
    role_change,
    split_mismatch,
    unclosed_transaction,
    unsafe_directive,
    untrusted_extension,
)

RULES: tuple[Rule, ...] = (
    attach_database.RULE,
    cluster_statement.RULE,
    executable_comment.RULE,
    forbidden_pragma.RULE,
    forbidden_setting.RULE,
    hidden_characters.RULE,
    history_table.RULE,
    nested_transaction.RULE,
    outside_program_or_file.RULE,
    plan_too_large.RULE,
    psql_meta_command.RULE,
    rehearsal_refused.RULE,
    role_change.RULE,
    split_mismatch.RULE,
    unclosed_transaction.RULE,
    unsafe_directive.RULE,
    untrusted_extension.RULE,
)
