"""What can be read beside the tools."""

from __future__ import annotations

import json

import pytest
from mcp import MCPError
from mcp_types import ResourceTemplateReference

from schemawarden_policy.catalog import RULES
from tests.server.fakes import FakeDoor
from tests.server.tools.conftest import Connect

ORDERS = "20260101000000_orders.sql"


async def text_of(agent: object, uri: str) -> str:
    contents = (await agent.client.read_resource(uri)).contents  # type: ignore[attr-defined]
    return str(contents[0].text)


async def test_a_plan_is_read_in_full(connect: Connect, door: FakeDoor) -> None:
    door.workspace.migrations[ORDERS] = (
        "CREATE TABLE orders (id integer PRIMARY KEY, name text DEFAULT 'Ü');\n"
    )
    async with connect() as agent:
        plan_id = (await agent.structure("dry_run", target="shop"))["plan_id"]
        text = await text_of(agent, f"plan://{plan_id}")
    assert text.isascii()
    assert json.loads(text) == json.loads((await door.store.plan(plan_id)).document)


async def test_a_rules_page_is_read(connect: Connect) -> None:
    async with connect() as agent:
        assert (await text_of(agent, "rule://drop-table")).startswith("# drop-table\n")
        listed = (await agent.client.list_resource_templates()).resource_templates
    assert [template.uri_template for template in listed] == ["plan://{plan_id}", "rule://{rule_id}"]


async def test_the_rules_are_listed(connect: Connect) -> None:
    async with connect() as agent:
        text = await text_of(agent, "rule://index")
    assert all(f"[{rule.id}]" in text for rule in RULES)


@pytest.mark.parametrize(
    ("uri", "code"),
    [
        ("plan://00000000-0000-4000-8000-000000000000", "PLAN_UNKNOWN"),
        ("plan://nonsense", "PLAN_UNKNOWN"),
        ("rule://drop-tabel", "RULE_UNKNOWN"),
    ],
)
async def test_what_is_not_there_is_refused_with_a_code(uri: str, code: str, connect: Connect) -> None:
    async with connect() as agent:
        with pytest.raises(MCPError) as refusal:
            await agent.client.read_resource(uri)
    assert code in str(refusal.value)


async def test_parameters_are_completed(connect: Connect) -> None:
    async with connect() as agent:
        reference = ResourceTemplateReference(type="ref/resource", uri="rule://{rule_id}")
        found = await agent.client.complete(reference, {"name": "rule_id", "value": "drop-t"})
    assert found.completion.values == [rule.id for rule in RULES if rule.id.startswith("drop-t")]
