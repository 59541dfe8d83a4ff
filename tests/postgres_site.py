"""The installation of tests/site.py with a PostgreSQL target: a database of its own on a real server, owned by an ordinary role.

async def test_something(postgres: Server, tmp_path: Path) -> None:       # on 18, and on 15 where apt brought it
    site = await make_postgres_site(tmp_path, postgres)
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import asyncpg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from schemawarden.flows.context import Context
from tests.postgres import Database, Server
from tests.site import Site

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
OWNER = "app_owner"


@dataclass(frozen=True)
class PostgresSite(Site):
    server: Server
    there: Database

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Context]:
        """The target's parts, as one server process has them; what they started for rehearsals ends with them."""
        app = self.app()
        try:
            yield app.context("app")
        finally:
            await app.close()

    @asynccontextmanager
    async def connected(self, *, superuser: bool = False) -> AsyncIterator[Connection]:
        """A session of its own on the target, as somebody who goes past schemawarden has."""
        arguments = self.there.superuser if superuser else self.there.connect
        connection = await asyncpg.connect(**arguments)
        try:
            yield connection
        finally:
            await connection.close()

    async def execute(self, *statements: str) -> None:
        """Change the target behind schemawarden's back."""
        async with self.connected() as connection:
            for statement in statements:
                await connection.execute(statement)

    async def rows(self, query: str) -> list[tuple[object, ...]]:
        async with self.connected() as connection:
            return [tuple(row) for row in await connection.fetch(query)]

    async def tables_there(self) -> set[object]:
        """Of all schemas but the system's: "public.users"."""
        query = (
            "SELECT schemaname || '.' || tablename FROM pg_tables "
            "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        return {row[0] for row in await self.rows(query)}


async def make_postgres_site(
    root: Path,
    server: Server,
    *,
    schemas: tuple[str, ...] = ("public",),
    target: str = "",
    extra: str = "",
) -> PostgresSite:
    """Make an installation below `root`; `target` adds keys to [targets.app], `extra` adds tables to the config."""
    site = PostgresSite(root, Ed25519PrivateKey.generate(), server, await server.new_database(owner=OWNER))
    for directory in (site.workspace, site.config.parent):
        directory.mkdir(parents=True, mode=0o700)
    address = site.config.parent / "url"
    address.write_text(site.there.url)
    address.chmod(0o600)
    names = ", ".join(f'"{name}"' for name in schemas)
    scope = f"\nschemas = [{names}]" if schemas else ""
    site.configure("postgresql", f'url.file = "{address}"{scope}', target, extra)
    return site
