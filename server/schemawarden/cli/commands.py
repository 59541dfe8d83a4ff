"""Every command, in the order in which the help lists them. A command's module is imported when it is called."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup


class Command(NamedTuple):
    name: str
    place: str
    """Module and function, or typer app."""
    summary: str
    """What its own help begins with; a test holds them together."""


_HERE = "schemawarden.cli"
COMMANDS = (
    Command("check", f"{_HERE}.check.command:app", "Check SQL migration files."),
    Command("rules", f"{_HERE}.rules:rules", "List the rules."),
    Command(
        "explain", f"{_HERE}.explain:explain", "Show what a rule sees, why it hurts and what to do instead."
    ),
    Command(
        "policy",
        f"{_HERE}.policy.command:app",
        "Try the operator's own rules, and import another tool's policy.",
    ),
    Command("init", f"{_HERE}.init:init", "Write a first config."),
    Command("client", f"{_HERE}.client:client", "Print ready-to-paste configuration for an MCP client."),
    Command("serve", f"{_HERE}.serve:serve", "Serve MCP to agents."),
    Command("approve", f"{_HERE}.approve:approve", "Look at a plan and approve it by signing its envelope."),
    Command("plans", f"{_HERE}.plans:plans_app", "List, show and export plans."),
    Command("deny", f"{_HERE}.plans:deny", "Say no to a plan."),
    Command("revoke", f"{_HERE}.plans:revoke", "Take an approval back."),
    Command("audit", f"{_HERE}.audit:audit_app", "Read and verify the audit chain."),
    Command("demo", f"{_HERE}.demo:demo", "Watch an agent work on a throw-away database."),
)


class _Lazy(TyperGroup):
    """A group that knows its commands by name, and imports one to run it or to show its help."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [command.name for command in COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        command = next((each for each in COMMANDS if each.name == cmd_name), None)
        return load(command) if command else None

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(command.name, command.summary) for command in COMMANDS])


def load(command: Command) -> Any:
    """The command itself, as typer runs it."""
    module, _, name = command.place.partition(":")
    found = getattr(import_module(module), name)
    made = found if isinstance(found, typer.Typer) else _app(command.name, found)
    return typer.main.get_command(made)


def _app(name: str, function: Callable[..., Any]) -> typer.Typer:
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name)(function)
    return app


app = typer.Typer(
    name="schemawarden",
    cls=_Lazy,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def _root() -> None:
    """Let AI agents work on database schemas; a human approves what reaches a real database."""
