"""Where the two sides meet: one workspace, one dialect, the same kind of dev database for both.

On PostgreSQL the target is a server of version 15, and the dev database of both sides is on a second one.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.history import fill, requests
from tests.oracle.atlas_cli import AtlasCli, build
from tests.postgres import Server, running
from tests.postgres_site import make_postgres_site
from tests.site import Site, make_site

_DESIRED = 'desired = ["schema.sql"]'
_PATIENCE = 300.0
_EXTRA = "\nCREATE TABLE wanted (id INTEGER PRIMARY KEY, label TEXT NOT NULL);\nCREATE INDEX by_label ON wanted (label);\n"


@dataclass(frozen=True)
class Arena:
    """One installation, and what the CLI needs to work on the same files."""

    site: Site
    dialect: str
    dev: str
    """An empty database for the CLI."""
    atlas: AtlasCli


async def arenas(
    root: Path, series: Sequence[str], sizes: Sequence[int]
) -> AsyncIterator[tuple[Arena, str, int]]:
    """Every workspace on SQLite and on PostgreSQL 15. Both have to be there, and a C compiler for the CLI."""
    (root / "atlas").mkdir()
    atlas = build(root / "atlas")
    with running(15) as live, running(15) as dev:
        for each in series:
            for size in sizes:
                place = f"{each}-{size}"
                async with sqlite_arena(root / f"sqlite-{place}", atlas, each, size) as arena:
                    yield arena, each, size
                async with postgres_arena(root / f"postgres-{place}", atlas, each, size, live, dev) as arena:
                    yield arena, each, size


def desired(site: Site) -> Path:
    return site.workspace / "schema.sql"


@asynccontextmanager
async def sqlite_arena(root: Path, atlas: AtlasCli, series: str, size: int) -> AsyncIterator[Arena]:
    site = make_site(root, target=f'approval.assurance = "advisory"\n{_DESIRED}')
    await _prepare(site, series, size)
    yield Arena(site, "sqlite", "sqlite://dev?mode=memory", atlas)


@asynccontextmanager
async def postgres_arena(
    root: Path, atlas: AtlasCli, series: str, size: int, live: Server, dev: Server
) -> AsyncIterator[Arena]:
    root.mkdir()
    address = root / "dev.url"
    address.write_text(dev.url(dev.superuser_name, "postgres"))
    address.chmod(0o600)
    keys = f'approval.assurance = "advisory"\ndev.url.file = "{address}"\n{_DESIRED}'
    site = await make_postgres_site(root, live, target=keys)
    await _prepare(site, series, size)
    theirs = await dev.new_database()
    yield Arena(site, "postgresql", f"{theirs.url}&search_path=public", atlas)


async def _prepare(site: Site, series: str, size: int) -> None:
    """Migrations, their history, and a desired schema that has a table more than they make."""
    desired(site).write_text("")
    app = site.app()
    try:
        ctx = app.context("app")
        await fill(site, ctx, series, size)
        load = {"source": {"migrations": await requests(ctx)}}
        answer = await ctx.engine.call("load", ctx.dialect, load, seconds=_PATIENCE)
        desired(site).write_text(answer["sql"] + _EXTRA)
    finally:
        await app.close()
