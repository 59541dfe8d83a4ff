"""The terminal: results for people or programs, refusals as code, sentence and next step, exit codes.

Exit codes: 0 done, 1 refused by what the plan, its approvals or the database say, 2 the call, the config or something of
ours is wrong.
"""

from __future__ import annotations

import json
import sys
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.text import Text

from schemawarden.errors import ConfigError, InputError, SchemawardenError, UnavailableError
from schemawarden_policy.visible import visible


def refuse(error: SchemawardenError) -> NoReturn:
    """Say no on stderr and leave."""
    say_no(error)
    raise typer.Exit(2 if isinstance(error, InputError | ConfigError | UnavailableError) else 1) from None


def say_no(error: SchemawardenError) -> None:
    """Code, sentence and next step on stderr."""
    words = Text.assemble((error.code, "bold red"), "  ", visible(error.message))
    if error.hint:
        words.append("\n" + visible(error.hint), style="dim")
    console(stderr=True).print(words, soft_wrap=True)


def console(*, stderr: bool = False) -> Console:
    return Console(stderr=stderr, highlight=False)


def emit(data: Any, as_json: bool, words: Any) -> None:
    """The result, as JSON for programs or as `words` for people."""
    if as_json:
        sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=True) + "\n")
    else:
        console().print(words, markup=False)
