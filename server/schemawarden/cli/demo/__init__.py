"""`schemawarden demo`: an agent being helped with a harmless change and stopped at harmful ones."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Annotated

import anyio
import typer


def demo(
    keep: Annotated[
        bool, typer.Option("--keep", help="Leave the demo's directory for a look around.")
    ] = False,
) -> None:
    """Watch an agent work on a throw-away SQLite database. Needs nothing, touches nothing of yours."""
    # Imported here: the MCP client takes half a second, which the other commands should not pay.
    from schemawarden.cli.demo.story import DemoError, tell
    from schemawarden.cli.demo.world import build

    directory = tempfile.mkdtemp(prefix="schemawarden-demo-") if keep else None
    try:
        if directory:
            anyio.run(tell, build(Path(directory)))
            typer.echo(f"Kept: {directory}")
        else:
            with tempfile.TemporaryDirectory(prefix="schemawarden-demo-") as temporary:
                anyio.run(tell, build(Path(temporary)))
    except* DemoError as group:
        for error in flat(group):
            typer.echo(f"The demo went wrong: {error}", err=True)
        sys.exit(1)


def flat(group: BaseExceptionGroup[BaseException]) -> list[BaseException]:
    """The errors themselves; the client's task groups wrap them."""
    return [
        error
        for part in group.exceptions
        for error in (flat(part) if isinstance(part, BaseExceptionGroup) else [part])
    ]
