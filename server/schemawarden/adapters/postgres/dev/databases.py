"""Disposable databases on a host: made from a template, described, dropped."""

from __future__ import annotations

from dataclasses import replace

import asyncpg

from schemawarden.adapters.postgres.address import Address
from schemawarden.adapters.postgres.connection import Connection
from schemawarden.adapters.postgres.dev.host import Host, Prepared, reached
from schemawarden.adapters.postgres.dev.wanted import DevDatabase, Wanted
from schemawarden.adapters.postgres.quoting import quoted
from schemawarden.errors import ConfigError, StateError

_IDENTIFIER = "SELECT system_identifier FROM pg_catalog.pg_control_system()"
_COPIES_FILES_SINCE = 15
"""The older way to copy a template is faster without fsync, but has to be asked for since it is not the only one."""


async def refuse_target(connection: Connection, wanted: Wanted) -> None:
    """On each connection that is about to make something. Raises ConfigError DEV_IS_TARGET."""
    if await connection.fetchval(_IDENTIFIER) == wanted.target_system:
        raise ConfigError(
            "DEV_IS_TARGET",
            "The dev server that targets.NAME.dev names is the server of the target itself.",
            "Name another server there, or leave it away to use our own. Nothing was made.",
        )


async def create(
    host: Host, wanted: Wanted, prepared: Prepared, major: int, name: str, template: str | None
) -> None:
    strategy = "STRATEGY FILE_COPY" if major >= _COPIES_FILES_SINCE else ""
    owner, origin = quoted(prepared.role.role), quoted(template or "template0")
    async with reached(host) as connection:
        await refuse_target(connection, wanted)
        await host.refresh(connection, prepared)
        try:
            await connection.execute(
                f"CREATE DATABASE {quoted(name)} OWNER {owner} TEMPLATE {origin} {strategy}"
            )
        except asyncpg.InvalidCatalogNameError as error:
            raise StateError(
                "DEV_TEMPLATE_GONE",
                "The disposable database to start from is gone.",
                "Try again: it will be made anew.",
            ) from error
        await connection.execute(f"REVOKE ALL ON DATABASE {quoted(name)} FROM PUBLIC")


async def drop(host: Host, name: str) -> None:
    """With whoever is connected."""
    async with reached(host) as connection:
        await connection.execute(f"DROP DATABASE IF EXISTS {quoted(name)} WITH (FORCE)")


def described(access: Address, prepared: Prepared, name: str) -> DevDatabase:
    here, role = replace(access, database=name), prepared.role
    powerless = replace(here, user=role.role, password=role.password)
    return DevDatabase(name, powerless.url(), powerless.asyncpg(), here.asyncpg())
