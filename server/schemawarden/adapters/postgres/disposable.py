"""The disposable server of one target, made to look like it.

- Whoever holds a copy of the target may wait for scratch databases; nobody who holds scratch databases waits for anything.
  So each kind has a limit of its own, and several scratch databases are given together or not at all.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Protocol

import anyio
from anyio import to_thread

from schemawarden.adapters.postgres.address import parse
from schemawarden.adapters.postgres.connection import looking
from schemawarden.adapters.postgres.dev.server import DevServer
from schemawarden.adapters.postgres.dev.wanted import DevDatabase, DevFacts, Wanted
from schemawarden.adapters.postgres.identity import identify
from schemawarden.adapters.postgres.roles import read_roles
from schemawarden.beside import beside
from schemawarden.errors import StateError

MOST_SCRATCHES, MOST_COPIES, _MOST_AHEAD = 8, 5, 4
_NEWEST = 18


class Scratches(Protocol):
    def databases(self, number: int) -> AbstractAsyncContextManager[tuple[DevDatabase, ...]]:
        """Empty databases for statements of unknown intent. Raises ConfigError DEV_IS_TARGET, UnavailableError."""
        ...


class Disposable:
    """Where replicas and the engine's scratch databases come from.

    Args:
        url: the target's URL, asked anew for each use; it may block.
        server: this target's alone.
    """

    def __init__(self, url: Callable[[], str], server: DevServer) -> None:
        self._url = url
        self._server = server
        self._scratches = anyio.Semaphore(MOST_SCRATCHES)
        self._taking = anyio.Lock()
        self._copies = anyio.Semaphore(MOST_COPIES)
        self._ahead = anyio.Semaphore(_MOST_AHEAD)

    @asynccontextmanager
    async def databases(self, number: int) -> AsyncIterator[tuple[DevDatabase, ...]]:
        """As Scratches says. Waits while there are MOST_SCRATCHES."""
        async with AsyncExitStack() as stack:
            async with self._taking:
                for _ in range(number):
                    await stack.enter_async_context(self._scratches)
            yield await self._made(stack, number)

    @asynccontextmanager
    async def ahead(self) -> AsyncIterator[Scratches]:
        """The first to want one scratch database gets it made: that begins now, unless many others do the same. A server of
        our own is not started for it: it may never be needed."""
        if not self._server.at_hand or self._ahead.value == 0:
            yield self
            return
        async with self._ahead, AsyncExitStack() as stack, beside(partial(self._made, stack, 1)) as made:
            yield _Ahead(self, made)

    @asynccontextmanager
    async def database(self, template: str | None = None) -> AsyncIterator[DevDatabase]:
        """One for a copy, after `prepare`. Waits while there are MOST_COPIES. Raises StateError DEV_TEMPLATE_GONE."""
        async with self._copies, self._server.database(template=template) as database:
            yield database

    async def prepare(self, wanted: Wanted) -> DevFacts:
        """Start or reach the server. Raises ConfigError DEV_IS_TARGET before anything is made, UnavailableError."""
        return await self._server.prepare(wanted)

    async def close(self) -> None:
        await self._server.close()

    async def _made(self, stack: AsyncExitStack, number: int) -> tuple[DevDatabase, ...]:
        """Gone with the stack."""
        if number:
            await self.prepare(await self._wanted())
        found = [await stack.enter_async_context(self._server.database()) for _ in range(number)]
        return tuple(found)

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


class _Ahead:
    """One scratch database made beforehand, then as many as are wanted."""

    def __init__(
        self, disposable: Disposable, made: Callable[[], Awaitable[tuple[DevDatabase, ...]]]
    ) -> None:
        self._disposable = disposable
        self._made: Callable[[], Awaitable[tuple[DevDatabase, ...]]] | None = made

    @asynccontextmanager
    async def databases(self, number: int) -> AsyncIterator[tuple[DevDatabase, ...]]:
        made = self._made
        if made is None or number != 1:
            async with self._disposable.databases(number) as databases:
                yield databases
        else:
            self._made = None
            yield await made()
