"""A DevServer of each kind: our own of both versions, and an operator's that is shared with others."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest

from schemawarden.adapters.postgres.dev.server import DevServer
from schemawarden.adapters.postgres.dev.wanted import RoleWanted, Wanted
from tests.postgres import Server, running

_APT = pytest.mark.needs_apt("postgresql-15")
KINDS = ("own 18", pytest.param("own 15", marks=_APT), "url 18", pytest.param("url 15", marks=_APT))


def wanted(major: int) -> Wanted:
    """What a target of an ordinary shop looks like."""
    roles = (RoleWanted("app", ("writers",)), RoleWanted("writers"), RoleWanted("reporting", ("writers",)))
    return Wanted(major, "app", roles)


@pytest.fixture(scope="session")
def shared18() -> Iterator[Server]:
    """A server that the operator shares with others. Not that of other tests: roles are left on it."""
    with running(18) as server:
        yield server


@pytest.fixture(scope="session")
def shared15() -> Iterator[Server]:
    with running(15) as server:
        yield server


@pytest.fixture(scope="session", params=["18", pytest.param("15", marks=_APT)])
def shared(request: pytest.FixtureRequest) -> Server:
    server: Server = request.getfixturevalue(f"shared{request.param}")
    return server


@pytest.fixture(scope="session")
def kept() -> Iterator[dict[str, DevServer]]:
    """By kind, for all tests."""
    servers: dict[str, DevServer] = {}
    yield servers
    for server in servers.values():
        anyio.run(server.close)


@pytest.fixture(params=KINDS)
async def dev(request: pytest.FixtureRequest, kept: dict[str, DevServer]) -> DevServer:
    return await _server(request, kept)


@pytest.fixture(params=KINDS[:2])
async def own(request: pytest.FixtureRequest, kept: dict[str, DevServer]) -> DevServer:
    return await _server(request, kept)


async def _server(request: pytest.FixtureRequest, kept: dict[str, DevServer]) -> DevServer:
    kind, major = request.param.split()
    if request.param not in kept:
        url = await _dev_url(request.getfixturevalue(f"shared{major}")) if kind == "url" else None
        kept[request.param] = DevServer(url)
    await kept[request.param].prepare(wanted(int(major)))
    return kept[request.param]


async def _dev_url(server: Server) -> str:
    """Of a role with the rights that the manual asks for, and no more."""
    await server.new_role("dev_admin", "CREATEDB CREATEROLE")
    return server.url("dev_admin", "postgres")


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A temporary directory for these servers alone, with a path that is short enough for sockets."""
    directory = Path(tempfile.mkdtemp(prefix="sw-", dir="/tmp"))
    directory.chmod(0o711)
    monkeypatch.setattr(tempfile, "tempdir", str(directory))
    yield directory
    shutil.rmtree(directory)
