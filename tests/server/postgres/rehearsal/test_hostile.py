"""Statements that want to escape, to hide, or never to end."""

from __future__ import annotations

import asyncio

import pytest

from schemawarden.adapters.postgres.dev.wanted import DevDatabase
from schemawarden.adapters.postgres.rehearsal import PostgresRehearsal
from schemawarden.ports import FileToRun
from tests.postgres import Server
from tests.server.postgres.rehearsal.copies import (
    PUBLIC,
    connection,
    copied,
    one,
    rehearse,
    sessions_on,
    told,
)

SCHEMA = "create table t (id int primary key, a int)"
FOREVER = "do $$ begin loop begin perform pg_sleep(1); exception when query_canceled then null; end; end loop; end $$"

POWERLESS = {
    "copy t to program 'true'": "42501",
    "copy t from '/etc/passwd'": "42501",
    "select pg_read_file('/etc/passwd')": "42501",
    "select pg_ls_dir('/')": "42501",
    "select lo_import('/etc/passwd')": "42501",
    "select * from pg_authid": "42501",
    "load 'plpgsql'": "42501",
    "create role evil superuser": "42501",
    "alter role current_user superuser": "42501",
    "set session authorization schemawarden_dev": "42501",
    "set role schemawarden_dev": "42501",
    "create extension dblink": "42501",
    "create function f() returns int language c as 'x', 'y'": "42501",
    "create event trigger e on ddl_command_end execute function suppress_redundant_updates_trigger()": "42501",
    "set session_replication_role = replica": "42501",
    "set track_counts = off": "42501",
}


@pytest.mark.parametrize("statement", POWERLESS)
async def test_powers_beyond_the_database_are_missing(postgres: Server, statement: str) -> None:
    run = await one(postgres, SCHEMA, statement)
    assert run.sqlstate == POWERLESS[statement]
    assert run.error.startswith("42501 insufficient_privilege")


@pytest.mark.parametrize("transaction", [True, False])
@pytest.mark.parametrize("statement", ["create database d", "alter system set work_mem = '1MB'"])
async def test_cluster_statements_fail(postgres: Server, statement: str, *, transaction: bool) -> None:
    run = await one(postgres, SCHEMA, statement, transaction=transaction)
    assert run.sqlstate in ("25001", "42501")


@pytest.mark.parametrize(
    "statement",
    [
        FOREVER,
        "select count(*) from generate_series(1, 1000000000000)",
        "with recursive r(n) as (select 1 union all select n + 1 from r) select max(n) from r",
        "select pg_sleep(1000)",
    ],
)
async def test_what_never_ends_is_ended(postgres: Server, statement: str) -> None:
    runs = await rehearse(postgres, SCHEMA, "set statement_timeout = 0", statement, seconds=1)
    assert runs[0].error == ""
    assert runs[1].error.startswith("TIMEOUT")


async def test_what_never_ends_outside_a_transaction_is_ended(postgres: Server) -> None:
    runs = await rehearse(postgres, SCHEMA, FOREVER, transaction=False, seconds=1)
    assert runs[-1].error.startswith("TIMEOUT")


async def test_endless_recursion_fails(postgres: Server) -> None:
    function = "create function f(i int) returns int language plpgsql as 'begin return f(i + 1); end'"
    runs = await rehearse(postgres, SCHEMA, function, "select f(1)")
    assert runs[-1].sqlstate == "54001"


async def test_large_results_are_thrown_away(postgres: Server) -> None:
    runs = await rehearse(postgres, SCHEMA, "select repeat('x', 1000) from generate_series(1, 100000)")
    assert runs[-1].error == ""


@pytest.mark.parametrize("statement", ["copy t from stdin", "copy (select 1) to stdout"])
async def test_copy_does_not_hang(postgres: Server, statement: str) -> None:
    run = await one(postgres, SCHEMA, statement)
    assert (run.sqlstate == "57014") == ("from" in statement)


@pytest.mark.parametrize("transaction", [True, False])
@pytest.mark.parametrize(
    "statement", ["commit", "rollback", "begin", "savepoint s", "commit and chain", "end", "abort"]
)
async def test_transaction_control_is_refused(postgres: Server, statement: str, *, transaction: bool) -> None:
    run = await one(postgres, SCHEMA, statement, transaction=transaction)
    assert run.refused == "TRANSACTION CONTROL"


async def test_a_text_of_two_statements_is_refused(postgres: Server) -> None:
    run = await one(postgres, SCHEMA, "select 1; drop table t")
    assert (run.refused, run.effects) == ("SEVERAL STATEMENTS", ())


async def test_a_body_of_several_statements_is_one(postgres: Server) -> None:
    body = "create function f() returns int begin atomic select 1; select 2; end"
    assert (await one(postgres, SCHEMA, body)).refused == ""


@pytest.mark.parametrize(
    ("statement", "refused"),
    [
        ("set standard_conforming_strings = off", "SET standard_conforming_strings"),
        ("do $$ begin perform set_config('client_encoding', 'LATIN1', false); end $$", "SET client_encoding"),
        ("set role pal", "SET ROLE"),
        ("do $$ begin execute 'set role pal'; end $$", "SET ROLE"),
    ],
)
async def test_a_session_that_is_not_what_it_was_is_refused(
    postgres: Server, statement: str, refused: str
) -> None:
    await postgres.new_role("app")
    await postgres.new_role("pal")
    await postgres.execute("grant pal to app")
    if refused.startswith("SET standard") and postgres.major >= 19:
        pytest.skip("that setting is gone")
    assert (await one(postgres, SCHEMA, statement)).refused == refused


async def test_an_ended_session_is_the_statements_doing(postgres: Server) -> None:
    run = await one(postgres, SCHEMA, "select pg_terminate_backend(pg_backend_pid())")
    assert run.sqlstate == "57P01"


async def test_observation_is_not_led_astray(postgres: Server) -> None:
    """Operators and functions of its own, a search path in front of the server's, and no prepared statements any more."""
    runs = await rehearse(
        postgres,
        SCHEMA,
        "create schema evil",
        "create function evil.never(xid, xid) returns bool language sql as 'select false'",
        "create operator evil.<= (leftarg = xid, rightarg = xid, function = evil.never)",
        "create function evil.age(xid) returns int language sql as 'select 1000000000'",
        "create table evil.pg_class (oid oid)",
        "set search_path = evil, pg_catalog, public",
        "set client_min_messages = error",
        "set statement_timeout = 1000",
        "deallocate all",
        "alter table public.t add b uuid default gen_random_uuid()",
    )
    assert runs[-1].error == ""
    assert told(runs[-1]) == ["created column public.t.b"]
    assert runs[-1].locks[0].mode == "AccessExclusive"
    assert runs[-1].rewrites == ("public.t", "public.t_pkey")


async def test_notes_of_user_code_do_not_count(postgres: Server) -> None:
    statement = """do $$ begin
        raise debug 'rewriting table "t"'; raise notice 'verifying table "t"'; execute 'create index i on t (a)'; end $$"""
    run = await one(postgres, SCHEMA, statement)
    assert run.notes == ('building index "i" on table "t"',)


async def test_floods_are_cut(postgres: Server) -> None:
    flood = "do $$ begin for i in 1..5000 loop raise notice '%', i; perform pg_notify('c', i::text); end loop; end $$"
    builds = "do $$ begin for i in 1..150 loop execute format('create index on t (a)'); end loop; end $$"
    runs = await rehearse(postgres, SCHEMA, "listen c", flood, builds)
    assert runs[-1].error == ""
    assert len(runs[-1].notes) == 100


@pytest.mark.parametrize(
    "statement",
    [
        "create temp table x (i int)",
        "prepare p as select 1",
        "select pg_advisory_lock(1)",
        "set work_mem = '1MB'",
        "reset all",
        "lock table t",
        "select 1",
        "-- nothing",
    ],
)
async def test_what_only_the_session_knows_goes_with_it(postgres: Server, statement: str) -> None:
    runs = await rehearse(postgres, SCHEMA, statement, "alter table t add b int")
    assert [run.error + run.refused for run in runs] == ["", ""]
    assert [told(run) for run in runs] == [[], ["created column public.t.b"]]


async def test_discarding_everything_blinds_nobody(postgres: Server) -> None:
    runs = await rehearse(postgres, SCHEMA, "discard all", "alter table t add b int", transaction=False)
    assert told(runs[-1]) == ["created column public.t.b"]


async def test_a_trigger_that_waits_for_the_commit_is_seen(postgres: Server) -> None:
    ddl = (
        SCHEMA
        + """;create view v as select 1 as x;
        create function f() returns trigger language plpgsql as 'begin drop view v; return null; end';
        create constraint trigger late after insert on t deferrable initially deferred for each row execute function f()"""
    )
    runs = await rehearse(postgres, ddl, "insert into t values (1)", "select 1")
    assert told(runs[-1]) == ["dropped view public.v"]


async def test_a_constraint_that_fails_at_the_commit_is_told_of_the_last_statement(postgres: Server) -> None:
    ddl = SCHEMA + "; create table c (t int references t deferrable initially deferred)"
    runs = await rehearse(postgres, ddl, "insert into c values (1)", "select 1")
    assert [run.sqlstate for run in runs] == ["", "23503"]


async def test_nothing_is_left(postgres: Server) -> None:
    files = [FileToRun("1.sql", ("alter table t add b int",))]
    async with copied(postgres, SCHEMA) as copy:
        await PostgresRehearsal(PUBLIC, 1).run(copy, files)
        assert await _none_left(postgres, copy.name)


@pytest.mark.parametrize("transaction", [True, False])
async def test_a_cancelled_rehearsal_leaves_nothing(postgres: Server, *, transaction: bool) -> None:
    files = [FileToRun("1.sql", (FOREVER,), transaction=transaction)]
    async with copied(postgres, SCHEMA) as copy:
        task = asyncio.create_task(PostgresRehearsal(PUBLIC).run(copy, files))
        await _sleeping(copy)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await _none_left(postgres, copy.name)


async def _sleeping(copy: DevDatabase) -> None:
    """Return when the statement is at it."""
    sql = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = $1"
    async with connection(copy.admin) as admin:
        while not await admin.fetchval(sql, copy.name):
            await asyncio.sleep(0.01)


async def _none_left(server: Server, database: str) -> bool:
    """Backends take a moment to go after their last client has."""
    for _ in range(500):
        if not await sessions_on(server, database):
            return True
        await asyncio.sleep(0.01)
    return False
