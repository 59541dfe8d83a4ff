"""What a disposable server is: version, identifier, extensions, and how it differs from the target."""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden.adapters.postgres.connection import Connection
from schemawarden.adapters.postgres.dev.host import Host, Prepared
from schemawarden.adapters.postgres.dev.wanted import DevFacts, Extension, Wanted

_SERVER = """
    SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int / 10000 AS major,
      (SELECT system_identifier FROM pg_control_system()) AS identifier,
      EXISTS (SELECT FROM pg_collation WHERE collprovider = 'i') AS icu"""
_EXTENSIONS = """
    SELECT e.name, e.default_version, v.trusted, starts_with(e.comment, 'schemawarden stand-in') AS stand_in
    FROM pg_available_extensions AS e
    JOIN pg_available_extension_versions AS v ON v.name = e.name AND v.version = e.default_version
    ORDER BY stand_in DESC"""


async def read_facts(connection: Connection, host: Host, prepared: Prepared, wanted: Wanted) -> DevFacts:
    server = await connection.fetchrow(_SERVER)
    assert server is not None
    version = str(server["version"]).split()[0]  # Debian adds the package's version
    gaps = (*_version_gap(server["major"], wanted.major), *_icu_gap(icu=server["icu"]), *prepared.gaps)
    return DevFacts(
        version=version,
        major=server["major"],
        description=f"PostgreSQL {version} of {host.words}",
        system_identifier=server["identifier"],
        role=prepared.role.role,
        groups=prepared.groups,
        extensions=await _extensions(connection),
        gaps=gaps,
    )


async def _extensions(connection: Connection) -> dict[str, Extension]:
    return {
        row["name"]: Extension(row["default_version"], row["trusted"], row["stand_in"])
        for row in await connection.fetch(_EXTENSIONS)
    }


def _version_gap(here: int, target: int) -> Iterator[str]:
    if here != target:
        yield f"Rehearsed on PostgreSQL {here}, the target runs {target}: locks, rewrites and syntax may differ."


def _icu_gap(*, icu: bool) -> Iterator[str]:
    if not icu:
        yield "The rehearsal's server is built without ICU: it has no ICU collations, such as en-x-icu."
