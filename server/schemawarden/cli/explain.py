"""`schemawarden explain RULE`: a rule's page."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.markdown import Markdown

from schemawarden.cli.terminal import console, refuse
from schemawarden.errors import InputError
from schemawarden_policy.catalog import RULES, UnknownRuleError, rule_named
from schemawarden_policy.explain import page


def _complete(incomplete: str) -> list[str]:
    return [rule.id for rule in RULES if rule.id.startswith(incomplete)]


def explain(
    rule: Annotated[
        str,
        typer.Argument(help="A rule's id or alias (an Atlas code, a squawk name).", autocompletion=_complete),
    ],
) -> None:
    """Show what a rule sees, why it hurts and what to do instead."""
    try:
        text = page(rule_named(rule))
    except UnknownRuleError as error:
        refuse(InputError("RULE_UNKNOWN", f"{str(error)[0].upper()}{str(error)[1:]}."))
    if sys.stdout.isatty():
        console().print(Markdown(text))
    else:
        sys.stdout.write(text)
