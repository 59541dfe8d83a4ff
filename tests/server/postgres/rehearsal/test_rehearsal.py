"""How files are run: together or one by one, on each kind of disposable server, and what is told when something fails."""

from __future__ import annotations

import dataclasses

import pytest

from schemawarden.adapters.postgres.dev.server import DevServer
from schemawarden.adapters.postgres.dev.wanted import Wanted
from schemawarden.adapters.postgres.reading import Scope
from schemawarden.adapters.postgres.rehearsal import PostgresRehearsal
from schemawarden.errors import UnavailableError
from schemawarden.ports import FileToRun
from tests.postgres import Server
from tests.server.postgres.rehearsal.copies import (
    PUBLIC,
    connection,
    copied,
    locked,
    one,
    rehearse,
    rehearse_files,
    told,
)

SCHEMA = "create table t (id int primary key, a int)"


@pytest.mark.parametrize("kind", ["ours", "the operator's"])
async def test_it_runs_on_both_kinds_of_disposable_servers(postgres: Server, kind: str) -> None:
    """The operator's has an admin who is no superuser."""
    await postgres.new_role("dev_admin", "CREATEDB CREATEROLE")
    dev = DevServer(postgres.url("dev_admin", "postgres") if kind != "ours" else None)
    await dev.prepare(Wanted(postgres.major, "rehearsing"))
    try:
        await _runs_on(dev)
    finally:
        await dev.close()


async def _runs_on(dev: DevServer) -> None:
    async with dev.database() as database:
        async with connection(database.powerless) as owner:
            await owner.execute(SCHEMA)
        files = [
            FileToRun("1.sql", ("alter table t add b int", "select pg_sleep(0)")),
            FileToRun("2.sql", ("create index concurrently i on t (a)",), transaction=False),
            FileToRun("3.sql", ("select pg_sleep(100)",)),
        ]
        runs = await PostgresRehearsal(PUBLIC, 2).run(database, files)
    assert [locked(run) for run in runs[::2]] == [
        {"public.t": "AccessExclusive"},
        {"public.t": "ShareUpdateExclusive"},
    ]
    assert told(runs[2]) == ["created index public.i"]
    assert runs[3].error.startswith("TIMEOUT")


async def test_locks_are_those_that_a_statement_took_anew(postgres: Server) -> None:
    runs = await rehearse(
        postgres, SCHEMA, "select * from t", "alter table t add b int", "alter table t add c int"
    )
    assert [locked(run) for run in runs] == [
        {"public.t": "AccessShare"},
        {"public.t": "AccessExclusive"},
        {},
    ]


async def test_outside_a_transaction_each_statement_takes_its_own(postgres: Server) -> None:
    runs = await rehearse(
        postgres, SCHEMA, "alter table t add b int", "alter table t add c int", transaction=False
    )
    assert [locked(run)["public.t"] for run in runs] == ["AccessExclusive", "AccessExclusive"]
    assert [run.autocommit for run in runs] == [True, True]


async def test_it_stops_at_the_first_failure(postgres: Server) -> None:
    runs = await rehearse(
        postgres, SCHEMA, "alter table t add b int", "alter table nope add c int", "select 1"
    )
    assert [run.sqlstate for run in runs] == ["", "42P01"]


async def test_files_follow_each_other_and_begin_where_told(postgres: Server) -> None:
    files = [
        FileToRun("1.sql", ("select 1/0", "alter table t add b int"), first=1),
        FileToRun("2.sql", (), transaction=True),
        FileToRun("3.sql", ("alter table t drop b", "select 1"), transaction=False),
    ]
    runs = await rehearse_files(postgres, SCHEMA, files)
    assert [(run.file, run.statement, run.error) for run in runs] == [
        ("1.sql", 1, ""),
        ("3.sql", 0, ""),
        ("3.sql", 1, ""),
    ]


async def test_names_resolve_in_the_one_schema_of_the_scope(postgres: Server) -> None:
    files = [FileToRun("1.sql", ("create table t (id int)",))]
    runs = await rehearse_files(postgres, 'create schema "My App"', files, "My App")
    assert told(runs[0]) == ["created table My App.t"]


async def test_what_needs_a_transaction_fails_without_one(postgres: Server) -> None:
    assert (await one(postgres, SCHEMA, "lock table t", transaction=False)).sqlstate == "25P01"
    assert (await one(postgres, SCHEMA, "lock table t")).error == ""


async def test_what_must_not_be_in_a_transaction_fails_in_one(postgres: Server) -> None:
    statement = "create index concurrently i on t (a)"
    assert (await one(postgres, SCHEMA, statement)).sqlstate == "25001"
    assert (await one(postgres, SCHEMA, statement, transaction=False)).error == ""


async def test_a_procedure_that_commits_runs_alone(postgres: Server) -> None:
    ddl = (
        SCHEMA
        + "; create procedure p() language plpgsql as 'begin create table a (i int); commit; create table b (i int); end'"
    )
    assert told(await one(postgres, ddl, "call p()", transaction=False)) == [
        "created table public.a",
        "created table public.b",
    ]


async def test_an_index_that_could_not_be_built_is_told(postgres: Server) -> None:
    ddl = SCHEMA + "; insert into t values (1, 1), (2, 1)"
    run = await one(postgres, ddl, "create unique index concurrently i on t (a)", transaction=False)
    assert run.sqlstate == "23505"
    assert "(a)=(1)" not in run.error


@pytest.mark.parametrize(
    ("statement", "error", "position"),
    [
        ("select * from nope", '42P01 undefined_table: relation "nope" does not exist', 14),
        ("selec 1", '42601 syntax_error: syntax error at or near "selec"', 0),
        ("select 'abc'::int", '22P02 invalid_text_representation: invalid input syntax for type integer: "abc"', 7),
        ("insert into t values (1), (1)", "23505 unique_violation: duplicate key value violates unique constraint \"t_pkey\"", -1),
        ("select ('se' || 'cret')::regclass", "42P01 undefined_table", -1),
        ("select ('1' || 'x')::int", "22P02 invalid_text_representation", -1),
        ("do $$ begin raise 'secret' using errcode = '42P01'; end $$", "42P01 undefined_table", -1),
        ("do $$ begin raise exception 'secret'; end $$", "P0001 raise_exception", -1),
        ("do $$ begin execute 'select * from \"sec' || 'ret\"'; end $$", "42P01 undefined_table", -1),
    ],
)  # fmt: skip
async def test_errors_tell_no_more_than_text_and_schema(
    postgres: Server, statement: str, error: str, position: int
) -> None:
    run = await one(postgres, SCHEMA, statement)
    assert (run.error, run.position) == (error, position)


async def test_positions_are_characters(postgres: Server) -> None:
    assert (await one(postgres, SCHEMA, "select 'äöü', nope")).position == 14


async def test_progress_is_told_and_its_time_does_not_count(postgres: Server) -> None:
    class Slow:
        def __init__(self) -> None:
            self.points: list[tuple[str, int, int]] = []

        async def reached(self, point: str, done: int = 0, total: int = 0, words: str = "") -> None:
            self.points.append((point, done, total))

    progress = Slow()
    files = [FileToRun("1.sql", ("select 1", "select 2"))]
    async with copied(postgres, SCHEMA) as copy:
        await PostgresRehearsal(PUBLIC).run(copy, files, progress)
    assert progress.points == [("rehearsal.statement", 1, 2), ("rehearsal.statement", 2, 2)]


async def test_a_server_that_does_not_answer_is_unavailable(postgres: Server) -> None:
    async with copied(postgres) as copy:
        gone = dataclasses.replace(copy, powerless={**copy.powerless, "host": "/nonexistent"})
        with pytest.raises(UnavailableError) as caught:
            await PostgresRehearsal(PUBLIC).run(gone, [FileToRun("1.sql", ("select 1",))])
    assert caught.value.code == "REHEARSAL_UNAVAILABLE"


async def test_a_file_may_take_the_owner_role_and_the_next_one_begins_without_it(postgres: Server) -> None:
    files = [
        FileToRun("1.sql", ("set role books", "create table ours (id int)")),
        FileToRun("2.sql", ("create table mine (id int)", "set role books", "reset role")),
    ]
    async with copied(postgres, SCHEMA) as copy:
        async with connection(copy.admin) as admin:
            await admin.execute("DROP ROLE IF EXISTS books; CREATE ROLE books; GRANT books TO app")
            await admin.execute("GRANT ALL ON SCHEMA public TO books")
        runs = await PostgresRehearsal(Scope(("public",), (), "books")).run(copy, files)
        async with connection(copy.admin) as admin:
            owners = dict(
                await admin.fetch(
                    "SELECT tablename, tableowner FROM pg_tables WHERE tablename IN ('ours', 'mine')"
                )
            )
    assert [run.error or run.refused for run in runs] == ["", "", "", "", ""]
    assert owners == {"ours": "books", "mine": "app"}


async def test_another_role_is_refused(postgres: Server) -> None:
    async with copied(postgres, SCHEMA) as copy:
        async with connection(copy.admin) as admin:
            await admin.execute("DROP ROLE IF EXISTS others; CREATE ROLE others; GRANT others TO app")
        scope = Scope(("public",), (), "books")
        runs = await PostgresRehearsal(scope).run(copy, [FileToRun("1.sql", ("set role others",))])
    assert [run.refused for run in runs] == ["SET ROLE"]
