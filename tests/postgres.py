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
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from schemawarden.adapters.postgres.address import Address
from schemawarden.adapters.postgres.dev.cluster import Cluster
from schemawarden.adapters.postgres.dev.installation import installations
from schemawarden.adapters.postgres.quoting import quoted


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
        self._superuser = cluster.address
        self._passwords = {self._superuser.user: self._superuser.password}

    @property
    def major(self) -> int:
        return self._cluster.installation.major

    @property
    def socket_dir(self) -> Path:
        return self._cluster.directory

    @property
    def superuser_name(self) -> str:
        return self._superuser.user

    @property
    def superuser(self) -> Mapping[str, Any]:
        """asyncpg.connect's arguments, in database `postgres`."""
        return self.login(self.superuser_name, "postgres")

    def login(self, role: str, database: str) -> Mapping[str, Any]:
        """asyncpg.connect's arguments for a role that `new_database` or `new_role` made."""
        return self._address(role, database).asyncpg()

    def url(self, role: str, database: str) -> str:
        return self._address(role, database).url()

    def _address(self, role: str, database: str) -> Address:
        return replace(self._superuser, user=role, password=self._passwords[role], database=database)

    async def new_role(self, name: str, attributes: str = "") -> None:
        """A role that may log in, unless there is one of this name. `attributes` as in CREATE ROLE."""
        if name not in self._passwords:
            password = secrets.token_urlsafe(12)
            role = f"ROLE {quoted(name)} LOGIN PASSWORD '{password}' {attributes}"
            try:
                await self.execute(f"CREATE {role}")
            except asyncpg.DuplicateObjectError:  # one without login, which a dev server made of a target's
                await self.execute(f"ALTER {role}")
            self._passwords[name] = password

    async def new_database(self, owner: str | None = None, name: str | None = None) -> Database:
        """An empty database; `owner` is made as an ordinary role if need be, and is the superuser when None."""
        role, name = owner or self.superuser_name, name or f"test_{secrets.token_hex(6)}"
        await self.new_role(role)
        strategy = "STRATEGY FILE_COPY" if self.major >= 15 else ""
        await self.execute(
            f"CREATE DATABASE {quoted(name)} OWNER {quoted(role)} TEMPLATE template0 {strategy}"
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
    try:
        yield Server(cluster)
    finally:
        cluster.stop()
