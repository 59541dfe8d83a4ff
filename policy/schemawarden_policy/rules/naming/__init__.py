"""Names: the operator's conventions, protected tables, and names that make trouble by themselves."""

from __future__ import annotations

from schemawarden_policy.rule import Rule
from schemawarden_policy.rules.naming import (
    identifier_too_long,
    name_case,
    name_check,
    name_column,
    name_foreign_key,
    name_index,
    name_keyword,
    name_schema,
    name_table,
    protected_object,
    unqualified_name,
)

RULES: tuple[Rule, ...] = (
    name_schema.RULE,
    name_table.RULE,
    name_column.RULE,
    name_index.RULE,
    name_foreign_key.RULE,
    name_check.RULE,
    name_keyword.RULE,
    name_case.RULE,
    identifier_too_long.RULE,
    unqualified_name.RULE,
    protected_object.RULE,
)
