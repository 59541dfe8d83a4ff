"""The demo's story, step by step. Each step says what must happen, and the demo fails when it does not."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import anyio
from anyio import to_thread
from cryptography.hazmat.primitives.serialization import load_ssh_private_key
from mcp import Client
from mcp.client.stdio import StdioServerParameters, get_default_environment
from rich.console import Console
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

from schemawarden import settings
from schemawarden.adapters.tokens import sshsig
from schemawarden.adapters.tokens.ssh import make_token
from schemawarden.app import build
from schemawarden.cli.demo import human
from schemawarden.cli.demo.shops import CUSTOMERS
from schemawarden.cli.demo.world import World, server_command
from schemawarden_policy.audit import verify
from schemawarden_policy.envelope import NAMESPACE


class DemoError(Exception):
    """Something did not happen as the story tells it."""


@dataclass
class Stage:
    world: World
    agent: Client
    screen: Console
    step: int = 0

    def title(self, words: str) -> None:
        self.step += 1
        self.screen.print()
        self.screen.print(Rule(f"[bold]{self.step}. {words}", align="left"))

    def say(self, words: str) -> None:
        self.screen.print(Text(words, style="italic"))

    def expect(self, truth: bool, words: str) -> None:
        """Print what was proven; stop the demo if it is not so."""
        if not truth:
            raise DemoError(f"step {self.step}: not so: {words}")
        self.screen.print(Text.assemble(("✔ ", "bold green"), words))

    async def call(self, tool: str, **arguments: Any) -> tuple[dict[str, Any], str, bool]:
        """Call a tool as an agent does and show both sides: (structured result, text, refused)."""
        told = ", ".join(f"{name}={_short(value)}" for name, value in arguments.items())
        self.screen.print(Text.assemble(("agent → ", "bold cyan"), (tool, "bold"), f"({told})"))
        result = await self.agent.call_tool(tool, arguments)
        text = "\n".join(part.text for part in result.content if part.type == "text")
        style = "red" if result.is_error else "cyan"
        self.screen.print(Panel(Text(text), border_style=style, expand=False))
        return dict(result.structured_content or {}), text, bool(result.is_error)

    async def approve(self, plan_id: str, *, quiet: bool = False) -> str:
        """The human's part, in a terminal of their own; gives the token."""
        if not quiet:
            self.screen.print(Text.assemble(("human → ", "bold magenta"), f"schemawarden approve {plan_id}"))
        width = min(self.screen.width - 4, 110)
        world = self.world
        shown, token = await to_thread.run_sync(
            lambda: human.approve(plan_id, world.human_key, world.config, width=width)
        )
        if not quiet:
            self.screen.print(Panel(Text.from_ansi(shown.strip()), border_style="magenta"))
        return token


async def tell(world: World) -> None:
    """Run the demo. Raises DemoError."""
    screen = Console(highlight=False)
    screen.print(
        Panel(
            f"An agent with an MCP client, {world.shop.words}, and a human with a key.",
            title="schemawarden demo",
        )
    )
    command, *arguments = server_command(world)
    environment = {**get_default_environment(), **world.shop.environment}
    server = StdioServerParameters(command=command, args=arguments, cwd=world.workspace, env=environment)
    async with Client(server) as agent:
        stage = Stage(world, agent, screen)
        with anyio.fail_after(300):
            old_token = await _yesterday(stage)
            for step in _steps(world):
                await step(stage)
            plan_id = await _plan(stage)
            await _refusals(stage, plan_id, old_token)
            await _approval_and_apply(stage, plan_id)
            await _audit(stage)
    screen.print()
    screen.print(
        Panel("The harmless change is live; the harmful ones never came near the database.", style="green")
    )


async def _yesterday(stage: Stage) -> str:
    stage.title("Yesterday: the first migration")
    stage.say(
        "Written from schema.sql by a tool, approved by the human, applied. A thousand customers came since."
    )
    await stage.agent.call_tool("write_migration", {"target": "shop", "name": "create_customers"})
    result = await stage.agent.call_tool("dry_run", {"target": "shop"})
    plan_id = (result.structured_content or {}).get("plan_id")
    if not isinstance(plan_id, str):
        raise DemoError(f"no plan for the first migration: {result.content}")
    token = await stage.approve(plan_id, quiet=True)
    applied = await stage.agent.call_tool("apply_plan", {"plan_id": plan_id})
    stage.expect(
        (applied.structured_content or {}).get("outcome") == "applied", "the first migration is applied"
    )
    await stage.world.shop.insert_customers()
    return token


async def _look(stage: Stage) -> None:
    stage.title("The agent looks around")
    await stage.call("list_targets")
    result, _, _ = await stage.call("inspect_schema", target="shop", schema="live", format="sql")
    stage.expect("customers" in result["text"], "it sees the schema, and no path, URL or credential")


async def _good_change(stage: Stage) -> None:
    stage.title("A harmless change: written, linted, rehearsed")
    stage.say("The agent edits schema.sql: customers get a phone number. The tool writes the SQL.")
    stage.world.write_schema(stage.world.shop.second_schema)
    before = await stage.world.shop.state()
    await stage.call("write_migration", target="shop", name="add_phone")
    linted, _, _ = await stage.call("lint_migrations", target="shop")
    stage.expect(not linted["findings"], "nothing to find fault with")
    await stage.call("dry_run", target="shop", note="Adds a phone number. Harmless.")
    stage.expect(await stage.world.shop.state() == before, "the database is exactly what it was")


async def _drop_column(stage: Stage) -> None:
    stage.title("A DROP COLUMN: needs a destructive approval")
    path = stage.world.migrations / "29990101000000_tidy_up.sql"
    path.write_text("ALTER TABLE customers DROP COLUMN name;\n")
    await stage.agent.call_tool("write_migration", {"target": "shop", "name": "seal", "content": "sum_only"})
    result, _, _ = await stage.call("dry_run", target="shop", note="Just tidying up, nothing to see here.")
    stage.expect(result["risk"] == "destructive", "the plan is destructive, whatever the agent says about it")
    applied, _, _ = await stage.call("apply_plan", plan_id=result["plan_id"])
    stage.expect(applied["outcome"] == "needs_approval", "nothing happens without a human")
    path.unlink()


async def _attack(stage: Stage) -> None:
    stage.title(stage.world.shop.attack.title)
    path = stage.world.migrations / "29990101000000_helper.sql"
    path.write_text(stage.world.shop.attack.sql)
    await stage.agent.call_tool("write_migration", {"target": "shop", "name": "seal", "content": "sum_only"})
    result, _, _ = await stage.call("dry_run", target="shop")
    stage.expect(result["verdict"] == "deny" and not result["plan_id"], "there is no plan to approve")
    stage.expect(await stage.world.shop.customers() == CUSTOMERS, "all 1,000 customers are still there")
    path.unlink()


async def _index(stage: Stage) -> None:
    stage.title("An index: the way that blocks writers, and the way that does not")
    path = stage.world.migrations / "29990101000001_index_email.sql"
    path.write_text("CREATE INDEX idx_customers_email ON customers (email);\n")
    await stage.agent.call_tool("write_migration", {"target": "shop", "name": "seal", "content": "sum_only"})
    result, _, _ = await stage.call("dry_run", target="shop")
    rules = {finding["rule"] for finding in result["findings"]}
    stage.expect("create-index-not-concurrent" in rules, "it would keep everybody from writing for the build")
    path.write_text(
        "-- atlas:txmode none\n\nCREATE INDEX CONCURRENTLY idx_customers_email ON customers (email);\n"
    )
    await stage.agent.call_tool("write_migration", {"target": "shop", "name": "seal", "content": "sum_only"})
    result, _, _ = await stage.call("dry_run", target="shop")
    stage.expect(result["risk"] == "routine", "concurrently, in a file of its own: nobody waits")


def _steps(world: World) -> tuple[Callable[[Stage], Awaitable[None]], ...]:
    """The index is there to show locks, which SQLite has not."""
    steps = (_look, _good_change, _drop_column, _attack)
    return (*steps, _index) if world.shop.dialect == "postgresql" else steps


async def _plan(stage: Stage) -> str:
    stage.title("Back to the harmless change")
    await stage.agent.call_tool("write_migration", {"target": "shop", "name": "seal", "content": "sum_only"})
    result, _, _ = await stage.call("dry_run", target="shop", note="Adds a phone number. Harmless.")
    stage.expect(result["risk"] == "routine", "a routine plan; the destructive one is superseded")
    return str(result["plan_id"])


async def _refusals(stage: Stage, plan_id: str, old_token: str) -> None:
    stage.title("Three ways to apply it without the human's word")
    result, _, _ = await stage.call("apply_plan", plan_id=plan_id)
    stage.expect(result["outcome"] == "needs_approval", "no token: refused")
    forged = await _forge(stage, plan_id)
    _, text, refused = await stage.call("apply_plan", plan_id=plan_id, confirmation_token=forged)
    stage.expect(refused and "KEY_UNKNOWN" in text, "signed with the agent's own key: refused")
    _, text, refused = await stage.call("apply_plan", plan_id=plan_id, confirmation_token=old_token)
    stage.expect(refused and "TOKEN_OTHER_PLAN" in text, "yesterday's token, for another plan: refused")
    stage.expect("phone" not in await stage.world.shop.columns(), "the table is as it was")


async def _forge(stage: Stage, plan_id: str) -> str:
    """All that an agent with a shell can make: the right envelope, in dana's name, with a key of its own."""
    plan = await build(settings.load(stage.world.config)).store.plan(plan_id)
    key = load_ssh_private_key(stage.world.agent_key.read_bytes(), None)
    armored = sshsig.sign(key, plan.envelope, NAMESPACE)  # type: ignore[arg-type]
    return make_token(plan.id, plan.digest, "dana", armored)


async def _approval_and_apply(stage: Stage, plan_id: str) -> None:
    stage.title("The human looks, and approves")
    await stage.approve(plan_id)
    stage.title("The agent edits the file after the approval, and applies")
    edited = stage.world.newest_migration()
    edited.write_text("DROP TABLE customers;\n")
    stage.say(f"{edited.name} now says: DROP TABLE customers;")
    result, _, _ = await stage.call("apply_plan", plan_id=plan_id)
    stage.expect(result["outcome"] == "applied", "applied")
    stage.expect(
        result["workspace_differs"] == [edited.name], "the result tells that the file differs by now"
    )
    stage.expect(
        "phone" in await stage.world.shop.columns(),
        "what ran is what the human saw: the phone column is there",
    )
    stage.expect(await stage.world.shop.customers() == CUSTOMERS, "and so are all 1,000 customers")
    stage.title("The same token once more")
    result, _, _ = await stage.call("apply_plan", plan_id=plan_id)
    stage.expect(result["outcome"] == "already_applied", "a token is spent once; nothing ran")


async def _audit(stage: Stage) -> None:
    stage.title("The audit")
    app = build(settings.load(stage.world.config))
    records = await app.store.audit()
    for record in records:
        data = json.loads(record.content)
        fields = data["fields"]
        about = str(fields.get("plan_id", fields.get("file", "")))[:23]
        detail = str(fields.get("code") or fields.get("outcome") or fields.get("risk") or "")
        line = f"{record.sequence:>3}  {data['event']:<24} {data['principal']:<14} {about:<24} {detail}"
        stage.screen.print(Text(line, style="dim"))
    stage.expect(isinstance(verify(records), str), f"{len(records)} records, the chain is whole")


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…'"
