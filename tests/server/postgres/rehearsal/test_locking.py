"""The words for lock modes, held against what a real server lets others do meanwhile."""

from __future__ import annotations

import asyncpg
import pytest

from schemawarden_policy.locking import CONFLICTS, STRENGTH, blocks
from tests.postgres import Server
from tests.server.postgres.rehearsal.copies import connection, copied

SQL = {
    "AccessShare": "ACCESS SHARE",
    "RowShare": "ROW SHARE",
    "RowExclusive": "ROW EXCLUSIVE",
    "ShareUpdateExclusive": "SHARE UPDATE EXCLUSIVE",
    "Share": "SHARE",
    "ShareRowExclusive": "SHARE ROW EXCLUSIVE",
    "Exclusive": "EXCLUSIVE",
    "AccessExclusive": "ACCESS EXCLUSIVE",
}
READ, WRITE, CHANGE = "SELECT * FROM t", "INSERT INTO t VALUES (1)", "ALTER TABLE t ALTER a SET STATISTICS 10"


@pytest.mark.parametrize("mode", STRENGTH)
async def test_what_waits_is_what_the_words_say(postgres: Server, mode: str) -> None:
    async with (
        copied(postgres, "create table t (a int)") as copy,
        connection(copy.powerless) as holder,
        connection(copy.powerless) as other,
    ):
        await holder.execute(f"BEGIN; LOCK TABLE t IN {SQL[mode]} MODE")
        await other.execute("SET lock_timeout = 20")
        waits = [await _waits(other, statement) for statement in (READ, WRITE, CHANGE)]
        conflicting = {each for each in STRENGTH if await _waits(other, _lock(each))}
    words = {"": 0, "schema changes": 1, "writes": 2, "reads and writes": 3}[blocks(mode)]
    assert waits == [False] * (3 - words) + [True] * words
    assert conflicting == CONFLICTS[mode]


def _lock(mode: str) -> str:
    return f"DO $$ BEGIN LOCK TABLE t IN {SQL[mode]} MODE; END $$"


async def _waits(session: asyncpg.Connection[asyncpg.Record], statement: str) -> bool:
    try:
        await session.execute(statement)
    except asyncpg.LockNotAvailableError:
        return True
    return False


def test_an_unknown_mode_blocks_everything() -> None:
    assert blocks("New") == "reads and writes"
