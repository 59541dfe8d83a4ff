"""A target with a history and rows, and an approved plan for it, made once and used as often as a test likes.

A rehearsal takes seconds and a run a moment. So a stage keeps the state directory as it was when the plan was approved, and the
statements that put the target back; between two runs of a test both are as they were.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio

from schemawarden.flows.apply import ApplyResult, apply_plan
from schemawarden.flows.context import Context
from schemawarden.flows.recover import recover
from schemawarden.ports import Progress, StoredPlan
from tests.postgres import Server
from tests.postgres_site import PostgresSite, make_postgres_site
from tests.site import QUIET

HISTORY = """\
CREATE TABLE ledger (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, what text NOT NULL);
CREATE FUNCTION slowly(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  WHILE NOT pg_try_advisory_xact_lock_shared(77) LOOP PERFORM pg_sleep(0.01); END LOOP;
  PERFORM pg_sleep(0.005);
  RETURN $1;
END $$;
"""
"""On rows `slowly` takes its time, and as long as the gate is closed it never ends. A rehearsal has no rows."""
ROWS = 30
SLOW = "UPDATE ledger SET what = slowly(what) || '+';\n"
_CLOSE = "SELECT pg_advisory_lock(77)"
_BACKEND = (
    "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'schemawarden:%' AND state = 'active' "
    "AND query LIKE '%slowly%' AND datname = current_database()"
)


@dataclass
class Stage:
    site: PostgresSite
    plan_id: str = ""
    undo: tuple[str, ...] = field(default=())

    async def approved(self, *texts: str, undo: tuple[str, ...] = ()) -> str:
        """The files pending and their plan approved. `undo` puts the target back after a run."""
        self.site.migrate(*texts)
        app = self.site.app()
        try:
            self.plan_id = await self.site.planned(app.context("app"))
        finally:
            await app.close()
        await self.site.approve(self.plan_id)
        self.undo = undo
        shutil.copytree(self.site.state, self._kept)
        return self.plan_id

    async def again(self) -> None:
        """As it was when the plan had been approved."""
        await self.site.execute(*self.undo)
        shutil.rmtree(self.site.state)
        shutil.copytree(self._kept, self.site.state)

    async def apply(self, progress: Progress = QUIET) -> ApplyResult:
        return await apply_plan(self.site.context(), self.plan_id, None, progress)

    async def recover(self) -> None:
        await recover(self.site.context())

    async def plan(self) -> StoredPlan:
        return await self.site.app().store.plan(self.plan_id)

    @asynccontextmanager
    async def gate_closed(self) -> AsyncIterator[None]:
        async with self.site.connected() as connection:
            await connection.execute(_CLOSE)
            yield

    async def backends(self) -> list[int]:
        """The server's processes that are in the middle of a slow statement of an apply."""
        async with self.site.connected() as connection:
            return [row[0] for row in await connection.fetch(_BACKEND)]

    async def in_the_middle(self) -> int:
        """As soon as there is one."""
        while not (found := await self.backends()):
            await anyio.sleep(0.02)
        return found[0]

    async def slowed(self) -> set[object]:
        """How often SLOW has taken effect, over all rows."""
        return {
            row[0]
            for row in await self.site.rows("SELECT length(what) - length(rtrim(what, '+')) FROM ledger")
        }

    @property
    def _kept(self) -> Path:
        return self.site.root / "kept"


class Meanwhile:
    """ports.Progress: somebody does something at the nth time that a point is reached."""

    def __init__(self, point: str, act: Callable[[], Awaitable[object]], nth: int = 1) -> None:
        self._point, self._act, self._left = point, act, nth

    async def reached(self, point: str, done: int = 0, total: int = 0, words: str = "") -> None:
        if point == self._point:
            self._left -= 1
            if self._left == 0:
                await self._act()


async def make_stage(
    root: Path, server: Server, history: str = HISTORY, rows: int = ROWS, **keys: Any
) -> Stage:
    """An installation whose target has `history` applied and `rows` rows in its ledger."""
    site = await make_postgres_site(root, server, **keys)
    await apply_by_engine(site, history)
    if rows:
        await site.execute(
            f"INSERT INTO ledger (what) SELECT 'row ' || i FROM generate_series(1, {rows}) AS i"
        )
    return Stage(site)


async def apply_by_engine(site: PostgresSite, *texts: str) -> None:
    """Without the flows, which are not what is tested then."""
    paths = site.migrate(*texts)
    ctx = site.context()
    request = {
        "source": {"url": ctx.database_url()},
        "migrations": [{"name": path.name, "text": path.read_text()} for path in sorted(site.migrations.glob("*.sql"))],
        "expected_pending": [path.name for path in paths],
        "tx_mode": "file",
    }  # fmt: skip
    answer = await ctx.engine.call("apply", ctx.dialect, request)
    assert not answer["failed"], answer


@asynccontextmanager
async def context(site: PostgresSite) -> AsyncIterator[Context]:
    """The parts of one server, whose disposable databases end with it."""
    app = site.app()
    try:
        yield app.context("app")
    finally:
        await app.close()
