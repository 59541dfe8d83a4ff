"""Each row of the lock table, on both versions; and the page that is written from it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from schemawarden_policy.facts import StatementRun
from schemawarden_policy.locking import STRENGTH
from tests.postgres import Server
from tests.server.postgres.rehearsal.copies import connection, locked, rehearse
from tests.server.postgres.rehearsal.lock_page import lock_page
from tests.server.postgres.rehearsal.lock_rows import LOCK_ROWS, Row, Seen

PAGE = Path(__file__).parents[4] / "server" / "docs" / "locks.md"
AT_ONCE = 4

Measured = dict[Row, tuple[StatementRun, ...]]


@pytest.fixture(scope="module")
def measured(postgres: Server) -> Measured:
    """All rows at once: one rehearsal mostly waits."""
    return asyncio.run(_measure(postgres))


async def _measure(server: Server) -> Measured:
    room = asyncio.Semaphore(AT_ONCE)
    await server.new_role("app")
    await _other_owner(server)

    async def run(row: Row) -> tuple[StatementRun, ...]:
        async with room:
            return await rehearse(server, row.ddl, *row.statements, transaction=row.transaction)

    return dict(zip(LOCK_ROWS, await asyncio.gather(*map(run, LOCK_ROWS)), strict=True))


async def _other_owner(server: Server) -> None:
    """For OWNER TO: a role that may own tables in the copies, which the powerless one is a member of."""
    async with connection(server.superuser) as superuser:
        if not await superuser.fetchval("SELECT 1 FROM pg_roles WHERE rolname = 'postgres'"):
            await superuser.execute("CREATE ROLE postgres NOLOGIN")
        await superuser.execute("GRANT postgres TO app")


@pytest.mark.parametrize("row", LOCK_ROWS, ids=lambda row: row.statement[:60])
def test_the_rehearsal_sees_it(postgres: Server, measured: Measured, row: Row) -> None:
    assert _seen(measured[row]) == _sorted(row.on(postgres.major))


def _seen(runs: tuple[StatementRun, ...]) -> Seen:
    """Of all statements of the row together, without the schema."""
    locks: dict[str, str] = {}
    for run in runs:
        for name, mode in locked(run).items():
            if name not in locks or STRENGTH.index(mode) > STRENGTH.index(locks[name]):
                locks[name] = mode
    words = " ".join(f"{name.removeprefix('public.')}:{mode}" for name, mode in sorted(locks.items()))
    rewrites = " ".join(sorted(name.removeprefix("public.") for run in runs for name in run.rewrites))
    notes = tuple(sorted({note for run in runs for note in run.notes}))
    return Seen(words, rewrites, notes, runs[-1].sqlstate)


def _sorted(seen: Seen) -> Seen:
    return Seen(seen.locks, seen.rewrites, tuple(sorted(seen.notes)), seen.sqlstate)


def test_the_page_is_current() -> None:
    assert PAGE.read_text() == lock_page(), "run ./dev docs"
