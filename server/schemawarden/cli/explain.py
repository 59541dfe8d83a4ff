"""`schemawarden explain RULE`: a rule's page."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Annotated

import typer

from schemawarden.cli.terminal import console, refuse
from schemawarden.errors import InputError
from schemawarden_policy.catalog import RULES, UnknownRuleError, rules_named
from schemawarden_policy.explain import page
from schemawarden_policy.rule import Rule


def rule_names(incomplete: str) -> list[str]:
    """For the shell."""
    return [rule.id for rule in RULES if rule.id.startswith(incomplete)]


def explain(
    rule: Annotated[
        str,
        typer.Argument(
            help="A rule's id or alias (an Atlas code, a squawk name).", autocompletion=rule_names
        ),
    ],
) -> None:
    """Show what a rule sees, why it hurts and what to do instead."""
    try:
        show(rule)
    except InputError as error:
        refuse(error)


def show(rule: str, custom: Iterable[Rule] = ()) -> None:
    """Print the pages of the rules of that name. Raises InputError RULE_UNKNOWN."""
    own = [each for each in custom if each.id == rule.strip().lower()]
    try:
        text = "\n".join(map(page, own or rules_named(rule)))
    except UnknownRuleError as error:
        hint = "schemawarden rules lists them."
        raise InputError("RULE_UNKNOWN", f"{str(error)[0].upper()}{str(error)[1:]}.", hint) from None
    if sys.stdout.isatty():
        from rich.markdown import Markdown

        console().print(Markdown(text))
    else:
        sys.stdout.write(text)
