"""A replica has the target's schema and history, none of its data, and is gone afterwards."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote

import anyio
import pytest

from schemawarden.errors import UnavailableError
from tests.server.sqlite.databases import REVISIONS_DDL, at, look, make
from tests.server.sqlite.test_target import ROW


def path_of(url: str) -> Path:
    assert url.startswith("sqlite:///")
    return Path(unquote(url.removeprefix("sqlite://")))


def rows(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        count: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        return count


async def test_replica_is_faithful_and_has_history_but_no_data(shop: Path, runtime: Path) -> None:
    make(shop, REVISIONS_DDL, ROW.format("1", "NULL"), "PRAGMA application_id = 3", "PRAGMA user_version = 4")
    state = await at(shop).read()
    async with at(shop, runtime).replica() as replica:
        copy = await replica.read()
        assert replica.faithful
        assert rows(path_of(replica.url), "users") == 0
    assert copy.fingerprint == state.fingerprint
    assert copy.revisions == state.revisions
    assert copy.revisions_digest == state.revisions_digest
    assert copy.identity != state.identity


async def test_replica_of_another_encoding_is_faithful(tmp_path: Path, runtime: Path) -> None:
    path = make(tmp_path / "wide.db", "PRAGMA encoding = 'UTF-16le'", "CREATE TABLE t (id)")
    async with at(path, runtime).replica() as replica:
        assert replica.faithful


async def test_replica_tells_its_own_state_after_a_change(shop: Path, runtime: Path) -> None:
    async with at(shop, runtime).replica() as replica:
        make(path_of(replica.url), "CREATE TABLE more (id)")
        assert (await replica.read()).schema.table("more") is not None
    assert (await at(shop).read()).schema.table("more") is None


async def test_replica_without_a_virtual_table_is_not_faithful(shop: Path, runtime: Path) -> None:
    make(shop, "CREATE VIRTUAL TABLE docs USING fts5(body)")
    async with at(shop, runtime).replica() as replica:
        assert not replica.faithful


async def test_replica_is_private_and_gone_afterwards(shop: Path, runtime: Path) -> None:
    before = look(shop.parent)
    async with at(shop, runtime).replica() as replica:
        directory = path_of(replica.url).parent
        assert stat.S_IMODE(directory.stat().st_mode) == 0o700
        assert directory.parent == runtime
    assert list(runtime.iterdir()) == []
    assert look(shop.parent) == before


async def test_replica_is_gone_after_an_error(shop: Path, runtime: Path) -> None:
    with pytest.raises(RuntimeError, match="on purpose"):
        async with at(shop, runtime).replica():
            raise RuntimeError("on purpose")
    assert list(runtime.iterdir()) == []


async def test_replica_is_gone_after_cancellation(shop: Path, runtime: Path) -> None:
    with anyio.move_on_after(0.5):
        async with at(shop, runtime).replica():
            await anyio.sleep_forever()
    assert list(runtime.iterdir()) == []


@pytest.mark.parametrize("milliseconds", range(0, 60, 6))
async def test_cancellation_at_any_moment_leaves_nothing(
    shop: Path, runtime: Path, milliseconds: int
) -> None:
    with anyio.move_on_after(milliseconds / 1000):
        async with at(shop, runtime).replica():
            await anyio.sleep_forever()
    assert list(runtime.iterdir()) == []


async def test_runtime_directory_may_have_an_odd_name(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "a b?c#d%20e").mkdir()
    async with at(shop, tmp_path / "a b?c#d%20e").replica() as replica:
        assert rows(path_of(replica.url), "users") == 0
        assert "?" not in replica.url
        assert "#" not in replica.url


async def test_runtime_directory_that_is_missing_is_named_as_ours(shop: Path, tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="REPLICA_FAILED"):
        async with at(shop, tmp_path / "gone").replica():
            pass


async def test_replicas_at_once_do_not_meet(shop: Path, runtime: Path) -> None:
    urls = set()

    async def use(number: int) -> None:
        async with at(shop, runtime).replica() as replica:
            urls.add(replica.url)
            make(path_of(replica.url), f"CREATE TABLE only_{number} (id)")
            await anyio.sleep(0.05)
            names = {table.name for table in (await replica.read()).schema.tables}
            assert names == {"users", "orders", f"only_{number}"}

    async with anyio.create_task_group() as group:
        for number in range(6):
            group.start_soon(use, number)
    assert len(urls) == 6
