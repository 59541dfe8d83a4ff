"""What each kind of statement did to the catalogue, as the rehearsal tells it; dynamic SQL is no exception."""

from __future__ import annotations

import pytest

from schemawarden.adapters.postgres.rehearsal import PostgresRehearsal
from schemawarden.ports import FileToRun
from tests.postgres import Server
from tests.server.postgres.rehearsal.copies import PUBLIC, connection, copied, one, told

SCHEMA = """
create type mood as enum ('happy', 'sad');
create domain percent as int check (value <= 100);
create table users (id int primary key, email text not null, age int default 1, mood mood);
create index users_email on users (email);
create table posts (id int primary key, user_id int, constraint author foreign key (user_id) references users);
create view adults as select id from users where age > 17;
create materialized view ages as select age from users;
create sequence numbers;
create function f(integer) returns int language sql as 'select 1';
create trigger same before update on users for each row execute function suppress_redundant_updates_trigger();
create policy own on users using (id = 1);
create rule nothing as on delete to posts do instead nothing;
create table parts (id int, k int) partition by range (k);
create table part1 partition of parts for values from (0) to (10);
create schema other;
"""

EFFECTS = {
    "create table a (id int primary key, n int not null)": [
        "created constraint public.a.a_pkey",
        "created index public.a_pkey",
        "created table public.a",
    ],
    "create table a (id serial)": ["created sequence public.a_id_seq", "created table public.a"],
    "drop table posts": [
        "dropped constraint public.posts.author",
        "dropped constraint public.posts.posts_pkey",
        "dropped index public.posts_pkey",
        "dropped rule public.posts.nothing",
        "dropped table public.posts",
    ],
    "alter table posts rename to texts": ["dropped table public.posts", "created table public.texts"],
    "alter table posts set schema other": [
        "dropped index public.posts_pkey",
        "dropped table public.posts",
        "created index other.posts_pkey",
        "created table other.posts",
    ],
    "alter table users add column name text": ["created column public.users.name"],
    "alter table users drop column mood": ["dropped column public.users.mood"],
    "alter table users rename email to mail": [
        "dropped column public.users.email",
        "created column public.users.mail",
    ],
    "alter table users alter email type varchar(9)": ["changed column public.users.email"],
    "alter table users alter age set default 2": ["changed column public.users.age"],
    "alter table users alter age drop default": ["changed column public.users.age"],
    "alter table users alter age set not null": ["changed column public.users.age"],
    "alter table users alter email drop not null": ["changed column public.users.email"],
    "alter table users set (fillfactor = 50)": ["changed table public.users"],
    "alter table users enable row level security": ["changed table public.users"],
    "alter table posts set unlogged": ["changed index public.posts_pkey", "changed table public.posts"],
    "alter table parts detach partition part1": ["changed table public.part1"],
    "create index posts_user on posts (user_id)": ["created index public.posts_user"],
    "drop index users_email": ["dropped index public.users_email"],
    "alter index users_email rename to mails": [
        "dropped index public.users_email",
        "created index public.mails",
    ],
    "alter table users add constraint grown check (age > 1)": ["created constraint public.users.grown"],
    "alter table posts drop constraint author": ["dropped constraint public.posts.author"],
    "alter table posts rename constraint author to writer": [
        "dropped constraint public.posts.author",
        "created constraint public.posts.writer",
    ],
    "alter type mood add value 'angry'": ["created enum_value public.mood.angry"],
    "alter type mood rename value 'sad' to 'blue'": [
        "dropped enum_value public.mood.sad",
        "created enum_value public.mood.blue",
    ],
    "create type size as enum ('s')": ["created enum public.size", "created enum_value public.size.s"],
    "create domain d as text": ["created domain public.d"],
    "alter domain percent set default 3": ["changed domain public.percent"],
    "alter domain percent drop constraint percent_check": ["dropped constraint public.percent.percent_check"],
    "create type pair as (a int, b int)": ["created type public.pair"],
    "create type span as range (subtype = date)": None,
    "create function g(a int, b text) returns int language sql as 'select 1'": [
        "created routine public.g(integer, text)"
    ],
    "create or replace function f(integer) returns int language sql as 'select 2'": [
        "changed routine public.f(integer)"
    ],
    "alter function f(integer) security definer": ["changed routine public.f(integer)"],
    "drop function f(integer)": ["dropped routine public.f(integer)"],
    "drop trigger same on users": ["dropped trigger public.users.same"],
    "alter table users disable trigger same": ["changed trigger public.users.same"],
    "drop policy own on users": ["dropped policy public.users.own"],
    "alter policy own on users using (true)": ["changed policy public.users.own"],
    "drop rule nothing on posts": ["dropped rule public.posts.nothing"],
    "create or replace view adults as select id, 1 as one from users": ["changed view public.adults"],
    "drop view adults": ["dropped view public.adults"],
    "refresh materialized view ages": [],
    "drop materialized view ages": ["dropped materialized_view public.ages"],
    "alter sequence numbers increment 5": ["changed sequence public.numbers"],
    "create schema s create table t (id int)": ["created schema s", "created table s.t"],
    "drop schema other": ["dropped schema other"],
    "create extension citext": ["created extension citext"],
    "grant select on users to public": ["changed privilege public.users"],
    "grant select (email) on users to public": ["changed privilege public.users.email"],
    "grant execute on function f(integer) to current_user": ["changed privilege public.f(integer)"],
    "grant usage on schema other to public": ["changed privilege other"],
    "alter default privileges grant select on tables to public": ["created privilege defaults"],
    "create statistics s (dependencies) on id, age from users": ["created statistics public.s"],
    "create collation c (locale = 'C')": ["created collation public.c"],
    "create table a partition of parts for values from (10) to (20)": ["created table public.a"],
    "create table a () inherits (users)": None,
    "insert into users values (1, 'a')": ["rows_inserted rows public.users"],
    "with x as (insert into users values (1, 'a') returning id) update posts set id = 1": [
        "rows_inserted rows public.users"
    ],
    "truncate posts": ["rows_deleted rows public.posts"],
    "do $$ begin execute 'trunc' || 'ate posts'; end $$": ["rows_deleted rows public.posts"],
    "do $$ begin alter table posts alter user_id type bigint; end $$": [
        "changed column public.posts.user_id",
        "changed constraint public.posts.author",
    ],
    "create temp table a as select 1 as x": [],
    "create table a as select 1 as x": ["created table public.a"],
    "comment on table users is 'x'": [],
    "select 1": [],
    "do $$ begin execute 'dr' || 'op view adults'; insert into posts values (1, null); end $$": [
        "dropped view public.adults",
        "rows_inserted rows public.posts",
    ],
    "do $$ begin begin create table a (id int); raise 'x'; exception when others then create table b (i int); end; end $$": [
        "created table public.b"
    ],
    "do $$ begin drop index users_email; create index users_email on users (age); end $$": [
        "changed index public.users_email"
    ],
    "do $$ begin drop table posts; create table posts (id int); end $$": None,
}


@pytest.mark.parametrize("statement", EFFECTS)
async def test_effects_are_told(postgres: Server, statement: str) -> None:
    run = await one(postgres, SCHEMA, statement)
    assert run.error == ""
    expected = EFFECTS[statement]
    if expected is not None:
        assert told(run) == expected


async def test_effects_are_told_where_the_server_does_not_count(postgres: Server) -> None:
    files = [FileToRun("1.sql", ("select 1", "drop view adults", "alter table posts add x int"))]
    async with copied(postgres, SCHEMA) as copy:
        async with connection(copy.admin) as admin:
            await admin.execute(f'ALTER DATABASE "{copy.name}" SET track_counts = off')
        runs = await PostgresRehearsal(PUBLIC).run(copy, files)
    assert [told(run) for run in runs] == [
        [],
        ["dropped view public.adults"],
        ["created column public.posts.x"],
    ]
