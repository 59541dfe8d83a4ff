"""Scratch databases and copies have limits of their own, so that nobody waits for ever; some are made beforehand."""

from __future__ import annotations

from collections.abc import AsyncIterator

import anyio
import pytest

from schemawarden.adapters.engine.engine import AtlasEngine
from schemawarden.adapters.postgres.dev.server import DevServer
from schemawarden.adapters.postgres.disposable import MOST_COPIES, MOST_SCRATCHES, Disposable
from schemawarden.adapters.postgres.engine import PostgresEngine
from schemawarden.errors import ConfigError
from schemawarden_policy.statement import Dialect
from tests.postgres import Server
from tests.server.postgres.dev.asking import ask, database_names

_PATIENCE = 120
_ANALYZE = {
    "migrations": [{"name": "1_a.sql", "text": "CREATE TABLE t (id int);\n"}],
    "pending": ["1_a.sql"],
}


@pytest.fixture
async def server() -> AsyncIterator[DevServer]:
    server = DevServer()
    yield server
    await server.close()


@pytest.fixture
async def disposable(server: DevServer, postgres18: Server) -> Disposable:
    """With its server running, as it is after the first use."""
    url = (await postgres18.new_database(owner="plain")).url
    disposable = Disposable(lambda: url, server)
    async with disposable.databases(1):
        return disposable


async def test_more_users_than_databases_take_turns(disposable: Disposable) -> None:
    alive = most = 0

    async def use() -> None:
        nonlocal alive, most
        async with disposable.databases(2) as databases:
            alive += len(databases)
            most = max(most, alive)
            await anyio.sleep(0)
            alive -= len(databases)

    with anyio.fail_after(_PATIENCE):
        async with anyio.create_task_group() as group:
            for _ in range(MOST_SCRATCHES + 2):
                group.start_soon(use)
    assert 2 <= most <= MOST_SCRATCHES


async def test_whoever_holds_a_copy_or_a_head_start_gets_scratch_databases_too(
    disposable: Disposable, server: DevServer
) -> None:
    async def use() -> None:
        async with disposable.ahead() as scratches, disposable.database():
            await anyio.sleep(0.01)
            async with disposable.databases(2):
                await anyio.sleep(0)
            async with scratches.databases(1):
                await anyio.sleep(0)

    with anyio.fail_after(_PATIENCE):
        async with anyio.create_task_group() as group:
            for _ in range(MOST_COPIES + MOST_SCRATCHES):
                group.start_soon(use)
    assert await database_names(server) == set()


async def test_a_head_start_makes_the_database_before_it_is_wanted(
    disposable: Disposable, server: DevServer
) -> None:
    async with disposable.ahead() as scratches:
        with anyio.fail_after(_PATIENCE):
            while not (made := await database_names(server)):
                await anyio.sleep(0.01)
        async with scratches.databases(1) as (first,), scratches.databases(1) as (second,):
            assert {first.name} == made
            assert second.name != first.name
            await ask(first.powerless, "CREATE TABLE t (id int)")
    assert await database_names(server) == set()


@pytest.mark.parametrize("seconds", [0.0, 0.005, 0.03, 0.2])
async def test_a_head_start_that_is_not_wanted_leaves_nothing(
    disposable: Disposable, server: DevServer, seconds: float
) -> None:
    async with disposable.ahead():
        await anyio.sleep(seconds)
    assert await database_names(server) == set()
    with anyio.move_on_after(seconds):
        async with disposable.ahead() as scratches, scratches.databases(1):
            await anyio.sleep_forever()
    assert await database_names(server) == set()


async def test_no_server_is_started_for_a_head_start(server: DevServer, postgres18: Server) -> None:
    url = (await postgres18.new_database(owner="plain")).url
    async with Disposable(lambda: url, server).ahead():
        await anyio.sleep(0.2)
    assert not server.at_hand


async def test_what_goes_wrong_beforehand_is_told_to_whoever_wants_the_database(postgres18: Server) -> None:
    """Here: the dev server is the target's. Nothing is made there."""
    target = await postgres18.new_database(owner="plain")
    same = DevServer(postgres18.url(postgres18.superuser_name, "postgres"))
    engine = PostgresEngine(AtlasEngine(), ("public",), Disposable(lambda: target.url, same))
    async with engine.analyzing():
        await anyio.sleep(0.2)
    async with engine.analyzing() as ready:
        await ready.call("hash", Dialect.POSTGRESQL, {"migrations": []})
        with pytest.raises(ConfigError) as refusal:
            await ready.call("analyze", Dialect.POSTGRESQL, _ANALYZE)
    assert refusal.value.code == "DEV_IS_TARGET"
    await same.close()
    names = "SELECT count(*) FROM pg_database WHERE datname LIKE 'schemawarden%'"
    assert await ask(postgres18.superuser, names) == 0


async def test_the_engine_uses_its_head_start(disposable: Disposable, server: DevServer) -> None:
    engine = PostgresEngine(AtlasEngine(), ("public",), disposable)
    async with engine.analyzing() as ready:
        for _ in range(2):
            answer = await ready.call("analyze", Dialect.POSTGRESQL, _ANALYZE)
            assert answer["files"][0]["name"] == "1_a.sql"
    assert await database_names(server) == set()
