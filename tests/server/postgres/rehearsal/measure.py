"""How much longer a rehearsal takes than the statements alone: `python -m tests.server.postgres.rehearsal.measure [18]`."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Sequence

import asyncpg

from schemawarden.adapters.postgres.rehearsal import PostgresRehearsal
from schemawarden.ports import FileToRun
from tests.postgres import Server, running
from tests.server.postgres.rehearsal.copies import PUBLIC, connection, copied

COUNT = 1000
COLUMNS = ", ".join(f"c{number} int" for number in range(9))
FORMS = (
    "alter table t{0} add column z int not null default 3",
    "create index on t{0} (c1)",
    "create table n{0} (id int primary key, t int references t{0})",
    "alter table t{0} alter c1 type bigint",
    "alter table t{0} drop column c2",
)


async def measure(server: Server) -> None:
    ddl = "; ".join(f"create table t{number} (id bigint primary key, {COLUMNS})" for number in range(COUNT))
    statements = tuple(FORMS[number % len(FORMS)].format(number) for number in range(COUNT))
    async with copied(server, ddl) as copy:
        async with connection(copy.powerless) as owner:
            plain = await _plain(owner, statements)
        started = time.monotonic()
        runs = await PostgresRehearsal(PUBLIC, 60).run(copy, [FileToRun("1.sql", statements)])
        whole = time.monotonic() - started
    assert len(runs) == COUNT
    print(f"PostgreSQL {server.major}: {COUNT} statements on {COUNT} tables")
    print(f"plain {plain:.2f} s, rehearsed {whole:.2f} s: {whole / plain:.1f} times")


async def _plain(owner: asyncpg.Connection[asyncpg.Record], statements: Sequence[str]) -> float:
    started = time.monotonic()
    await owner.execute("begin")
    for statement in statements:
        await owner.execute(statement)
    await owner.execute("rollback")
    return time.monotonic() - started


if __name__ == "__main__":
    with running(int(sys.argv[1]) if len(sys.argv) > 1 else 18) as found:
        asyncio.run(measure(found))
