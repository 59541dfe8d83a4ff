"""Every rule, in the order in which the pages list them. Adding a rule is one line here."""

from __future__ import annotations

from difflib import get_close_matches

from schemawarden_policy.rule import Rule
from schemawarden_policy.rules.compatibility import (
    history_baseline,
    non_linear_history,
    rename_column,
    rename_table,
    schema_drift,
)
from schemawarden_policy.rules.data import add_required_column, add_unique_existing, drop_index
from schemawarden_policy.rules.destructive import (
    dml_in_migration,
    dml_without_where,
    drop_behaviour_object,
    drop_column,
    drop_table,
    replace_rows,
)
from schemawarden_policy.rules.effects import atlas_analyzer, rehearsal_failed, unexplained_effect
from schemawarden_policy.rules.forbidden import (
    attach_database,
    forbidden_pragma,
    hidden_characters,
    history_table,
    nested_transaction,
    outside_program_or_file,
    plan_too_large,
    psql_meta_command,
    rehearsal_refused,
    split_mismatch,
    unclosed_transaction,
    unsafe_directive,
)
from schemawarden_policy.rules.naming import (
    name_check,
    name_column,
    name_foreign_key,
    name_index,
    name_table,
    protected_object,
)
from schemawarden_policy.rules.shape import (
    dynamic_or_opaque,
    empty_file,
    file_name,
    non_ascii_identifier,
    suppression_added,
    too_many_statements,
)
from schemawarden_policy.rules.sqlite import (
    lite_add_references_default,
    lite_drop_column,
    lite_rebuild_fk,
    lite_rebuild_loses,
    lite_rename_dependents,
    lite_unsupported_alter,
)

RULES: tuple[Rule, ...] = (
    attach_database.RULE,
    forbidden_pragma.RULE,
    hidden_characters.RULE,
    history_table.RULE,
    nested_transaction.RULE,
    outside_program_or_file.RULE,
    plan_too_large.RULE,
    psql_meta_command.RULE,
    rehearsal_refused.RULE,
    split_mismatch.RULE,
    unclosed_transaction.RULE,
    unsafe_directive.RULE,
    drop_table.RULE,
    drop_column.RULE,
    dml_without_where.RULE,
    dml_in_migration.RULE,
    replace_rows.RULE,
    drop_behaviour_object.RULE,
    rename_table.RULE,
    rename_column.RULE,
    non_linear_history.RULE,
    history_baseline.RULE,
    schema_drift.RULE,
    add_required_column.RULE,
    add_unique_existing.RULE,
    drop_index.RULE,
    lite_unsupported_alter.RULE,
    lite_add_references_default.RULE,
    lite_rebuild_fk.RULE,
    lite_rebuild_loses.RULE,
    lite_rename_dependents.RULE,
    lite_drop_column.RULE,
    dynamic_or_opaque.RULE,
    suppression_added.RULE,
    non_ascii_identifier.RULE,
    too_many_statements.RULE,
    empty_file.RULE,
    file_name.RULE,
    unexplained_effect.RULE,
    rehearsal_failed.RULE,
    atlas_analyzer.RULE,
    name_table.RULE,
    name_column.RULE,
    name_index.RULE,
    name_foreign_key.RULE,
    name_check.RULE,
    protected_object.RULE,
)

_BY_NAME = {name.lower(): rule for rule in RULES for name in (*rule.aliases, rule.id)}


class UnknownRuleError(LookupError):
    """No rule has that id or alias; `nearest` holds the ids that look like it."""

    def __init__(self, name: str, nearest: tuple[str, ...]) -> None:
        hint = f"; did you mean {' or '.join(nearest)}?" if nearest else ""
        super().__init__(f"no rule is called {name!r}{hint}")
        self.nearest = nearest


def rule_named(name: str) -> Rule:
    """The rule with that id or alias (an Atlas code, a squawk name ...), whatever the case.

    Raises:
        UnknownRuleError: there is none.
    """
    rule = _BY_NAME.get(name.strip().lower())
    if rule is None:
        near = get_close_matches(name.strip().lower(), list(_BY_NAME), n=3, cutoff=0.5)
        raise UnknownRuleError(name, tuple(dict.fromkeys(_BY_NAME[n].id for n in near)))
    return rule
