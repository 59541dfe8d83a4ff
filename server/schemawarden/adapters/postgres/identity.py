"""Which database this is: the server's system identifier, made with its files, and the database's oid on it."""

from __future__ import annotations

from dataclasses import dataclass

import asyncpg

from schemawarden.adapters.postgres.connection import Connection
from schemawarden.errors import StateError

_IDENTIFIER = "SELECT system_identifier FROM pg_control_system()"
_HERE = """
    SELECT d.oid::text AS database, current_setting('server_version') AS version,
        (SELECT reset_val FROM pg_settings WHERE name = 'TimeZone') AS time_zone, session_user::text AS role, quote_ident(session_user) AS quoted,
        (SELECT rolsuper FROM pg_roles WHERE rolname = session_user) AS superuser
    FROM pg_database d WHERE d.datname = current_database()"""


@dataclass(frozen=True, slots=True)
class Identity:
    system: int
    database: str
    """Its oid."""
    version: str
    """"15.18"."""
    role: str
    """Who reads, and applies."""
    quoted_role: str
    """As quote_ident writes it."""
    superuser: bool
    time_zone: str
    """With which sessions of this role begin."""

    @property
    def text(self) -> str:
        return f"postgresql:{self.system}:{self.database}"

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])


async def identify(connection: Connection) -> Identity:
    """Raises StateError IDENTITY_UNREADABLE."""
    row = await connection.fetchrow(_HERE)
    assert row is not None
    try:
        system = await connection.fetchval(_IDENTIFIER)
    except asyncpg.InsufficientPrivilegeError:
        raise StateError(
            "IDENTITY_UNREADABLE",
            "The role in the target's URL may not ask the server for its system identifier, which tells servers apart.",
            "As a superuser: GRANT EXECUTE ON FUNCTION pg_catalog.pg_control_system() TO that role.",
        ) from None
    version = str(row["version"]).split()[0]  # Debian adds the package's version
    return Identity(
        int(system),
        row["database"],
        version,
        row["role"],
        row["quoted"],
        bool(row["superuser"]),
        row["time_zone"],
    )
