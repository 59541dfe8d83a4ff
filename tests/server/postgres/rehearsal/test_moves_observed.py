"""Moving a table to another access method or tablespace, which only a superuser can prepare: what set-access-method and
set-tablespace say of it."""

from __future__ import annotations

import pytest

from schemawarden.adapters.postgres.rehearsal import PostgresRehearsal
from schemawarden.ports import FileToRun
from schemawarden_policy.facts import StatementRun
from tests.postgres import Server
from tests.server.postgres.rehearsal.copies import PUBLIC, connection, copied, locked

SCHEMA = (
    "create table users (id bigint primary key); create materialized view numbers as select id from users;"
)
METHOD = "CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler"


@pytest.mark.parametrize(
    ("statement", "relation"),
    [
        ("ALTER TABLE users SET ACCESS METHOD heap2", "public.users"),
        ("ALTER MATERIALIZED VIEW numbers SET ACCESS METHOD heap2", "public.numbers"),
        ("ALTER TABLE users SET TABLESPACE elsewhere", "public.users"),
        ("ALTER MATERIALIZED VIEW numbers SET TABLESPACE elsewhere", "public.numbers"),
        ("ALTER INDEX users_pkey SET TABLESPACE elsewhere", "public.users_pkey"),
    ],
)
async def test_it_is_written_anew_under_the_strongest_lock(
    postgres: Server, statement: str, relation: str
) -> None:
    run = await _run(postgres, statement)
    assert locked(run).get(relation) == "AccessExclusive"
    assert relation in run.rewrites


async def test_indexes_stay_where_they_are_when_their_table_moves(postgres: Server) -> None:
    run = await _run(postgres, "ALTER TABLE users SET TABLESPACE elsewhere")
    assert run.rewrites == ("public.users",)


async def _run(server: Server, statement: str) -> StatementRun:
    await _tablespace(server)
    async with copied(server, SCHEMA) as copy:
        async with connection(copy.admin) as superuser:
            await superuser.execute(METHOD)
        files = [FileToRun("1.sql", (statement,), transaction=True)]
        (run,) = await PostgresRehearsal(PUBLIC, 10.0).run(copy, files)
    assert run.error == ""
    return run


async def _tablespace(server: Server) -> None:
    """A tablespace within the server's own directory, for all to use."""
    await server.new_role("app")
    async with connection(server.superuser) as superuser:
        if not await superuser.fetchval("SELECT 1 FROM pg_tablespace WHERE spcname = 'elsewhere'"):
            await superuser.execute("SET allow_in_place_tablespaces = on")
            await superuser.execute("CREATE TABLESPACE elsewhere LOCATION ''")
        await superuser.execute("GRANT CREATE ON TABLESPACE elsewhere TO app")
