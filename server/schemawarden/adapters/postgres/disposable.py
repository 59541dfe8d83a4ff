"""The disposable server of one target, made to look like it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from anyio import to_thread

from schemawarden.adapters.postgres.address import parse
from schemawarden.adapters.postgres.connection import looking
from schemawarden.adapters.postgres.dev.server import DevServer
from schemawarden.adapters.postgres.dev.wanted import DevDatabase, DevFacts, Wanted
from schemawarden.adapters.postgres.identity import identify
from schemawarden.adapters.postgres.roles import read_roles
from schemawarden.errors import StateError

_NEWEST = 18


class Disposable:
    """Where replicas and the engine's scratch databases come from.

    Args:
        url: the target's URL, asked anew for each use; it may block.
        server: this target's alone.
    """

    def __init__(self, url: Callable[[], str], server: DevServer) -> None:
        self._url = url
        self._server = server

    @asynccontextmanager
    async def databases(self, number: int) -> AsyncIterator[tuple[DevDatabase, ...]]:
        """Empty databases for statements of unknown intent. Raises ConfigError DEV_IS_TARGET, UnavailableError."""
        if number == 0:
            yield ()
            return
        await self.prepare(await self._wanted())
        async with AsyncExitStack() as stack:
            found = [await stack.enter_async_context(self._server.database()) for _ in range(number)]
            yield tuple(found)

    @asynccontextmanager
    async def database(self, template: str | None = None) -> AsyncIterator[DevDatabase]:
        """One database, after `prepare`. Raises StateError DEV_TEMPLATE_GONE."""
        async with self._server.database(template=template) as database:
            yield database

    async def prepare(self, wanted: Wanted) -> DevFacts:
        """Start or reach the server. Raises ConfigError DEV_IS_TARGET before anything is made, UnavailableError."""
        return await self._server.prepare(wanted)

    async def close(self) -> None:
        await self._server.close()

    async def _wanted(self) -> Wanted:
        """What the target looks like. Files can be checked without it, as long as the server is our own."""
        address = parse(await to_thread.run_sync(self._url))
        try:
            async with looking(address.asyncpg()) as connection:
                return await read_roles(connection, await identify(connection))
        except StateError:
            if self._server.is_the_operators:
                raise
            return Wanted(_NEWEST, address.user)
