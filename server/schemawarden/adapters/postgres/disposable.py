"""The disposable server of one target: made to look like it, and proven not to be it before anything is made there."""

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
from schemawarden.errors import ConfigError, SchemawardenError, StateError, UnavailableError

_NEWEST = 18


class Disposable:
    """Where replicas and the engine's scratch databases come from.

    Args:
        alias: the target's name, for messages.
        url: the target's URL, asked anew for each use; it may block.
        server: this target's alone.
        dev_url: the operator's dev server that `server` uses; None when it is our own, which is no target by its making.
    """

    def __init__(
        self, alias: str, url: Callable[[], str], server: DevServer, dev_url: str | None = None
    ) -> None:
        self._alias = alias
        self._url = url
        self._server = server
        self._dev_url = dev_url

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
        """Start or reach the server; it is not the target's. Raises ConfigError DEV_IS_TARGET before anything is made."""
        await self._refuse_target()
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
            if self._dev_url is not None:
                raise
            return Wanted(_NEWEST, address.user)

    async def _refuse_target(self) -> None:
        if self._dev_url is None:
            return
        target = await _system(parse(await to_thread.run_sync(self._url)).asyncpg())
        try:
            dev = await _system(parse(self._dev_url).asyncpg())
        except SchemawardenError as error:
            raise UnavailableError(
                "DEV_DATABASE_UNAVAILABLE",
                f"targets.{self._alias}.dev can't be told from the target: {error.code.removeprefix('TARGET_')}.",
                "Check that server and its URL, or leave it away to use our own.",
            ) from None
        if dev == target:
            raise ConfigError(
                "DEV_IS_TARGET",
                f"targets.{self._alias}.dev leads to the server of the target itself.",
                "Name another server there, or leave it away to use our own. Nothing was made.",
            )


async def _system(arguments: dict[str, object]) -> int:
    async with looking(arguments) as connection:
        return (await identify(connection)).system
