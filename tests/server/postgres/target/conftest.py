"""Targets over test databases, with disposable databases on a server of our own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack

import pytest

from schemawarden.adapters.engine.engine import AtlasEngine
from schemawarden.adapters.postgres.dev.server import DevServer
from schemawarden.adapters.postgres.disposable import Disposable
from schemawarden.adapters.postgres.engine import PostgresEngine
from schemawarden.adapters.postgres.reading import Scope
from schemawarden.adapters.postgres.target import PostgresTarget
from tests.postgres import Database
from tests.server.postgres.target.looks import WHOLE

OpenTarget = Callable[..., PostgresTarget]


@pytest.fixture(scope="session")
def dev_servers() -> Iterator[dict[str, DevServer]]:
    """One for each server that plays the target: starting them takes most of a test's time."""
    servers: dict[str, DevServer] = {}
    yield servers
    for server in servers.values():
        asyncio.run(server.close())


@pytest.fixture
async def opened(dev_servers: dict[str, DevServer]) -> AsyncIterator[OpenTarget]:
    """Opens targets; what they used is closed at the end of the test."""
    async with AsyncExitStack() as stack:

        def open_target(
            database: Database, scope: Scope = WHOLE, dev_url: str | None = None
        ) -> PostgresTarget:
            server = (
                DevServer(dev_url)
                if dev_url
                else dev_servers.setdefault(database.connect["host"], DevServer())
            )
            disposable = Disposable(lambda: database.url, server)
            engine = PostgresEngine(AtlasEngine(), scope.schemas, disposable)
            target = PostgresTarget(lambda: database.url, scope, engine, disposable)
            if dev_url:
                stack.push_async_callback(server.close)
            stack.push_async_callback(target.close)
            return target

        yield open_target
