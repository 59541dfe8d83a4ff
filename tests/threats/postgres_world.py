"""The host of world.py with a PostgreSQL target: its server is shared with another team, and its own catalogue is the judge.

`unharmed` compares all that an attack could have changed: files of the host, every role, database, setting and row of the
target's server, and the time at which that server last read its configuration.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from schemawarden.adapters.engine.engine import AtlasEngine
from schemawarden.adapters.postgres.dev.server import DevServer
from schemawarden.adapters.postgres.dev.wanted import Wanted
from schemawarden_policy.statement import Dialect
from tests.postgres import Database, Server
from tests.postgres_site import OWNER, PostgresSite, make_postgres_site
from tests.threats.world import ADVISORY, FIRST, ROWS, SECRET, World, unchanged

_OF_THE_SERVER = (
    "SELECT rolname::text, r::text FROM pg_roles r",
    "SELECT roleid::text || member::text, m::text FROM pg_auth_members m",
    "SELECT datname::text, (datdba, datistemplate, datallowconn, datacl)::text FROM pg_database",
    "SELECT setdatabase::text || setrole::text, setconfig::text FROM pg_db_role_setting",
    "SELECT name, (setting, source)::text FROM pg_settings WHERE source <> 'session'",
    "SELECT 'auto', pg_read_file('postgresql.auto.conf')",
    "SELECT 'loaded', pg_conf_load_time()::text",
    "SELECT transaction::text, gid FROM pg_prepared_xacts",
    "SELECT slot_name::text, '' FROM pg_replication_slots",
)
_OF_A_DATABASE = tuple(
    f"SELECT '{name}', md5(string_agg(t::text, ' ' ORDER BY t::text)) FROM {name} t"
    for name in (
        "pg_class pg_attribute pg_proc pg_namespace pg_type pg_constraint pg_trigger pg_extension pg_foreign_server"
        " pg_foreign_data_wrapper pg_largeobject_metadata pg_default_acl pg_event_trigger pg_policy pg_operator precious"
    ).split()
)

State = dict[tuple[str, str], object]


@dataclass(frozen=True)
class PostgresWorld(World):
    site: PostgresSite
    neighbour: Database
    """Another team's database on the target's server. The target's role owns it, too."""

    @property
    def pwned(self) -> Path:
        """Where the account of a disposable server can write: it is that of the server which plays the target."""
        return self.site.server.socket_dir / f"PWNED-{self.site.there.name}"

    async def record_as_applied(self) -> None:
        """The engine's own apply of the files that are there."""
        files = [
            {"name": path.name, "text": path.read_text()}
            for path in sorted(self.site.migrations.glob("*.sql"))
        ]
        await AtlasEngine().call(
            "apply",
            Dialect.POSTGRESQL,
            {
                "source": {"url": self.site.there.url},
                "schemas": ["public"],
                "migrations": files,
                "expected_pending": [file["name"] for file in files],
                "tx_mode": "file",
            },
        )

    async def state(self) -> State:
        """All that the target's server shows of itself and of both databases."""
        found: State = {}
        for database in (self.site.there, self.neighbour):
            connection = await asyncpg.connect(**database.superuser)
            try:
                for query in (*_OF_THE_SERVER, *_OF_A_DATABASE):
                    found |= {
                        (database.name + query, row[0]): row[1] for row in await connection.fetch(query)
                    }
            finally:
                await connection.close()
        return found

    def clear(self) -> None:
        """Take back what was planted."""
        for path in sorted(self.site.migrations.glob("*.sql"))[1:]:
            path.unlink()
        self.applied.write_text(FIRST)
        self.desired.write_text(FIRST)


async def make_postgres_world(
    root: Path, server: Server, *, target: str = ADVISORY, desired: str = "schema.sql"
) -> PostgresWorld:
    site = await make_postgres_site(root / "site", server, target=f'{target}\ndesired.files = ["{desired}"]')
    world = PostgresWorld(root, site, await server.new_database(owner=str(site.there.connect["user"])))
    world.host.mkdir()
    site.state.mkdir(mode=0o700)
    (root / "tmp").mkdir(exist_ok=True)
    world.secret.write_text(SECRET + "\n")
    site.migrate(FIRST)
    await world.record_as_applied()
    await _execute(world.neighbour.connect, FIRST)
    for database in (site.there, world.neighbour):
        connection = await asyncpg.connect(**database.connect)
        try:
            await connection.executemany("INSERT INTO precious VALUES ($1, $2)", ROWS)
        finally:
            await connection.close()
    if desired == "schema.sql":
        world.desired.write_text(FIRST)
    await world.seal()
    return world


@asynccontextmanager
async def unharmed(world: PostgresWorld, *, workspace: bool = True) -> AsyncIterator[None]:
    """Nothing changes on the target's server, nor on the host but the state directory."""
    before = await world.state()
    with unchanged(world, workspace=workspace):
        yield
    after = await world.state()
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert not changed, changed


async def _execute(arguments: Mapping[str, Any], sql: str) -> None:
    connection = await asyncpg.connect(**arguments)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


class Relay:
    """Carries clients to a server's socket, and counts the statements that the server says it has completed."""

    def __init__(self, server_directory: str) -> None:
        self._upstream = f"{server_directory}/.s.PGSQL.5432"
        self.completed = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def quiet(self) -> None:
        """Wait until all have gone."""
        await asyncio.gather(*self._tasks)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        far_reader, far_writer = await asyncio.open_unix_connection(self._upstream)
        asked = asyncio.create_task(_copy(reader, far_writer))
        try:
            await self._answers(far_reader, writer)
        finally:
            asked.cancel()
            far_writer.close()
            writer.close()

    async def _answers(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Message by message: a letter, a length, a body. CommandComplete is C."""
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readexactly(5)
                body = await reader.readexactly(int.from_bytes(head[1:]) - 4)
                self.completed += head[:1] == b"C"
                writer.write(head + body)


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while block := await reader.read(65536):
            writer.write(block)
        writer.write_eof()


@asynccontextmanager
async def own_server() -> AsyncIterator[DevServer]:
    """A disposable server that no target belongs to."""
    server = DevServer()
    try:
        await server.prepare(Wanted(18, OWNER))
        yield server
    finally:
        await server.close()
