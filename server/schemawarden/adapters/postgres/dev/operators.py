"""The operator's dev server as the host of disposable databases.

- It is shared with others: no role that exists there is altered or used. The powerless role has a name of its own and a
  password that expires; the server itself thereby ends what we should leave behind.
- Roles of the target that are missing there are made without login, and stay.
- Our role has a comment that says so. When it has expired, it and its databases are swept by the next who comes.
"""

from __future__ import annotations

import contextlib
import secrets

import anyio
import asyncpg

from schemawarden.adapters.postgres.address import parse
from schemawarden.adapters.postgres.connection import Connection
from schemawarden.adapters.postgres.dev.host import (
    COMMENT,
    PREFIX,
    SETTING,
    Login,
    Prepared,
    existing_roles,
    new_password,
    reached,
    verifier,
)
from schemawarden.adapters.postgres.dev.wanted import Wanted
from schemawarden.adapters.postgres.quoting import quoted
from schemawarden.errors import ConfigError, UnavailableError

_EXPIRY = "1 hour"
_NAME_COMMENT = "schemawarden: the name of a role of a target"
_GROUPS = """
    SELECT rolname FROM pg_roles AS r
    WHERE rolname = ANY($1::text[]) AND shobj_description(oid, 'pg_authid') = $2
      AND NOT (rolcanlogin OR rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls)
      AND NOT EXISTS (SELECT FROM pg_auth_members WHERE member = r.oid)"""
"""Those that we made and that nobody has given anything since."""
_RIGHTS = "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
_DEAD_ROLES = """
    SELECT rolname FROM pg_roles
    WHERE starts_with(rolname, $1) AND rolvaliduntil < now() AND NOT rolsuper
      AND shobj_description(oid, 'pg_authid') = $2"""
_DEAD_DATABASES = """
    SELECT datname FROM pg_database
    WHERE datdba = (SELECT oid FROM pg_roles WHERE rolname = $1)
      AND NOT EXISTS (SELECT FROM pg_stat_activity WHERE pg_stat_activity.datname = pg_database.datname)"""


class OperatorsHost:
    words = "the operator's dev server"
    alive = True

    def __init__(self, url: str) -> None:
        """`url` was checked before, as a target's is."""
        self.access = parse(url)
        self._own = Login(f"{PREFIX}{secrets.token_hex(8)}", new_password())

    async def prepare(self, connection: Connection, wanted: Wanted) -> Prepared:
        await _check_rights(connection)
        await _sweep(connection)
        names = {
            name
            for name in (wanted.owner, *(role.name for role in wanted.roles))
            if not name.startswith("pg_")
        }
        for name in sorted(names - await existing_roles(connection, names)):
            with contextlib.suppress(asyncpg.DuplicateObjectError):  # another of us was faster
                await connection.execute(
                    f"CREATE ROLE {quoted(name)} NOLOGIN; COMMENT ON ROLE {quoted(name)} IS '{_NAME_COMMENT}'"
                )
        gap = f"On the dev server migrations run as {self._own.role}, a member of no other role, not as {wanted.owner}."
        groups = await connection.fetch(_GROUPS, list(names), _NAME_COMMENT)
        prepared = Prepared(self._own, frozenset(row["rolname"] for row in groups), (gap,))
        await self.refresh(connection, prepared)
        return prepared

    async def refresh(self, connection: Connection, prepared: Prepared) -> None:
        """Made anew if it was swept; its life begins again."""
        role, secret = quoted(prepared.role.role), verifier(prepared.role.password)
        until = await connection.fetchval(f"SELECT (now() + interval '{_EXPIRY}')::text")
        made = await existing_roles(connection, [prepared.role.role])
        await connection.execute(
            (
                ""
                if made
                else f"CREATE ROLE {role}; COMMENT ON ROLE {role} IS '{COMMENT}'; GRANT {role} TO current_user; "
            )
            + f"ALTER ROLE {role} LOGIN PASSWORD '{secret}' VALID UNTIL '{until}'; "
            f"ALTER ROLE {role} RESET ALL; ALTER ROLE {role} SET {SETTING}"
        )

    async def close(self) -> None:
        """Take our role away. A server that can't be reached now has a role that expires."""
        with contextlib.suppress(UnavailableError), anyio.CancelScope(shield=True):
            async with reached(self) as connection:
                await connection.execute(f"DROP ROLE IF EXISTS {quoted(self._own.role)}")


async def _check_rights(connection: Connection) -> None:
    row = await connection.fetchrow(_RIGHTS)
    missing = (
        []
        if row is None or row["rolsuper"]
        else [name for name in ("CREATEDB", "CREATEROLE") if not row[f"rol{name.lower()}"]]
    )
    if missing:
        raise ConfigError(
            "DEV_DATABASE_RIGHTS",
            f"The role of the dev server's URL lacks {' and '.join(missing)}: disposable databases and their role can't be made.",
            f"On the dev server run ALTER ROLE ... {' '.join(missing)}, or leave targets.NAME.dev away to use our own server.",
        )


async def _sweep(connection: Connection) -> None:
    """Remove what others of us left behind. What can't be removed now is the next one's."""
    for role in await connection.fetch(_DEAD_ROLES, PREFIX, COMMENT):
        with contextlib.suppress(asyncpg.PostgresError):
            for database in await connection.fetch(_DEAD_DATABASES, role["rolname"]):
                await connection.execute(
                    f"DROP DATABASE IF EXISTS {quoted(database['datname'])} WITH (FORCE)"
                )
            await connection.execute(f"DROP ROLE IF EXISTS {quoted(role['rolname'])}")
