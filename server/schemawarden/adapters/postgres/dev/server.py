"""The PostgreSQL server on which disposable databases are made. Started at the first need; safe for concurrent tasks.

- The operator's dev server comes first, then programs of the target's major version, the wheel's, and any other's.
- A server of ours that died is replaced at the next need; what was on it is gone.
- A database goes with the context that made it, on every way out.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import anyio

from schemawarden.adapters.postgres.dev import databases
from schemawarden.adapters.postgres.dev.embedded import start_embedded
from schemawarden.adapters.postgres.dev.facts import read_facts
from schemawarden.adapters.postgres.dev.host import PREFIX, Host, Prepared, reached
from schemawarden.adapters.postgres.dev.operators import OperatorsHost
from schemawarden.adapters.postgres.dev.wanted import DevDatabase, DevFacts, Wanted
from schemawarden.errors import UnavailableError

_LOOKS, _LOOK_AGAIN_SECONDS = 100, 0.02


@dataclass(frozen=True, slots=True)
class _Ready:
    """A server with roles for what was wanted."""

    host: Host
    wanted: Wanted
    prepared: Prepared
    facts: DevFacts


class DevServer:
    """`url` is the operator's dev server, if there is one: checked before, as a target's URL is."""

    def __init__(self, url: str | None = None) -> None:
        self._url = url
        self._wanted: Wanted | None = None
        self._ready: _Ready | None = None
        self._changing = anyio.Lock()
        self._making = anyio.Lock()

    @property
    def is_the_operators(self) -> bool:
        return self._url is not None

    @property
    def at_hand(self) -> bool:
        """There is a server without one being started."""
        return self._url is not None or self._ready is not None

    async def prepare(self, wanted: Wanted) -> DevFacts:
        """Start or reach the server and make the roles; cheap when it is done already.

        It is not the target's. Raises UnavailableError (DEV_DATABASE_UNAVAILABLE) and ConfigError (DEV_DATABASE_RIGHTS,
        DEV_IS_TARGET before anything is made).
        """
        self._wanted = wanted
        return (await self._made_ready(wanted)).facts

    @asynccontextmanager
    async def database(self, *, template: str | None = None) -> AsyncIterator[DevDatabase]:
        """A database for one use; after `prepare`. `template` is the name of another that lives and that nobody uses now.

        Raises as `prepare` does, and StateError (DEV_TEMPLATE_GONE) when the template is no more, because the server was
        replaced.
        """
        if self._wanted is None:
            raise RuntimeError("prepare comes first")
        wanted, name = self._wanted, f"{PREFIX}{secrets.token_hex(8)}"
        try:
            ready = await self._make(wanted, name, template)
            yield databases.described(ready.host.access, ready.prepared, name)
        finally:
            with anyio.CancelScope(shield=True):
                await self._drop(name)

    async def close(self) -> None:
        """End our own server, or leave the operator's, when no database is in use any more. `prepare` starts anew."""
        with anyio.CancelScope(shield=True):
            async with self._changing:
                self._wanted = None
                await self._give_up()

    async def _made_ready(self, wanted: Wanted) -> _Ready:
        async with self._changing:
            if self._ready is not None and not self._ready.host.alive:
                await self._give_up()
            if self._ready is None:
                self._ready = await self._begin(wanted)
            elif self._ready.wanted != wanted:
                self._ready = await _prepare(self._ready.host, wanted)
            return self._ready

    async def _begin(self, wanted: Wanted) -> _Ready:
        if self._url:
            return await _prepare(OperatorsHost(self._url), wanted)
        host = await start_embedded(wanted.major)
        try:
            return await _prepare(host, wanted)
        except BaseException:
            await host.close()
            raise

    async def _make(self, wanted: Wanted, name: str, template: str | None) -> _Ready:
        """One at a time: two changes of one role at once are an error. Once more if the server ends at this very moment."""
        async with self._making:
            ready = await self._made_ready(wanted)
            try:
                await _create(ready, name, template)
            except UnavailableError:
                if not await _ends(ready.host):
                    raise
                ready = await self._made_ready(wanted)
                await _create(ready, name, template)
            return ready

    async def _drop(self, name: str) -> None:
        """When the server is gone so is the database; on a dev server that can't be reached now, the next of us sweeps."""
        if self._ready is not None and self._ready.host.alive:
            with suppress(UnavailableError):
                await databases.drop(self._ready.host, name)

    async def _give_up(self) -> None:
        ready, self._ready = self._ready, None
        if ready is not None:
            await ready.host.close()


async def _prepare(host: Host, wanted: Wanted) -> _Ready:
    async with reached(host) as connection:
        await databases.refuse_target(connection, wanted)
        prepared = await host.prepare(connection, wanted)
        return _Ready(host, wanted, prepared, await read_facts(connection, host, prepared, wanted))


async def _create(ready: _Ready, name: str, template: str | None) -> None:
    """To its end: a database that comes into being after its maker was cancelled would escape being dropped."""
    with anyio.CancelScope(shield=True):
        await databases.create(ready.host, ready.wanted, ready.prepared, ready.facts.major, name, template)


async def _ends(host: Host) -> bool:
    """Whether the server is about to be gone: its last breath takes a moment."""
    for _ in range(_LOOKS):
        if not host.alive:
            return True
        await anyio.sleep(_LOOK_AGAIN_SECONDS)
    return False
