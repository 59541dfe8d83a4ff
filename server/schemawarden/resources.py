"""What can be read beside the tools: a plan in full, and a rule's page. Reading changes nothing."""

from __future__ import annotations

import json
import re

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError
from mcp_types import (
    Completion,
    CompletionArgument,
    CompletionContext,
    PromptReference,
    ResourceTemplateReference,
)

from schemawarden.errors import InputError, SchemawardenError
from schemawarden.flows.integrity import refuse_altered
from schemawarden.flows.plans import document_of
from schemawarden.tools.door import Door
from schemawarden.tools.explain_rule import known_rules
from schemawarden.tools.tool import UUID
from schemawarden.wire import several_lines
from schemawarden_policy.catalog import RULES
from schemawarden_policy.explain import index, page

PLAN = "plan://{plan_id}"
RULE = "rule://{rule_id}"
_INDEX = "index"
"""In place of a rule: the list of them."""
_MOST = 50


def add_resources(server: MCPServer[None], door: Door) -> None:
    """Register the resource templates and the completion of their parameters."""

    @server.resource(
        PLAN,
        name="plan",
        title="A plan in full",
        description="The document that a human is shown and that approvals are bound to.",
        mime_type="application/json",
    )
    async def plan(plan_id: str) -> str:
        return await read_plan(door, plan_id)

    @server.resource(
        RULE,
        name="rule",
        title="A rule's page",
        description="What the rule sees, why it hurts, and what to write instead; rule://index lists all rules.",
        mime_type="text/markdown",
    )
    def rule(rule_id: str) -> str:
        return read_rule(door, rule_id)

    @server.completion()  # type: ignore[no-untyped-call,untyped-decorator]  # the SDK leaves it untyped
    async def complete(
        reference: PromptReference | ResourceTemplateReference,
        argument: CompletionArgument,
        context: CompletionContext | None,
    ) -> Completion | None:
        uri = reference.uri if isinstance(reference, ResourceTemplateReference) else ""
        if uri == RULE:
            return _beginning([_INDEX, *(rule.id for rule in RULES)], argument.value)
        if uri == PLAN:
            return _beginning([plan.id for plan in await door.store.plans(None, _MOST)], argument.value)
        return None


async def read_plan(door: Door, plan_id: str) -> str:
    """The plan's document as JSON in ASCII: a parser gets the exact texts back, and nothing in it hides."""
    if not re.match(UUID, plan_id):
        raise ResourceNotFoundError("PLAN_UNKNOWN: There is no such plan. list_plans shows the plans.")
    try:
        plan = await door.store.plan(plan_id)
        refuse_altered(plan)
    except SchemawardenError as error:
        raise _told(error) from error
    return json.dumps(document_of(plan), indent=1)


def read_rule(door: Door, rule_id: str) -> str:
    if rule_id == _INDEX:
        return index()
    try:
        return "\n".join(map(page, known_rules(door, rule_id[:80])))
    except SchemawardenError as error:
        raise _told(error) from error


def _told(error: SchemawardenError) -> ResourceError:
    text = several_lines(str(error))
    return ResourceNotFoundError(text) if isinstance(error, InputError) else ResourceError(text)


def _beginning(names: list[str], start: str) -> Completion:
    fitting = [name for name in names if name.startswith(start)]
    return Completion(values=fitting[:_MOST], total=len(fitting), has_more=len(fitting) > _MOST)
