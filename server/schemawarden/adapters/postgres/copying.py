"""A target's schema made anew in a disposable database.

- The target's definitions are code that somebody wrote: making a constraint or an index can run functions. So a role without
  powers makes the objects, a member of those that own them; the admin does only what runs nothing of the target's: extensions
  that are harmless, owners, privileges, publications, and at the very end event triggers.
- Each statement stands alone. What can't be made is named as a gap, and does not keep the rest from being made.
- Nothing in the copy leads to another server: foreign servers are left out.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import anyio
import asyncpg

from schemawarden.adapters.postgres.connection import APPLICATION, Connection
from schemawarden.adapters.postgres.dev.host import PREFIX, verifier
from schemawarden.adapters.postgres.dev.wanted import DevDatabase, DevFacts, Wanted
from schemawarden.adapters.postgres.dump import Dump
from schemawarden.adapters.postgres.dumped import Piece
from schemawarden.adapters.postgres.history import COLUMNS, RevisionsTable
from schemawarden.adapters.postgres.quoting import quoted
from schemawarden.errors import UnavailableError
from schemawarden_policy.facts import Gap

_HARMLESS = (
    "address_standardizer bloom earthdistance pg_buffercache pg_freespacemap pg_prewarm pg_stat_statements pg_visibility"
    " pgrowlocks pgstattuple postgis postgis_raster postgis_topology vector xml2"
).split()
"""Extensions that only a superuser may make, though they reach no file and no network."""
_ELSEWHERE = ("FOREIGN DATA WRAPPER", "SERVER", "FOREIGN TABLE")
_BY_ADMIN = (
    "ACL",
    "DEFAULT ACL",
    "EXTENSION",
    "PUBLICATION",
    "PUBLICATION TABLE",
    "PUBLICATION TABLES IN SCHEMA",
)
_SESSION = (
    "SET search_path = ''",
    "SET check_function_bodies = off",
    "SET client_min_messages = error",
    "SET jit = off",
)
_NOT_FOR_ADMIN = ("role=", "row_security=", "session_replication_role=")
"""They would change who the admin is in the copy, or what it sees."""
_MOST_GAPS = 20
_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Original:
    """What a copy is made from."""

    dump: Dump
    table: RevisionsTable | None
    settings: tuple[str, ...]
    """"name=value", for sessions of the database."""
    wanted: Wanted


async def copy(original: Original, database: DevDatabase, facts: DevFacts) -> tuple[Gap, ...]:
    """Fill an empty database; what is missing there. Raises UnavailableError REPLICA_FAILED."""
    reasons = [
        f"table {name} is not in the disposable copy: the role in the target's URL may not read it"
        for name in original.dump.unreadable
    ]
    with anyio.move_on_after(_SECONDS):
        try:
            async with _connected(database.admin) as admin, _maker(admin, database, facts) as maker:
                await _Copy(original, facts, admin, maker, reasons).make()
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise _failed(getattr(error, "sqlstate", None) or type(error).__name__) from None
        return _gaps(reasons)
    raise _failed("it took too long")


class _Copy:
    def __init__(
        self, original: Original, facts: DevFacts, admin: Connection, maker: Connection, reasons: list[str]
    ) -> None:
        self._original = original
        self._facts = facts
        self._admin = admin
        self._maker = maker
        self._reasons = reasons

    async def make(self) -> None:
        dumped = self._original.dump.pieces
        last = [piece for piece in dumped if piece.type == "EVENT TRIGGER"]
        for piece in dumped:
            if piece.type in _ELSEWHERE and not piece.owner:
                self._reasons.append(
                    f"{piece.words} is not in the disposable copy: nothing there leads elsewhere"
                )
            elif piece.type == "EXTENSION":
                await self._extension(piece)
            elif piece not in last and piece.type not in _ELSEWHERE and not piece.makes_public:
                await self._run(self._maker_of(piece), self._given(piece), piece)
        for piece in dumped:
            if piece.type == "MATERIALIZED VIEW" and not piece.owner:
                name = f"{quoted(piece.schema)}.{quoted(piece.name)}"
                await self._run(self._maker, f"REFRESH MATERIALIZED VIEW {name}", piece)
        await self._history()
        await self._hand_over()
        for piece in last:
            if piece.at_login:
                self._reasons.append(
                    f"{piece.words} is not in the disposable copy: it would run for all who log in"
                )
            elif not piece.owner:
                await self._run(self._admin, piece.text, piece)

    def _maker_of(self, piece: Piece) -> Connection:
        return self._admin if piece.owner or piece.type in _BY_ADMIN else self._maker

    def _given(self, piece: Piece) -> str:
        """What belongs to the role that applies, belongs here to the one that rehearses."""
        wanted, here = self._original.wanted.owner, self._facts.role
        if wanted != here and piece.owner in (wanted, quoted(wanted)):
            return piece.text.removesuffix(piece.owner) + quoted(here)
        return piece.text

    async def _run(self, connection: Connection, statement: str, piece: Piece) -> None:
        try:
            await connection.execute(statement)
        except asyncpg.PostgresError as error:
            what = f"who owns or may use {piece.name}" if piece.is_rights else piece.words
            self._reasons.append(f"{what} is not in the disposable copy: {error.args[0]}")

    async def _extension(self, piece: Piece) -> None:
        found = self._facts.extensions.get(piece.name)
        meaning = (
            "objects that need it are not in the copy, and statements that touch them can't be rehearsed"
        )
        if found is None:
            self._reasons.append(
                f"extension {piece.name} is not available on the disposable server: {meaning}"
            )
        elif not found.trusted and piece.name not in _HARMLESS:
            self._reasons.append(f"extension {piece.name} can reach beyond a disposable database: {meaning}")
        else:
            await self._run(self._admin, piece.text, piece)
            if found.stand_in:
                self._reasons.append(
                    f"extension {piece.name} is a stand-in: its functions may give other values"
                )

    async def _history(self) -> None:
        """Atlas's table came with the dump; its rows, which are no schema, come here."""
        table = self._original.table
        if table is None or not table.rows:
            return
        values = ", ".join(f"${number}::text::{kind}" for number, kind in enumerate(COLUMNS.values(), 1))
        rows = [[None if value is None else str(value) for value in row] for row in table.rows]
        await self._admin.executemany(
            f"INSERT INTO {table.name} ({', '.join(COLUMNS)}) VALUES ({values})",  # noqa: S608 - constants, a quoted name
            rows,
        )

    async def _hand_over(self) -> None:
        """What no role of the target took goes to the one that rehearses."""
        role = await self._maker.fetchval("SELECT session_user::text")
        await self._admin.execute(f"REASSIGN OWNED BY {quoted(role)} TO {quoted(self._facts.role)}")
        await self._admin.execute(f"DROP OWNED BY {quoted(role)}")


@asynccontextmanager
async def _maker(admin: Connection, database: DevDatabase, facts: DevFacts) -> AsyncIterator[Connection]:
    """A connection as a new role that has the rights of all who own something, and no powers of its own."""
    role, password = f"{PREFIX}maker_{secrets.token_hex(8)}", secrets.token_urlsafe(24)
    await admin.execute(f"CREATE ROLE {quoted(role)} LOGIN PASSWORD '{verifier(password)}'")
    try:
        for group in sorted({facts.role, *facts.groups}):
            with suppress(asyncpg.PostgresError):
                await admin.execute(f"GRANT {quoted(group)} TO {quoted(role)}")
        async with _connected({**database.admin, "user": role, "password": password}) as connection:
            yield connection
    finally:
        with anyio.CancelScope(shield=True), suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            await admin.execute(f"DROP ROLE IF EXISTS {quoted(role)}")


@asynccontextmanager
async def _connected(arguments: Mapping[str, Any]) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(
        **arguments, statement_cache_size=0, server_settings={"application_name": APPLICATION}
    )
    try:
        for statement in _SESSION:
            await connection.execute(statement)
        yield connection
        with anyio.CancelScope(shield=True), anyio.move_on_after(2):
            await connection.close()
    finally:
        connection.terminate()


async def set_up(database: DevDatabase, settings: Sequence[str]) -> None:
    """What sessions of the target begin with; CREATE DATABASE ... TEMPLATE does not copy it."""
    copied = [setting.partition("=") for setting in settings if not setting.startswith(_NOT_FOR_ADMIN)]
    if not copied:
        return
    async with _connected(database.admin) as admin:
        for name, _, value in copied:
            await admin.execute("SELECT pg_catalog.set_config($1, $2, false)", name, value)
            await admin.execute(f"ALTER DATABASE {quoted(database.name)} SET {quoted(name)} FROM CURRENT")


def _gaps(reasons: Sequence[str]) -> tuple[Gap, ...]:
    told: Iterable[str] = dict.fromkeys(reason.splitlines()[0][:400] for reason in reasons)
    listed = list(told)
    if len(listed) > _MOST_GAPS:
        listed[_MOST_GAPS:] = [f"{len(listed) - _MOST_GAPS} more objects are not in the disposable copy"]
    return tuple(Gap("object", reason) for reason in listed)


def _failed(reason: str) -> UnavailableError:
    return UnavailableError(
        "REPLICA_FAILED",
        f"The disposable copy of the target could not be made: {reason}.",
        "Try again; if it stays so, run `schemawarden doctor`.",
    )
