"""Real PostgreSQL servers for tests: 18 from the wheel, 15 from apt. Started at the first use, gone with the test session.

    async def test_something(postgres: Server) -> None:       # both versions
        database = await postgres.new_database(owner="app")
        connection = await asyncpg.connect(**database.connect)

Whoever asks for `postgres15` by name marks the test with needs_apt("postgresql-15").
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from schemawarden.adapters.postgres.dev.address import Login
from schemawarden.adapters.postgres.dev.cluster import Cluster
from schemawarden.adapters.postgres.dev.installation import installations
from tests.server.crash.processes import STANDING


@dataclass(frozen=True)
class Database:
    name: str
    url: str
    """As the owner, in the form that an operator's URL has."""
    connect: Mapping[str, Any]
    """asyncpg.connect's arguments for the same."""
    superuser: Mapping[str, Any]
    """asyncpg.connect's arguments for the superuser in this database."""


class Server:
    """A server that plays the target. Its databases last as long as it does."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._logins = {cluster.superuser.role: cluster.superuser}

    @property
    def major(self) -> int:
        return self._cluster.installation.major

    @property
    def socket_dir(self) -> Path:
        return self._cluster.directory

    @property
    def superuser_name(self) -> str:
        return self._cluster.superuser.role

    @property
    def superuser(self) -> Mapping[str, Any]:
        """asyncpg.connect's arguments, in database `postgres`."""
        return self.login(self.superuser_name, "postgres")

    def login(self, role: str, database: str) -> Mapping[str, Any]:
        """asyncpg.connect's arguments for a role that `new_database` or `new_role` made."""
        login = self._logins[role]
        return {
            "host": str(self.socket_dir),
            "port": 5432,
            "user": login.role,
            "password": login.password,
            "database": database,
        }

    def url(self, role: str, database: str) -> str:
        return self._cluster.address.url(self._logins[role], database)

    async def new_role(self, name: str, attributes: str = "") -> None:
        """A role that may log in, unless there is one of this name. `attributes` as in CREATE ROLE."""
        if name not in self._logins:
            password = secrets.token_urlsafe(12)
            await self.execute(f"CREATE ROLE {_quoted(name)} LOGIN PASSWORD '{password}' {attributes}")
            self._logins[name] = Login(name, password)

    async def new_database(self, owner: str | None = None, name: str | None = None) -> Database:
        """An empty database; `owner` is made as an ordinary role if need be, and is the superuser when None."""
        role, name = owner or self.superuser_name, name or f"test_{secrets.token_hex(6)}"
        await self.new_role(role)
        strategy = "STRATEGY FILE_COPY" if self.major >= 15 else ""
        await self.execute(
            f"CREATE DATABASE {_quoted(name)} OWNER {_quoted(role)} TEMPLATE template0 {strategy}"
        )
        return Database(
            name, self.url(role, name), self.login(role, name), self.login(self.superuser_name, name)
        )

    async def execute(self, sql: str, database: str = "postgres") -> None:
        """As the superuser."""
        connection = await asyncpg.connect(**self.login(self.superuser_name, database))
        try:
            await connection.execute(sql)
        finally:
            await connection.close()


@pytest.fixture(scope="session")
def postgres18() -> Iterator[Server]:
    with running(18) as server:
        yield server


@pytest.fixture(scope="session")
def postgres15() -> Iterator[Server]:
    with running(15) as server:
        yield server


@pytest.fixture(
    scope="session", params=["18", pytest.param("15", marks=pytest.mark.needs_apt("postgresql-15"))]
)
def postgres(request: pytest.FixtureRequest) -> Server:
    server: Server = request.getfixturevalue(f"postgres{request.param}")
    return server


@contextmanager
def running(major: int) -> Iterator[Server]:
    found = installations(major)[:1]
    assert [each.major for each in found] == [major], f"PostgreSQL {major} is not installed"
    cluster = Cluster(found[0])
    cluster.start()
    assert cluster._keeper is not None
    STANDING.add(cluster._keeper.pid)
    try:
        yield Server(cluster)
    finally:
        cluster.stop()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
