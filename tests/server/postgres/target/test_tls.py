"""A target behind TLS: every client verifies it, and pg_dump, which may not know TLS, reaches it through us."""

from __future__ import annotations

import datetime
import ipaddress
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from schemawarden.adapters.postgres.address import parse
from schemawarden.adapters.postgres.connection import looking
from schemawarden.adapters.postgres.dev.account import suitable_account
from schemawarden.adapters.postgres.dump import dump
from schemawarden.adapters.postgres.reading import look
from schemawarden.errors import StateError
from tests.server.postgres.target.looks import WHOLE

pytestmark = pytest.mark.needs_apt("postgresql-15")
BIN = Path("/usr/lib/postgresql/15/bin")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """PostgreSQL 15 on a loopback port that takes nothing but TLS, with a certificate for 127.0.0.1."""
    account = suitable_account()
    folder = Path(tempfile.mkdtemp(prefix="tls-target-"))
    try:
        _certify(folder)
        (folder / "password").write_text("secret")
        for path in (folder, *folder.iterdir()):
            account.own(path)
        run = {
            "user": account.uid,
            "group": account.gid,
            "cwd": folder,
            "check": True,
            "stdout": subprocess.DEVNULL,
        }
        initdb = [
            BIN / "initdb",
            "-D",
            "data",
            "-U",
            "app",
            "-A",
            "scram-sha-256",
            "--pwfile=password",
            "--no-sync",
        ]
        subprocess.run(initdb, **run)  # type: ignore[call-overload]
        hba = folder / "data" / "pg_hba.conf"
        hba.write_text("hostssl all all 127.0.0.1/32 scram-sha-256\n")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        options = (
            f"-F -c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' -c ssl=on"
            f" -c ssl_cert_file={folder}/server.crt -c ssl_key_file={folder}/server.key"
        )
        subprocess.run([BIN / "pg_ctl", "-D", "data", "-o", options, "-l", "log", "-w", "start"], **run)  # type: ignore[call-overload]
        try:
            yield f"postgres://app:secret@127.0.0.1:{port}/postgres?sslmode=verify-full&sslrootcert={folder}/server.crt"
        finally:
            subprocess.run([BIN / "pg_ctl", "-D", "data", "-m", "immediate", "stop"], **run)  # type: ignore[call-overload]
    finally:
        shutil.rmtree(folder)


def _certify(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(key, hashes.SHA256())
    )
    (folder / "server.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "server.key").write_bytes(pem)
    (folder / "server.key").chmod(0o600)
    (folder / "server.crt").chmod(0o644)
    folder.chmod(0o755)


async def test_a_verified_server_is_read_and_dumped(url: str) -> None:
    address = parse(url)
    async with looking(address.asyncpg()) as connection:
        assert await connection.fetchval("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        assert (await look(connection, WHOLE)).state.empty
        assert (await dump(connection, address, ())).pieces == ()


async def test_a_server_of_another_name_or_authority_is_refused(url: str) -> None:
    for wrong in (url.replace("127.0.0.1", "localhost"), url.split("&")[0]):
        with pytest.raises(StateError) as caught:
            async with looking(parse(wrong).asyncpg()):
                pass
        assert caught.value.code == "TARGET_TLS_FAILED"
        assert "127.0.0.1" not in str(caught.value)


async def test_a_dump_is_refused_when_the_server_is_not_the_verified_one(url: str) -> None:
    """The name is verified for pg_dump's own connections as for ours."""
    async with looking(parse(url).asyncpg()) as connection:
        with pytest.raises(StateError) as caught:
            await dump(connection, parse(url.replace("127.0.0.1", "localhost")), ())
    assert caught.value.code == "TARGET_UNREACHABLE"
