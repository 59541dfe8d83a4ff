"""A socket in a private directory behind which a server that speaks TLS answers without it.

Programs of PostgreSQL on this machine may be built without TLS (those of the embedded wheel are), or look for authorities and
certificates in places of their own. So they never speak to a network: this does, and it verifies as `Address` demands.
"""

from __future__ import annotations

import asyncio
import ssl
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

from schemawarden.adapters.postgres.address import Address

_SSL_REQUEST = struct.pack("!ii", 8, 80877103)
_HEAD = struct.Struct("!ci")
_SASL = struct.pack("!i", 10)
_BOUND = b"SCRAM-SHA-256-PLUS\0"
_PORT = 5432
_BLOCK = 65536


@asynccontextmanager
async def reached_locally(address: Address, directory: Path) -> AsyncIterator[Address]:
    """An address that needs no encryption; `address` itself when it is one. The directory must be ours alone."""
    trust = address.trust()
    if trust is None:
        yield address
        return
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        with suppress(OSError, EOFError, ssl.SSLError, TimeoutError):
            await _relay(address, trust, reader, writer)
        tasks.discard(task)

    server = await asyncio.start_unix_server(serve, directory / f".s.PGSQL.{_PORT}")
    try:
        yield replace(address, host=str(directory), port=_PORT, sslmode="disable", sslrootcert="")
    finally:
        server.close()
        for task in tuple(tasks):
            task.cancel()


async def _relay(
    address: Address, trust: ssl.SSLContext, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    try:
        async with asyncio.timeout(address.connect_timeout):
            far_reader, far_writer = await asyncio.open_connection(address.host, address.port)
            far_writer.write(_SSL_REQUEST)
            if await far_reader.readexactly(1) != b"S":
                raise ConnectionError("the server speaks no TLS")
            await far_writer.start_tls(trust, server_hostname=address.host)
        try:
            await _both_ways(reader, writer, far_reader, far_writer)
        finally:
            far_writer.close()
    finally:
        writer.close()


async def _both_ways(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    far_reader: asyncio.StreamReader,
    far_writer: asyncio.StreamWriter,
) -> None:
    """Until either side has no more to say."""
    directions = [
        asyncio.create_task(_copy(reader, far_writer)),
        asyncio.create_task(_answer(far_reader, writer)),
    ]
    try:
        await asyncio.wait(directions, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for direction in directions:
            direction.cancel()
        await asyncio.gather(*directions, return_exceptions=True)


async def _answer(far_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Up to its question for the password the server is listened to: it offers a way that binds the login to its TLS, and a
    client that sees no TLS takes that for an attack. The other way it offers is the same but for the binding."""
    kind = b""
    while kind not in (b"R", b"E"):
        kind, length = _HEAD.unpack(await far_reader.readexactly(_HEAD.size))
        body = await far_reader.readexactly(length - 4)
        if kind == b"R" and body.startswith(_SASL):
            body = body.replace(_BOUND, b"", 1)
        writer.write(_HEAD.pack(kind, len(body) + 4) + body)
    await _copy(far_reader, writer)


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while block := await reader.read(_BLOCK):
        writer.write(block)
        await writer.drain()
