"""The `schemawarden` command: the operator's and the approver's side. Agents speak MCP instead."""

from __future__ import annotations

import typer

from schemawarden.cli.approve import approve
from schemawarden.cli.audit import audit_app
from schemawarden.cli.client import client
from schemawarden.cli.demo import demo
from schemawarden.cli.explain import explain
from schemawarden.cli.init import init
from schemawarden.cli.plans import deny, plans_app, revoke
from schemawarden.cli.serve import serve

app = typer.Typer(
    name="schemawarden",
    help="Let AI agents work on database schemas; a human approves what reaches a real database.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(init)
app.command()(client)
app.command()(serve)
app.command()(approve)
app.add_typer(plans_app, name="plans")
app.command()(deny)
app.command()(revoke)
app.add_typer(audit_app, name="audit")
app.command()(explain)
app.command()(demo)


def main() -> None:
    """Entry point of the installed command."""
    app()
