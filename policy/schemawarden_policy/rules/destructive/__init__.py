"""Data or behaviour is lost."""

from __future__ import annotations

from schemawarden_policy.rule import Rule
from schemawarden_policy.rules.destructive import (
    destroying_code,
    disable_trigger_all,
    dml_in_migration,
    dml_without_where,
    drop_behaviour_object,
    drop_cascade,
    drop_column,
    drop_column_in_index,
    drop_column_with_dependents,
    drop_database,
    drop_partition,
    drop_schema,
    drop_system_versioning,
    drop_table,
    enum_set_value_removed,
    force_create_table,
    narrowing_type,
    replace_rows,
    truncate,
    truncate_cascade,
)

RULES: tuple[Rule, ...] = (
    drop_database.RULE,
    drop_schema.RULE,
    drop_table.RULE,
    force_create_table.RULE,
    drop_column.RULE,
    drop_column_in_index.RULE,
    drop_column_with_dependents.RULE,
    drop_cascade.RULE,
    truncate.RULE,
    truncate_cascade.RULE,
    dml_without_where.RULE,
    dml_in_migration.RULE,
    replace_rows.RULE,
    destroying_code.RULE,
    drop_behaviour_object.RULE,
    drop_system_versioning.RULE,
    disable_trigger_all.RULE,
    narrowing_type.RULE,
    enum_set_value_removed.RULE,
    drop_partition.RULE,
)
