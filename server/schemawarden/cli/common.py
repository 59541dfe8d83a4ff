"""What the commands that open an installation share: finding the config, async bodies, refusals."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec

import anyio
import typer

from schemawarden import settings
from schemawarden.app import Application, build
from schemawarden.cli.terminal import refuse
from schemawarden.errors import SchemawardenError

P = ParamSpec("P")
ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", help="The operator's config; the platform's standard place otherwise."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def open_application(config: Path | None) -> Application:
    """Load the operator config and join the parts."""
    return build(settings.load(config))


def guarded(body: Callable[P, Awaitable[None]]) -> Callable[P, None]:
    """An async command whose refusals become sentences and exit codes."""

    @wraps(body)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        async def main() -> None:
            await body(*args, **kwargs)

        try:
            anyio.run(main)
        except SchemawardenError as error:
            refuse(error)

    return run
