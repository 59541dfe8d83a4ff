"""`check` among the other commands, for help and for the shell's completion. What runs is `main`, with its own parser."""

from __future__ import annotations

import argparse
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand

from schemawarden.cli.check.arguments import DIALECTS, parser
from schemawarden.cli.check.main import main

_PASSED_ON = {"ignore_unknown_options": True, "allow_interspersed_args": False, "help_option_names": []}


class _Completion(NamedTuple):
    value: str
    help: str
    type: str = "plain"


class _Check(TyperCommand):
    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Names of options."""
        return [
            _Completion(name, action.help or "")
            for name, action in _options().items()
            if name.startswith(incomplete)
        ]


def _options() -> dict[str, argparse.Action]:
    return dict(parser()._option_string_actions)


def _values(ctx: typer.Context, incomplete: str) -> list[str]:
    """What may stand behind the option before; nothing leaves it to the shell, which knows files."""
    before = (ctx.params.get("arguments") or [""])[-1]
    if before == "--explain":
        from schemawarden.cli.explain import rule_names

        return rule_names(incomplete)
    action = _options().get(before)
    known = DIALECTS if before == "--dialect" else (action.choices or ()) if action else ()
    return [value for value in known if value.startswith(incomplete)]


app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("check", cls=_Check, context_settings=_PASSED_ON)
def check(arguments: Annotated[list[str] | None, typer.Argument(autocompletion=_values)] = None) -> None:
    """Check SQL migration files. Needs no server, no configuration and no database."""
    raise typer.Exit(main(arguments or []))
