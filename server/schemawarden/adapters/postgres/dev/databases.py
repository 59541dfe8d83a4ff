"""Disposable databases on a host: made from a template, described, dropped."""

from __future__ import annotations

import asyncpg

from schemawarden.adapters.postgres.dev.host import Access, Host, Prepared, quoted, reached
from schemawarden.adapters.postgres.dev.wanted import DevDatabase
from schemawarden.errors import StateError

_COPIES_FILES_SINCE = 15
"""The older way to copy a template is faster without fsync, but has to be asked for since it is not the only one."""


async def create(host: Host, prepared: Prepared, major: int, name: str, template: str | None) -> None:
    strategy = "STRATEGY FILE_COPY" if major >= _COPIES_FILES_SINCE else ""
    owner, origin = quoted(prepared.role.role), quoted(template or "template0")
    async with reached(host) as connection:
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


def described(access: Access, prepared: Prepared, name: str) -> DevDatabase:
    return DevDatabase(
        name=name,
        url=access.address.url(prepared.role, name),
        powerless=access.connect(prepared.role, name),
        admin=access.connect(access.admin, name),
    )
