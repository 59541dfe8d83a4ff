"""Disposable copies of a target: made once for a state of it, and from then on copied from the copy.

- A copy is faithful if our own catalogue query finds the same there as on the target.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import anyio

from schemawarden.adapters.postgres import copying, dumped
from schemawarden.adapters.postgres.catalogue import StandIn
from schemawarden.adapters.postgres.connection import looking
from schemawarden.adapters.postgres.copying import Original
from schemawarden.adapters.postgres.dev.wanted import DevDatabase, DevFacts
from schemawarden.adapters.postgres.disposable import Disposable
from schemawarden.adapters.postgres.reading import Look, Scope, look
from schemawarden.adapters.postgres.rehearsal import PostgresRehearsal
from schemawarden.errors import StateError, UnavailableError
from schemawarden.ports import FileToRun, LiveState, Progress
from schemawarden_policy.facts import Gap, StatementRun


@dataclass(frozen=True, slots=True)
class Template:
    """A copy that nobody works in."""

    key: tuple[str, ...]
    """The target's identity, fingerprint and history."""
    database: DevDatabase
    original: Original
    stand_in: StandIn | None
    faithful: bool
    gaps: tuple[Gap, ...]


class PostgresReplica:
    """The Replica port over a database that lives as long as the context that made it."""

    def __init__(self, database: DevDatabase, template: Template, scope: Scope) -> None:
        self._database = database
        self._scope = scope
        self.url = database.url
        self._stand_in = template.stand_in
        self.faithful = template.faithful
        self.gaps = template.gaps
        self.ddl = dumped.baseline(template.original.dump.pieces, scope.schemas)

    async def read(self) -> LiveState:
        return (await _seen(self._database, self._scope, self._stand_in)).state

    async def rehearse(
        self, files: Sequence[FileToRun], progress: Progress | None = None
    ) -> tuple[StatementRun, ...]:
        return await PostgresRehearsal(self._scope).run(self._database, files, progress)


class Replicas:
    """One target's copies. The template of its newest state is kept until another state is asked for, or `close`."""

    def __init__(self, disposable: Disposable, scope: Scope) -> None:
        self._disposable = disposable
        self._scope = scope
        self._template: Template | None = None
        self._kept = AsyncExitStack()
        self._making = anyio.Lock()

    @asynccontextmanager
    async def replica(
        self, seen: Look, original: Callable[[], Awaitable[Original]]
    ) -> AsyncIterator[PostgresReplica]:
        """A copy of what was seen. `original` is asked only when there is no template of that state."""
        async with AsyncExitStack() as stack:
            async with self._making:
                template = await self._current(seen, original)
                try:
                    database = await stack.enter_async_context(
                        self._disposable.database(template.database.name)
                    )
                except StateError:  # the server was replaced, and the template went with it
                    template = await self._made(seen, original)
                    database = await stack.enter_async_context(
                        self._disposable.database(template.database.name)
                    )
            await copying.set_up(database, template.original.settings)
            yield PostgresReplica(database, template, self._scope)

    async def close(self) -> None:
        """Give the template's database back."""
        with anyio.CancelScope(shield=True):
            async with self._making:
                await self._drop()

    async def _drop(self) -> None:
        self._template, kept, self._kept = None, self._kept, AsyncExitStack()
        await kept.aclose()

    async def _current(self, seen: Look, original: Callable[[], Awaitable[Original]]) -> Template:
        if self._template is not None and self._template.key == _key(seen):
            await self._disposable.prepare(self._template.original.wanted)
            return self._template
        return await self._made(seen, original)

    async def _made(self, seen: Look, original: Callable[[], Awaitable[Original]]) -> Template:
        await self._drop()
        origin = await original()
        facts = await self._disposable.prepare(origin.wanted)
        async with AsyncExitStack() as stack:
            database = await stack.enter_async_context(self._disposable.database())
            gaps = await copying.copy(origin, database, facts)
            await copying.set_up(database, origin.settings)
            stand_in = _stand_in(facts, seen)
            copy = await _seen(database, self._scope, stand_in)
            faithful = copy.state.fingerprint == seen.state.fingerprint
            told = (
                *(Gap("rehearsal", gap) for gap in facts.gaps),
                *gaps,
                *_unlike(faithful, gaps, facts, seen),
            )
            self._template = Template(_key(seen), database, origin, stand_in, faithful, told)
            self._kept = stack.pop_all()
        return self._template


async def _seen(database: DevDatabase, scope: Scope, stand_in: StandIn | None) -> Look:
    try:
        async with looking(database.admin) as connection:
            return await look(connection, scope, stand_in=stand_in)
    except StateError as error:
        raise UnavailableError(
            "REPLICA_FAILED",
            f"The disposable copy of the target can't be read: {error.code}.",
            "Try again; if it stays so, run `schemawarden doctor`.",
        ) from None


def _stand_in(facts: DevFacts, seen: Look) -> StandIn | None:
    who = seen.identity
    return None if facts.role == who.role else StandIn(facts.role, who.role, who.quoted_role)


def _key(seen: Look) -> tuple[str, ...]:
    return seen.state.identity, seen.state.fingerprint, seen.state.revisions_digest


def _unlike(faithful: bool, gaps: Sequence[Gap], facts: DevFacts, seen: Look) -> tuple[Gap, ...]:
    """Why a copy without gaps still differs."""
    if faithful or gaps:
        return ()
    spelled = (
        f"PostgreSQL {facts.major} spells definitions otherwise than {seen.identity.major}"
        if facts.major != seen.identity.major
        else "some definition reads otherwise after a dump"
    )
    return (Gap("object", f"the disposable copy can't be proven to equal the target: {spelled}"),)
