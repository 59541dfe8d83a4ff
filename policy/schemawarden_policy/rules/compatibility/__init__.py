"""Code that runs now breaks."""

from __future__ import annotations

from schemawarden_policy.rule import Rule
from schemawarden_policy.rules.compatibility import (
    change_default_compat,
    column_order,
    drop_check,
    drop_column_compat,
    drop_constraint,
    drop_foreign_key,
    drop_not_null,
    drop_primary_key,
    drop_table_compat,
    history_baseline,
    non_linear_history,
    rename_column,
    rename_enum_value,
    rename_schema,
    rename_table,
    schema_drift,
    type_change_compat,
)

RULES: tuple[Rule, ...] = (
    rename_table.RULE,
    rename_column.RULE,
    non_linear_history.RULE,
    history_baseline.RULE,
    schema_drift.RULE,
    rename_schema.RULE,
    rename_enum_value.RULE,
    drop_table_compat.RULE,
    drop_column_compat.RULE,
    type_change_compat.RULE,
    change_default_compat.RULE,
    drop_not_null.RULE,
    drop_foreign_key.RULE,
    drop_check.RULE,
    drop_primary_key.RULE,
    drop_constraint.RULE,
    column_order.RULE,
)
