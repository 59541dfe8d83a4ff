"""`table_locks` and `table_work` tell from a statement's words what the rehearsal sees of it."""

from __future__ import annotations

import asyncio

import pytest

from schemawarden_policy.locking import STRENGTH, blocks
from schemawarden_policy.names import Names
from schemawarden_policy.reading import read_file
from schemawarden_policy.statement import Dialect, Statement
from schemawarden_policy.table_locks import locks_of
from schemawarden_policy.table_work import Works
from tests.postgres import Server
from tests.server.postgres.rehearsal.copies import locked, rehearse
from tests.server.postgres.rehearsal.lock_rows import LOCK_ROWS, Row

INDEXES = ("t_b", "t_ni", "t_pkey", "users_email")
UNTOLD = {
    "drop index t_b": "t:AccessExclusive",
    "drop table t cascade": "v:AccessExclusive",
    "refresh materialized view concurrently mv": "mv:Exclusive",
    "create index on part(id)": "part1:Share",
    "reindex index t_b": "t:Share",
    "alter table part detach partition part1 concurrently": "part1:AccessExclusive",
    "drop table orders": "users:AccessExclusive",
    "alter table orders drop constraint fk": "users:AccessExclusive",
}
"""What the words don't say: the table of an index, what depends on a table, partitions. And what stops nobody for long: a
refresh beside readers, the last step of a detach."""
UNTOLD_WORK = ("concurrently", "domc", "using index", "attach partition", "truncate")
"""Work that stops nobody, that a domain or a nullable column decides on, that attach-partition-scan judges, or that is none."""

SETUP = """
create table parent (id bigint not null);
create table users (id bigint primary key, email text, age int);
create unique index users_email on users (email);
create table orders (id bigint primary key, user_id bigint);
alter table orders add constraint fk foreign key (user_id) references users;
create table events (id int, at date) partition by range (at);
create policy own on users using (true);
create trigger same before update on users for each row execute function suppress_redundant_updates_trigger();
create view addresses as select email from users;
"""
MEASURED = {
    "alter table users rename constraint users_pkey to pk": "users:AccessExclusive",
    "alter table users cluster on users_pkey": "",
    "alter table users set without cluster": "",
    "alter table users enable trigger user": "users:ShareRowExclusive",
    "alter table users alter column age set (n_distinct = 5)": "",
    "alter table users alter column email set compression pglz": "users:AccessExclusive",
    "alter table users inherit parent": "users:AccessExclusive",
    "create policy every on users using (true)": "users:AccessExclusive",
    "alter policy own on users using (false)": "users:AccessExclusive",
    "drop policy own on users": "users:AccessExclusive",
    "drop trigger same on users": "users:AccessExclusive",
    "create rule nothing as on delete to users do instead nothing": "users:AccessExclusive",
    "create table events_2029 partition of events for values from ('2029-01-01') to ('2030-01-01')": "events:AccessExclusive",
    "create index later on only events (id)": "events:Share",
    "alter index users_email rename to e": "",
    "alter index users_email set (fillfactor = 80)": "",
    "create or replace view addresses as select email, id from users": "addresses:AccessExclusive",
    "alter table orders alter constraint fk deferrable": "orders:AccessExclusive",
    "alter table orders drop constraint fk": "orders:AccessExclusive users:AccessExclusive",
    "drop table orders": "orders:AccessExclusive users:AccessExclusive",
    "alter table users alter column id add generated always as identity": "users:AccessExclusive",
}
"""Forms that the lock table does not have: on both versions, what stops writers or readers."""

TOLD = [row for row in LOCK_ROWS if not row.seen.sqlstate and "if exists" not in row.statement]
"""The rows that went through, on something that was there."""


@pytest.mark.parametrize("row", TOLD, ids=lambda r: r.statement[:60])
def test_words_tell_the_locks_of_the_lock_table(row: Row) -> None:
    assert _stopping(row.seen.locks) - _untold(row.statement) == _told(row.statement)


@pytest.mark.parametrize("statement", MEASURED)
def test_words_tell_the_locks_of_other_forms(statement: str) -> None:
    assert _stopping(MEASURED[statement]) - _untold(statement) == _told(statement)


def test_the_server_takes_them(postgres: Server) -> None:
    async def measure(statement: str) -> str:
        (run,) = await rehearse(postgres, SETUP, statement)
        assert run.error == "", statement
        return " ".join(f"{name.removeprefix('public.')}:{mode}" for name, mode in locked(run).items())

    async def every() -> dict[str, frozenset[str]]:
        await postgres.new_role("app")
        return {statement: _stopping(await measure(statement)) for statement in MEASURED}

    assert asyncio.run(every()) == {statement: _stopping(locks) for statement, locks in MEASURED.items()}


@pytest.mark.parametrize("row", TOLD, ids=lambda r: r.statement[:60])
def test_work_that_the_server_tells_of_is_known_from_the_words(row: Row) -> None:
    """The reverse does not hold: a change of type may turn out to be free."""
    works = Works(Names(Dialect.POSTGRESQL, "public", "pg_temp"), None)
    told = [works.of(change) for statement in _statements(row.statement) for change in statement.changes]
    if row.seen.notes and not any(word in row.statement for word in UNTOLD_WORK):
        assert any(told)


def _told(text: str) -> frozenset[str]:
    """The strongest lock on each table that stops writers or readers, by the words."""
    strongest: dict[str, str] = {}
    for statement in _statements(text):
        for lock in (lock for change in statement.changes for lock in locks_of(change)):
            if not lock.by_index and lock.table not in INDEXES:
                known = strongest.get(lock.table, lock.mode)
                strongest[lock.table] = max(lock.mode, known, key=STRENGTH.index)
    return _stopping(" ".join(f"{table}:{mode}" for table, mode in strongest.items()))


def _statements(text: str) -> tuple[Statement, ...]:
    return read_file("1_x.sql", text + ";", Dialect.POSTGRESQL).statements


def _stopping(locks: str) -> frozenset[str]:
    pairs = (pair.partition(":") for pair in locks.split())
    return frozenset(
        f"{name}:{mode}"
        for name, _, mode in pairs
        if name not in INDEXES and blocks(mode) in ("writes", "reads and writes")
    )


def _untold(statement: str) -> frozenset[str]:
    return frozenset(UNTOLD.get(statement, "").split())
