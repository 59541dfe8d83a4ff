"""How a result is told: one module for each format, each with `render(result, ...) -> str`, imported when it is asked for."""

from __future__ import annotations

from schemawarden.cli.check.look import Look
from schemawarden.cli.check.model import Result


def told(result: Result, name: str, look: Look, *, quiet: bool) -> str:
    """The result in the format of that name."""
    if name == "json":
        from schemawarden.cli.check.formats import json

        return json.render(result)
    if name == "sarif":
        from schemawarden.cli.check.formats import sarif

        return sarif.render(result)
    if name == "github":
        from schemawarden.cli.check.formats import github

        return github.render(result)
    if name == "markdown":
        from schemawarden.cli.check.formats import markdown

        return markdown.render(result)
    from schemawarden.cli.check.formats import terminal

    return terminal.render(result, color=look.color, quiet=quiet, width=look.width)
