"""A caller that goes away: an apply goes on to its end, and a question leaves nothing behind, here or on a server."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import anyio
import asyncpg
import pytest

from schemawarden.adapters.postgres.dev.host import PREFIX, reached
from schemawarden.adapters.postgres.target import PostgresTarget
from schemawarden.errors import StateError
from schemawarden.flows.apply import apply_plan
from schemawarden.flows.context import Context
from schemawarden.flows.lint import lint
from schemawarden.flows.propose import propose
from schemawarden_policy.approval import State
from tests.postgres import Server
from tests.server.crash.processes import children, needs_proc
from tests.server.postgres.apply.stage import SLOW, Meanwhile, Stage, context, make_stage
from tests.site import QUIET

pytestmark = needs_proc

SHIELDED = ("locked", "rechecked", "claimed", "engine_connected", "engine_statement_done", "engine_file_done", "engine_done", "recorded")  # fmt: skip
UNDO = ("UPDATE ledger SET what = rtrim(what, '+')", "DELETE FROM atlas_schema_revisions WHERE version > '20260101000001'")  # fmt: skip


@pytest.fixture
async def stage(tmp_path: Path, postgres: Server) -> Stage:
    return await make_stage(tmp_path, postgres)


async def test_a_cancelled_apply_goes_on_to_its_end(stage: Stage) -> None:
    await stage.approved(SLOW, undo=UNDO)
    for point in SHIELDED:
        with anyio.CancelScope() as scope:
            await apply_plan(
                stage.site.context(), stage.plan_id, None, Meanwhile(point, partial(_cancel, scope))
            )
        assert (await stage.plan()).state is State.APPLIED, point
        assert await stage.slowed() == {1}, point
        await stage.again()


async def _cancel(scope: anyio.CancelScope) -> None:
    scope.cancel()


async def disposable_databases(ctx: Context) -> int:
    """Those on the server of ours that this context has started."""
    assert isinstance(ctx.target, PostgresTarget)
    ready = ctx.target._replicas._disposable._server._ready
    assert ready is not None
    async with reached(ready.host) as connection:
        query = "SELECT count(*) FROM pg_database WHERE starts_with(datname, $1)"
        return int(await connection.fetchval(query, PREFIX))


async def sessions_of_ours(stage: Stage) -> int:
    connection = await asyncpg.connect(**stage.site.server.superuser)
    try:
        query = "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'schemawarden%' AND pid <> pg_backend_pid()"
        return int(await connection.fetchval(query))
    finally:
        await connection.close()


QUESTIONS: dict[str, Callable[[Context], Awaitable[object]]] = {
    "lint": lint,
    "dry run": partial(propose, note="", progress=QUIET),
}
MILLISECONDS = (0, 5, 10, 20, 40, 60, 80, 120, 160, 240, 320, 480, 640, 960)


@pytest.mark.parametrize("name", QUESTIONS)
async def test_a_cancelled_question_leaves_no_database_session_or_process(stage: Stage, name: str) -> None:
    stage.site.migrate("CREATE TABLE more (id bigint PRIMARY KEY);\n")
    async with context(stage.site) as ctx:
        await lint(ctx)
        async with ctx.target.replica():
            pass
        kept, engines = await disposable_databases(ctx), len(children(os.getpid()))
        for milliseconds in MILLISECONDS:
            with (
                anyio.move_on_after(milliseconds / 1000),
                suppress(StateError),
            ):  # a plan may be there by then
                await QUESTIONS[name](ctx)
        with anyio.move_on_after(5):
            while await sessions_of_ours(stage) or len(children(os.getpid())) > engines:
                await anyio.sleep(0.05)
        assert await sessions_of_ours(stage) == 0
        assert await disposable_databases(ctx) <= kept
        assert len(children(os.getpid())) <= engines
    assert "public.more" not in await stage.site.tables_there()
