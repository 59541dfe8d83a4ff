"""One whole look at a PostgreSQL database: who it is, what it holds, what was applied to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from schemawarden.adapters.postgres import catalogue, description, history
from schemawarden.adapters.postgres.connection import APPLY_LOCK_TIMEOUT_MS, Connection
from schemawarden.adapters.postgres.history import RevisionsTable
from schemawarden.adapters.postgres.identity import Identity, identify
from schemawarden.adapters.revisions import Row, digest_of, revision
from schemawarden.ports import LiveState


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a database counts."""

    schemas: tuple[str, ...] = ()
    """The operator's key; empty for the whole database."""
    exclude: tuple[str, ...] = ()
    """Patterns of objects that do not count for the fingerprint."""
    owner_role: str = ""
    """The role to which a file may change; empty: none."""


@dataclass(frozen=True, slots=True)
class Look:
    identity: Identity
    state: LiveState
    table: RevisionsTable | None
    settings: tuple[str, ...]
    """"name=value": what sessions begin with."""


async def look(
    connection: Connection,
    scope: Scope,
    change_counter: int | None = None,
    stand_in: catalogue.StandIn | None = None,
) -> Look:
    """Inside the snapshot of `connection.looking`. `change_counter` was taken before, so that a change in between can
    only make it stale. `stand_in` is for copies."""
    identity = await identify(connection)
    spaces = await catalogue.namespaces(connection, scope.schemas)
    table = await history.read_table(connection, scope.schemas, spaces.names)
    found = await catalogue.entries(connection, spaces, table.oid if table else history.NO_TABLE, stand_in)
    keys = await description.read_keys(connection, spaces)
    rows: Sequence[Row] = table.rows if table else ()
    state = LiveState(
        identity=identity.text,
        fingerprint=catalogue.fingerprint(found, scope.exclude),
        revisions=tuple(revision(row) for row in rows),
        revisions_digest=digest_of(rows),
        schema=description.schema(found, keys, scope.schemas),
        empty=catalogue.is_empty(found, scope.schemas),
        change_counter=change_counter,
        server_version=identity.version,
        gaps=description.gaps(found),
        invalid=description.invalid(found),
        time_zone=identity.time_zone,
        lock_timeout=f"{APPLY_LOCK_TIMEOUT_MS}ms",
    )
    settings = tuple(entry.details[0] for entry in found if entry.kind == "setting")
    return Look(identity, state, table, settings)
