"""A running server on which disposable databases are made: one of our own, or the operator's."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

import asyncpg

from schemawarden.adapters.postgres.address import APPLICATION, Address
from schemawarden.adapters.postgres.connection import Connection
from schemawarden.adapters.postgres.dev.wanted import Wanted
from schemawarden.errors import UnavailableError

PREFIX = "schemawarden_"
COMMENT = "schemawarden: disposable"
"""Of roles that we made on a server of others."""
SETTING = "statement_timeout = '60s'"
"""Of the powerless role. It may change it; who runs its statements has a deadline of their own."""
_ITERATIONS = 4096
_STATEMENT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Login:
    role: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Prepared:
    """The roles are there."""

    role: Login
    """The powerless one."""
    groups: frozenset[str]
    """Roles of the target that we made: names without login and without power, safe to be a member of."""
    gaps: tuple[str, ...] = ()


class Host(Protocol):
    """What differs between the servers."""

    @property
    def access(self) -> Address:
        """With the login that makes databases, and the database to log in to when no other is meant."""
        ...

    @property
    def words(self) -> str:
        """Whose server it is, after "PostgreSQL 18.6 of"."""
        ...

    @property
    def alive(self) -> bool: ...

    async def prepare(self, connection: Connection, wanted: Wanted) -> Prepared:
        """Make the roles."""
        ...

    async def refresh(self, connection: Connection, prepared: Prepared) -> None:
        """Before each new database: take back what the powerless role may have done to itself."""
        ...

    async def close(self) -> None: ...


@asynccontextmanager
async def reached(host: Host) -> AsyncIterator[Connection]:
    """The admin's connection, opened for each need: nothing is left to break when the server goes away.

    What goes wrong is UnavailableError. It does not repeat what the server said: that may hold parts of a URL.
    """
    try:
        connection = await asyncpg.connect(
            **host.access.asyncpg(),
            command_timeout=_STATEMENT_SECONDS,
            statement_cache_size=0,
            server_settings={"application_name": APPLICATION},
        )
        try:
            yield connection
        finally:
            connection.terminate()
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        reason = getattr(error, "sqlstate", None) or type(error).__name__
        raise UnavailableError(
            "DEV_DATABASE_UNAVAILABLE",
            f"A disposable database could not be had: {host.words} answered {reason}.",
            "Try again. With targets.NAME.dev.url: does that server run, and does it accept the URL's login?",
        ) from None


def new_password() -> str:
    return secrets.token_urlsafe(24)


def verifier(password: str) -> str:
    """What PostgreSQL keeps of a password (RFC 5802): sent in its place, it may stand in a server's log."""
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, _ITERATIONS)
    client = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    salt_text, client_text, server_text = (base64.b64encode(part).decode() for part in (salt, client, server))
    return f"SCRAM-SHA-256${_ITERATIONS}:{salt_text}${client_text}:{server_text}"


async def existing_roles(connection: Connection, names: Iterable[str]) -> set[str]:
    rows = await connection.fetch("SELECT rolname FROM pg_roles WHERE rolname = ANY($1::text[])", list(names))
    return {row["rolname"] for row in rows}
