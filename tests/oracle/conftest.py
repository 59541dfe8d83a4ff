"""The CLI, and the ground of a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.oracle import atlas_cli
from tests.oracle.atlas_cli import AtlasCli
from tests.oracle.grounds import Ground, Pool, Postgres, Sqlite
from tests.postgres import Server


@pytest.fixture(scope="session")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> AtlasCli:
    return atlas_cli.build(tmp_path_factory.mktemp("atlas"))


@pytest.fixture(scope="session")
def pool(postgres15: Server) -> Pool:
    return Pool(postgres15)


@pytest.fixture
def ground(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ground]:
    """The one that the test's parameter names."""
    if request.param == "sqlite":
        yield Sqlite(tmp_path)
        return
    pool: Pool = request.getfixturevalue("pool")
    yield Postgres(pool, ["public"] if request.param == "postgres" else [])
    pool.empty()
