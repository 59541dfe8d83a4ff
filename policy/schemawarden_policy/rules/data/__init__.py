"""It may fail on the rows that are there."""

from __future__ import annotations

from schemawarden_policy.rule import Rule
from schemawarden_policy.rules.data import (
    add_check_data,
    add_fk_data,
    add_required_column,
    add_required_column_implicit_zero,
    add_unique_existing,
    drop_index,
    duplicate_column,
    index_to_unique,
    pk_on_nullable,
    set_not_null_data,
    set_not_null_nonstrict,
    set_not_null_sqlite,
    volatile_check,
)

RULES: tuple[Rule, ...] = (
    add_required_column.RULE,
    add_required_column_implicit_zero.RULE,
    add_unique_existing.RULE,
    index_to_unique.RULE,
    set_not_null_data.RULE,
    set_not_null_sqlite.RULE,
    set_not_null_nonstrict.RULE,
    add_fk_data.RULE,
    add_check_data.RULE,
    pk_on_nullable.RULE,
    volatile_check.RULE,
    duplicate_column.RULE,
    drop_index.RULE,
)
