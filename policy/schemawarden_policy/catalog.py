"""Every rule, in the order in which the pages list them. Adding a rule is one line here."""

from __future__ import annotations

from difflib import get_close_matches

from schemawarden_policy.rule import Rule
from schemawarden_policy.rules.compatibility import (
    change_default,
    drop_constraint,
    drop_not_null,
    history_baseline,
    non_linear_history,
    rename_column,
    rename_enum_value,
    rename_schema,
    rename_table,
    schema_drift,
)
from schemawarden_policy.rules.data import (
    add_required_column,
    add_unique_existing,
    drop_index,
)
from schemawarden_policy.rules.destructive import (
    disable_trigger_all,
    dml_in_migration,
    dml_without_where,
    drop_behaviour_object,
    drop_cascade,
    drop_column,
    drop_schema,
    drop_table,
    narrowing_type,
    replace_rows,
    truncate,
    truncate_cascade,
)
from schemawarden_policy.rules.effects import (
    atlas_analyzer,
    rehearsal_failed,
    rewrite_under_lock,
    scan_under_lock,
    unexplained_effect,
)
from schemawarden_policy.rules.forbidden import (
    attach_database,
    cluster_statement,
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
from schemawarden_policy.rules.locks import (
    add_check_validating,
    add_fk_validating,
    concurrent_in_transaction,
    constraint_builds_index,
    create_index_not_concurrent,
    detach_partition,
    explicit_lock_table,
    rewrite_maintenance,
    rewriting_alter,
    rewriting_column,
    set_not_null_scan,
    type_change,
)
from schemawarden_policy.rules.naming import (
    name_check,
    name_column,
    name_foreign_key,
    name_index,
    name_table,
    protected_object,
)
from schemawarden_policy.rules.security import (
    disable_rls,
    extension_not_listed,
    grant_widening,
    privilege_change,
    security_definer_path,
)
from schemawarden_policy.rules.shape import (
    cross_database,
    dynamic_or_opaque,
    empty_file,
    file_name,
    non_ascii_identifier,
    suppression_added,
    too_many_statements,
    unjudged_change,
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
    cluster_statement.RULE,
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
    drop_table.RULE,
    drop_column.RULE,
    dml_without_where.RULE,
    dml_in_migration.RULE,
    replace_rows.RULE,
    drop_behaviour_object.RULE,
    truncate.RULE,
    truncate_cascade.RULE,
    drop_schema.RULE,
    drop_cascade.RULE,
    disable_trigger_all.RULE,
    narrowing_type.RULE,
    rename_table.RULE,
    rename_column.RULE,
    non_linear_history.RULE,
    history_baseline.RULE,
    schema_drift.RULE,
    rename_schema.RULE,
    rename_enum_value.RULE,
    change_default.RULE,
    drop_constraint.RULE,
    drop_not_null.RULE,
    add_required_column.RULE,
    add_unique_existing.RULE,
    drop_index.RULE,
    create_index_not_concurrent.RULE,
    concurrent_in_transaction.RULE,
    constraint_builds_index.RULE,
    add_check_validating.RULE,
    add_fk_validating.RULE,
    set_not_null_scan.RULE,
    type_change.RULE,
    rewriting_column.RULE,
    rewriting_alter.RULE,
    detach_partition.RULE,
    rewrite_maintenance.RULE,
    explicit_lock_table.RULE,
    disable_rls.RULE,
    grant_widening.RULE,
    privilege_change.RULE,
    security_definer_path.RULE,
    extension_not_listed.RULE,
    lite_unsupported_alter.RULE,
    lite_add_references_default.RULE,
    lite_rebuild_fk.RULE,
    lite_rebuild_loses.RULE,
    lite_rename_dependents.RULE,
    lite_drop_column.RULE,
    cross_database.RULE,
    dynamic_or_opaque.RULE,
    suppression_added.RULE,
    non_ascii_identifier.RULE,
    too_many_statements.RULE,
    empty_file.RULE,
    file_name.RULE,
    unjudged_change.RULE,
    unexplained_effect.RULE,
    rehearsal_failed.RULE,
    atlas_analyzer.RULE,
    rewrite_under_lock.RULE,
    scan_under_lock.RULE,
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
