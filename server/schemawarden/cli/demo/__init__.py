"""`schemawarden demo`: an agent being helped with a harmless change and stopped at harmful ones."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import anyio
import typer

from schemawarden.cli.demo.shops import Shop
from schemawarden.cli.demo.sqlite_shop import SqliteShop
from schemawarden.cli.demo.world import build


def demo(
    postgres: Annotated[
        bool, typer.Option("--postgres", help="On a PostgreSQL server of its own instead of SQLite.")
    ] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Leave the demo's directory for a look around.")
    ] = False,
) -> None:
    """Watch an agent work on a throw-away database. Needs nothing, touches nothing of yours."""
    directory = Path(tempfile.mkdtemp(prefix="schemawarden-demo-"))
    try:
        _play(directory, postgres=postgres)
    finally:
        if keep:
            typer.echo(f"Kept: {directory}")
        else:
            shutil.rmtree(directory)


def _play(directory: Path, *, postgres: bool) -> None:
    # Imported here: the MCP client takes half a second, which the other commands should not pay.
    from schemawarden.cli.demo.story import DemoError, tell
    from schemawarden.errors import UnavailableError

    try:
        with _shop(directory, postgres=postgres) as shop:
            anyio.run(tell, build(directory, shop))
    except* (DemoError, UnavailableError) as group:
        for error in flat(group):
            typer.echo(f"The demo went wrong: {error}", err=True)
        sys.exit(1)


@contextmanager
def _shop(directory: Path, *, postgres: bool) -> Iterator[Shop]:
    if postgres:
        from schemawarden.cli.demo.postgres_shop import open_shop, production

        with production() as cluster:
            yield anyio.run(open_shop, cluster)
    else:
        yield SqliteShop(directory / "shop.db")


def flat(group: BaseExceptionGroup[BaseException]) -> list[BaseException]:
    """The errors themselves; the client's task groups wrap them."""
    return [
        error
        for part in group.exceptions
        for error in (flat(part) if isinstance(part, BaseExceptionGroup) else [part])
    ]
