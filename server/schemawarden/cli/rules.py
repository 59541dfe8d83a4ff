"""`schemawarden rules`: what can be found."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from schemawarden.cli.terminal import emit
from schemawarden_policy.catalog import RULES
from schemawarden_policy.rule import Rule
from schemawarden_policy.statement import Dialect


class Format(StrEnum):
    TERMINAL = "terminal"
    JSON = "json"


def _families(incomplete: str) -> list[str]:
    families = dict.fromkeys(rule.family for rule in RULES)
    return [family for family in families if family.startswith(incomplete)]


def rules(
    dialect: Annotated[Dialect | None, typer.Option(help="Only rules for this dialect.")] = None,
    family: Annotated[
        str | None, typer.Option(help="Only rules of this family.", autocompletion=_families)
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="A table, or JSON.")] = Format.TERMINAL,
) -> None:
    """List the rules: ids, severities, families, dialects; as JSON also what other tools call them."""
    wanted = [
        rule
        for rule in RULES
        if (dialect is None or dialect in rule.dialects) and (family is None or family == rule.family)
    ]
    emit([_row(rule) for rule in wanted], format_ is Format.JSON, _table(wanted))


def _row(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "severity": rule.severity.word,
        "dialects": sorted(dialect.value for dialect in rule.dialects),
        "aliases": list(rule.aliases),
        "family": rule.family,
    }


def _table(wanted: list[Rule]) -> Any:
    from rich.table import Column, Table

    whole = [Column(word, no_wrap=True) for word in ("rule", "severity", "family")]
    table = Table(*whole, "dialects", box=None, pad_edge=False)
    for rule in wanted:
        row = _row(rule)
        severity = f"{row['severity']}, off by default" if rule.opt_in else row["severity"]
        dialects = "all" if rule.dialects == frozenset(Dialect) else ", ".join(row["dialects"])
        table.add_row(rule.id, severity, rule.family, dialects)
    return table
