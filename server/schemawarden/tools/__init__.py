"""The agent door's tools, in the order in which clients list them. Adding a tool is one line here.

No tool takes a URL, a path, a format template or SQL; none can approve anything.
"""

from __future__ import annotations

from typing import Any

from schemawarden.tools import (
    advise_workflow,
    apply_plan,
    diff_schema,
    dry_run,
    explain_rule,
    inspect_schema,
    lint_migrations,
    list_plans,
    list_targets,
    migration_status,
    show_plan,
    validate_schema,
    withdraw_plan,
    write_migration,
)
from schemawarden.tools.tool import Tool

TOOLS: tuple[Tool[Any, Any], ...] = (
    list_targets.TOOL,
    advise_workflow.TOOL,
    inspect_schema.TOOL,
    validate_schema.TOOL,
    diff_schema.TOOL,
    write_migration.TOOL,
    lint_migrations.TOOL,
    dry_run.TOOL,
    migration_status.TOOL,
    apply_plan.TOOL,
    list_plans.TOOL,
    show_plan.TOOL,
    withdraw_plan.TOOL,
    explain_rule.TOOL,
)
