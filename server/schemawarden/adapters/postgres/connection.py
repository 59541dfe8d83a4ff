"""A connection to a PostgreSQL database that only looks: one snapshot, bounded in time, names in full, nothing changed.

What goes wrong is told with codes and SQLSTATEs; never with the server's own words, which can hold names and addresses.
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeAlias

import anyio
import asyncpg

from schemawarden.errors import SchemawardenError, StateError

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

APPLICATION = "schemawarden"
OLDEST = 14
APPLY_LOCK_TIMEOUT_MS = 5_000
"""How long a statement of an apply waits for a lock."""
_READ_SECONDS = 120.0
_CLOSE_SECONDS = 2.0
_SETTINGS = {
    "search_path": "",
    "statement_timeout": "20s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "300s",  # a dump of the same snapshot may take its time
    "row_security": "off",  # hidden rows are an error, not a shorter history
    "jit": "off",
    "TimeZone": "UTC",  # from here on: whatever decides how definitions and times are spelled
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "quote_all_identifiers": "off",
    "standard_conforming_strings": "on",
}
_SET = ", ".join(f"pg_catalog.set_config('{name}', '{value}', true)" for name, value in _SETTINGS.items())
_WORDS = {
    "TARGET_AUTH_FAILED": (
        "The target refused the login.",
        "Check user, password and database in the target's URL, and pg_hba.conf of the server.",
    ),
    "TARGET_UNREACHABLE": (
        "The target can't be reached.",
        "Check that the server runs and takes connections, and the host, port and database in the target's URL.",
    ),
    "TARGET_TLS_FAILED": (
        "No trusted encrypted connection to the target could be made.",
        "Check that the server speaks TLS, that its certificate is for this host name, and sslrootcert in the target's URL.",
    ),
    "TARGET_BUSY": (
        "The target could not be read: somebody holds locks on its catalogue or a table.",
        "Try again when the work that holds them is done.",
    ),
    "CATALOGUE_UNREADABLE": (
        "The target's catalogue could not be read.",
        "Try again; the role in the target's URL needs to read the system catalogue as every role does by default.",
    ),
    "VERSION_UNSUPPORTED": (
        f"The target's server is older than PostgreSQL {OLDEST}.",
        "Upgrade the server.",
    ),
}


@asynccontextmanager
async def looking(arguments: Mapping[str, Any]) -> AsyncIterator[Connection]:
    """A connection inside a read-only snapshot. Raises StateError with one of the codes above, from inside as well."""
    with anyio.move_on_after(_READ_SECONDS), _told():
        connection = await _connected(arguments)
        try:
            if connection.get_server_version().major < OLDEST:
                raise failure("VERSION_UNSUPPORTED")
            await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            await settle(connection)
            yield connection
        finally:
            await _close(connection)
        return
    raise failure("TARGET_BUSY")


async def settle(connection: Connection) -> None:
    """Bounds and spellings, for the rest of the transaction."""
    await connection.execute(f"SELECT {_SET}")


async def _connected(arguments: Mapping[str, Any]) -> Connection:
    return await asyncpg.connect(
        **arguments, statement_cache_size=0, server_settings={"application_name": APPLICATION}
    )


async def _close(connection: Connection) -> None:
    """Politely if nothing is under way, else at once; the transaction wrote nothing either way."""
    with anyio.CancelScope(shield=True), anyio.move_on_after(_CLOSE_SECONDS):
        try:
            await connection.close()
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            connection.terminate()
    if not connection.is_closed():
        connection.terminate()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (ssl.SSLError, ssl.CertificateError):
        raise failure("TARGET_TLS_FAILED") from None
    except asyncpg.PostgresError as error:
        raise failure(_code(error), error.sqlstate or "") from None
    except (OSError, TimeoutError, asyncpg.InterfaceError) as error:
        refused = "SSL" in str(error) and isinstance(error, ConnectionError)
        raise failure("TARGET_TLS_FAILED" if refused else "TARGET_UNREACHABLE") from None


def _code(error: asyncpg.PostgresError) -> str:
    if isinstance(error, asyncpg.InvalidAuthorizationSpecificationError):
        return "TARGET_AUTH_FAILED"
    if isinstance(error, asyncpg.LockNotAvailableError | asyncpg.QueryCanceledError):
        return "TARGET_BUSY"
    unreachable = (
        asyncpg.InvalidCatalogNameError
        | asyncpg.PostgresConnectionError
        | asyncpg.InsufficientResourcesError
        | asyncpg.OperatorInterventionError
    )
    return "TARGET_UNREACHABLE" if isinstance(error, unreachable) else "CATALOGUE_UNREADABLE"


def failure(code: str, sqlstate: str = "") -> SchemawardenError:
    message, hint = _WORDS[code]
    return StateError(code, message + (f" SQLSTATE {sqlstate}." if sqlstate else ""), hint)
