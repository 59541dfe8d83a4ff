"""Workspaces with a long history: N migration files, all but the newest applied by the engine itself.

Two series. `pool`: the schema stays small, as in a product that changes what it has. `growing`: every file adds a table.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from schemawarden.flows.context import Context
from tests.site import Site, make_site

_POOL = 50
_APPLY_SECONDS = 900.0


def pool(number: int) -> str:
    """File `number` (from 0): a table while there are less than fifty, then changes that undo each other."""
    if number < _POOL:
        return _table(number)
    turn, kind = divmod(number - _POOL, 4)
    table = turn % _POOL
    return (
        f"CREATE INDEX idx_{table}_name ON t{table} (name);\n",
        f"ALTER TABLE t{table} ADD COLUMN extra TEXT;\n",
        f"DROP INDEX idx_{table}_name;\n",
        f"ALTER TABLE t{table} DROP COLUMN extra;\n",
    )[kind]


def growing(number: int) -> str:
    return f"{_table(number)}CREATE INDEX idx_{number} ON t{number} (name);\n"


def _table(number: int) -> str:
    return (
        f"CREATE TABLE t{number} (\n  id INTEGER PRIMARY KEY,\n  name TEXT NOT NULL,\n"
        "  amount INTEGER NOT NULL DEFAULT 0,\n  created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP\n);\n"
    )


SERIES = {"pool": pool, "growing": growing}
NEWEST = "CREATE INDEX idx_newest ON t0 (amount);\nDROP TABLE t1;\n"


async def make(root: Path, series: str, size: int) -> Site:
    """An installation with `size` files, the newest of them pending."""
    shutil.rmtree(root, ignore_errors=True)
    site = make_site(root)
    await fill(site, site.context(), series, size)
    return site


async def fill(site: Site, ctx: Context, series: str, size: int) -> None:
    """Migrations and history for an installation that has none."""
    site.migrate(*(SERIES[series](number) for number in range(size - 1)))
    await _apply_all(ctx)
    site.migrate(NEWEST)
    files = await requests(ctx)
    answer = await ctx.engine.call("hash", ctx.dialect, {"migrations": files})
    (site.migrations / "atlas.sum").write_text(answer["sum"])


async def requests(ctx: Context) -> list[dict[str, str]]:
    """The workspace's files as the engine takes them."""
    snapshot = await ctx.workspace.snapshot()
    return [{"name": file.name, "text": file.content.decode()} for file in snapshot.migrations]


async def _apply_all(ctx: Context) -> None:
    files = await requests(ctx)
    request = {
        "source": {"url": ctx.database_url()},
        "migrations": files,
        "expected_pending": [file["name"] for file in files],
        "tx_mode": "all",
    }
    answer = await ctx.engine.call("apply", ctx.dialect, request, seconds=_APPLY_SECONDS)
    if answer["failed"]:
        raise RuntimeError(answer["failed"])
