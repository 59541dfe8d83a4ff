"""What a concurrent build leaves behind when it fails: the claim of concurrent-build-leaves-invalid."""

from __future__ import annotations

import asyncpg
import pytest

from tests.postgres import Server
from tests.server.postgres.rehearsal.copies import connection, copied

ROWS = "create table users (email text); insert into users values ('a'), ('a');"
BUILD = "create unique index concurrently {} users_email on users (email)"
VALID = "select indisvalid from pg_index where indexrelid = 'users_email'::regclass"


async def test_failed_build_is_passed_over_with_if_not_exists_and_told_without(postgres: Server) -> None:
    await postgres.new_role("app")
    async with copied(postgres, ROWS) as copy, connection(copy.powerless) as owner:
        with pytest.raises(asyncpg.UniqueViolationError):
            await owner.execute(BUILD.format(""))
        await owner.execute("delete from users")
        await owner.execute(BUILD.format("if not exists"))
        assert await owner.fetchval(VALID) is False
        with pytest.raises(asyncpg.DuplicateTableError):
            await owner.execute(BUILD.format(""))
        await owner.execute("drop index concurrently if exists users_email")
        await owner.execute(BUILD.format("if not exists"))
        assert await owner.fetchval(VALID) is True
