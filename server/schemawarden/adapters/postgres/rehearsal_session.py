"""The powerless session in which statements of unknown intent run, and what may be believed of it.

- Rows that a query yields are thrown away as they come; nothing that it says is stored.
- The server's own notes are told from those of user code by the place in the server's source that they come from.
- After each statement the session must still be what it was: in our transaction, our role, reading text as the policy did.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg

from schemawarden.adapters.postgres.connection import Connection
from schemawarden.adapters.postgres.observing import PINNED
from schemawarden.adapters.postgres.quoting import quoted
from schemawarden.adapters.postgres.rehearsal_errors import Failure, failure_of

SETTINGS = {
    "application_name": "schemawarden rehearsal",
    "client_connection_check_interval": "500",
    "client_min_messages": "debug1",
    "statement_timeout": "0",
    "jit": "off",
}
_MOST_NOTES, _MOST_CHARACTERS = 100, 300
_SERVERS_SOURCES = ("tablecmds.c", "index.c", "partbounds.c")
_AFTERTHOUGHT = re.compile(r" (serially|with request for \d+ parallel workers?)$")
_CONTROL = ("BEGIN", "START TRANSACTION", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PREPARE TRANSACTION")
_READING = {"standard_conforming_strings": "on", "client_encoding": "UTF8"}
"""Settings that decide how the next text is read; the server reports them unasked."""
_WHO = "SELECT current_user::text, session_user::text"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a statement ended."""

    tag: str = ""
    """The server's word for what it did: "ALTER TABLE"."""
    failure: Failure | None = None
    notes: tuple[str, ...] = ()


class SavepointGone(Exception):
    """The statement ended the transaction that it ran in."""


class Session:
    def __init__(self, connection: Connection, known: Callable[[str], bool], owner_role: str) -> None:
        self._connection = connection
        self._known = known
        self._owner_role = owner_role
        self._savepoint = f"schemawarden_{secrets.token_hex(8)}"
        self._who: tuple[str, str] = ("", "")
        self._notes: list[str] = []
        connection.add_log_listener(self._note)

    @property
    def connection(self) -> Connection:
        return self._connection

    @property
    def lost(self) -> bool:
        return bool(self._connection.is_closed())

    async def prepare(self) -> None:
        """Before the first statement."""
        self._who = await self._read_who()

    async def next_file(self) -> None:
        """A file begins as who we are, whatever role the one before it took."""
        await self._connection.execute("RESET ROLE")

    async def execute(self, text: str) -> Outcome:
        """One statement, as it is. Raises what asyncpg raises when the session ends on the way."""
        self._notes.clear()
        try:
            tag = await self._connection.execute(text)
        except AttributeError:
            return Outcome()  # asyncpg trips over the answer to an empty statement
        except asyncpg.PostgresError as error:
            if self.lost:
                raise
            return Outcome(failure=failure_of(error, text, self._known), notes=tuple(self._notes))
        return Outcome(tag, notes=tuple(self._notes))

    async def begin(self) -> None:
        await self._connection.execute(f"BEGIN; SAVEPOINT {self._savepoint}")

    async def commit(self) -> Outcome:
        return await self.execute("COMMIT")

    async def rollback(self) -> None:
        await self._connection.execute("ROLLBACK")

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[None]:
        """Inside the transaction, after a statement that ran: for our questions. Raises SavepointGone."""
        name = self._savepoint
        try:
            await self._connection.execute(f"RELEASE SAVEPOINT {name}; SAVEPOINT {name}; {PINNED}")
        except (asyncpg.InvalidSavepointSpecificationError, asyncpg.NoActiveSQLTransactionError):
            raise SavepointGone from None
        yield
        await self._connection.execute(
            f"ROLLBACK TO SAVEPOINT {name}; SET SESSION client_min_messages = debug1"
        )

    @asynccontextmanager
    async def looking_outside(self) -> AsyncIterator[None]:
        """Outside any transaction."""
        await self._connection.execute(f"BEGIN; {PINNED}")
        yield
        await self._connection.execute("ROLLBACK")

    async def refusal(self, tag: str) -> str:
        """What the statement did to the session that it may not; empty when nothing. For `looking`."""
        if tag in _CONTROL:
            return "TRANSACTION CONTROL"
        settings = self._connection.get_settings()
        for name, value in _READING.items():
            if getattr(settings, name) != value:
                return f"SET {name}"
        current, session = await self._read_who()
        if session != self._who[1]:
            return "SET SESSION AUTHORIZATION"
        return "" if current in (self._who[0], self._owner_role) else "SET ROLE"

    async def _read_who(self) -> tuple[str, str]:
        current, session = await self._connection.fetchrow(_WHO)
        return current, session

    def _note(self, _connection: Any, message: Any) -> None:
        words = _AFTERTHOUGHT.sub("", str(message.message))[:_MOST_CHARACTERS]
        from_server = getattr(message, "server_source_filename", "") in _SERVERS_SOURCES
        if (
            message.severity_en == "DEBUG"
            and from_server
            and "pg_toast" not in words
            and len(self._notes) < _MOST_NOTES
        ):
            self._notes.append(words)


async def connected(arguments: Mapping[str, Any], schemas: Sequence[str]) -> Connection:
    """With search_path as the engine has it for this scope."""
    path = {"search_path": quoted(schemas[0])} if len(schemas) == 1 else {}
    return await asyncpg.connect(**arguments, statement_cache_size=0, server_settings=SETTINGS | path)
