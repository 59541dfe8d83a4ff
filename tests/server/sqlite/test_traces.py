"""Reading a target leaves no trace: no byte changed, no file made (C06, E08)."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import anyio
import pytest

from schemawarden.adapters.sqlite.opening import read_unchanged
from schemawarden.errors import SchemawardenError, StateError, UnavailableError
from tests.server.sqlite.databases import at, crash_after, look, make, open_elsewhere

WAL = "PRAGMA journal_mode = WAL"


async def refused(path: Path) -> SchemawardenError:
    with pytest.raises((StateError, UnavailableError)) as caught:
        await at(path).read()
    assert caught.value.hint
    assert str(path) not in str(caught.value)
    return caught.value


async def tables(path: Path) -> set[str]:
    return {table.name for table in (await at(path).read()).schema.tables}


async def test_reading_changes_no_byte_and_makes_no_file(shop: Path) -> None:
    before, stamp = look(shop.parent), shop.stat().st_mtime_ns
    await at(shop).read()
    async with at(shop).replica():
        pass
    assert look(shop.parent) == before
    assert shop.stat().st_mtime_ns == stamp


async def test_wal_database_that_nobody_has_open_stays_alone(shop: Path) -> None:
    make(shop, WAL)
    before = look(shop.parent)
    assert list(before) == ["shop.db"]
    assert "users" in await tables(shop)
    assert look(shop.parent) == before


async def test_wal_database_with_an_open_writer_is_read_with_its_last_commit(shop: Path) -> None:
    with open_elsewhere(shop, WAL, "CREATE TABLE fresh (id)"):
        before = look(shop.parent)
        assert sorted(before) == ["shop.db", "shop.db-shm", "shop.db-wal"]
        assert "fresh" in await tables(shop)
        assert look(shop.parent) == before
    assert list(look(shop.parent)) == ["shop.db"]


async def test_wal_left_by_a_crash_is_read_and_left_as_it_was(shop: Path) -> None:
    crash_after(shop, WAL, "CREATE TABLE fresh (id)")
    before = look(shop.parent)
    assert sorted(before) == ["shop.db", "shop.db-shm", "shop.db-wal"]
    assert "fresh" in await tables(shop)
    assert look(shop.parent) == before


async def test_wal_without_its_index_needs_a_writer(shop: Path) -> None:
    crash_after(shop, WAL, "CREATE TABLE fresh (id)")
    (shop.parent / "shop.db-shm").unlink()
    before = look(shop.parent)
    assert (await refused(shop)).code == "TARGET_NEEDS_RECOVERY"
    assert look(shop.parent) == before


async def test_hot_journal_needs_a_writer(shop: Path) -> None:
    crash_after(
        shop,
        "CREATE TABLE big (x)",
        "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 500) INSERT INTO big SELECT randomblob(4000) FROM n",
        "PRAGMA cache_size = 5",
        "BEGIN",
        "UPDATE big SET x = randomblob(4000)",
    )
    before = look(shop.parent)
    assert "shop.db-journal" in before
    assert (await refused(shop)).code == "TARGET_NEEDS_RECOVERY"
    assert look(shop.parent) == before


async def test_journal_of_a_live_writer_is_not_hot(shop: Path) -> None:
    with closing(sqlite3.connect(shop, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("CREATE TABLE unseen (id)")
        assert "unseen" not in await tables(shop)


def test_writer_that_comes_during_an_immutable_read_makes_it_start_anew(shop: Path) -> None:
    make(shop, WAL)
    calls: list[set[str]] = []

    def read(connection: sqlite3.Connection, _: object) -> None:
        calls.append({row[0] for row in connection.execute("SELECT name FROM sqlite_master")})
        if len(calls) == 1:
            crash_after(shop, "CREATE TABLE fresh (id)")

    read_unchanged(shop, read)
    assert ["fresh" in names for names in calls] == [False, True]


def test_second_reader_does_not_take_the_first_ones_lock_away(shop: Path) -> None:
    """POSIX drops a process's locks on a file when it closes any descriptor of it."""

    def write_elsewhere() -> int:
        program = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0.1).execute('DROP VIEW names')"
        command = [sys.executable, "-c", program, str(shop)]
        return subprocess.run(command, capture_output=True, check=False).returncode

    def read(connection: sqlite3.Connection, _: object) -> int:
        connection.execute("SELECT * FROM sqlite_master").fetchall()
        second.start()
        second.join(0.3)
        return write_elsewhere()

    second = threading.Thread(target=read_unchanged, args=(shop, lambda *_: None))
    assert read_unchanged(shop, read) != 0
    second.join()
    assert write_elsewhere() == 0


async def test_missing_file_is_refused_and_not_made(tmp_path: Path) -> None:
    assert (await refused(tmp_path / "new.db")).code == "TARGET_MISSING"
    assert list(tmp_path.iterdir()) == []


async def test_dangling_symlink_is_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "nowhere.db")
    assert (await refused(tmp_path / "link.db")).code == "TARGET_MISSING"
    assert not (tmp_path / "nowhere.db").exists()


async def test_text_file_and_directory_are_no_databases(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("hello " * 1000)
    assert (await refused(tmp_path / "text.db")).code == "NOT_A_DATABASE"
    (tmp_path / "folder.db").mkdir()
    assert (await refused(tmp_path / "folder.db")).code == "NOT_A_DATABASE"


async def test_damaged_catalogue_is_named(shop: Path) -> None:
    content = bytearray(shop.read_bytes())
    content[100:110] = b"\xff" * 10
    shop.write_bytes(content)
    assert (await refused(shop)).code == "TARGET_DAMAGED"


@pytest.mark.parametrize(
    "name", ["with space.db", "a?b#c%20d.db", "ünïcode&mode=rwc.db", "file:x.db", "a'b\"c.db"]
)
async def test_odd_paths_name_exactly_their_file(tmp_path: Path, name: str) -> None:
    path = make(tmp_path / name, "CREATE TABLE here (id)")
    assert await tables(path) == {"here"}
    assert [each.name for each in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
async def test_reads_at_once_while_a_writer_writes_are_each_of_one_moment(shop: Path, mode: str) -> None:
    """Each commit makes two tables; no read sees one of them alone."""
    make(shop, f"PRAGMA journal_mode = {mode}")

    def write() -> None:
        with closing(sqlite3.connect(shop, isolation_level=None, timeout=30)) as writer:
            for number in range(40):
                writer.execute("BEGIN IMMEDIATE")
                writer.execute(f"CREATE TABLE a{number} (id)")
                writer.execute(f"CREATE TABLE b{number} (id)")
                writer.execute("COMMIT")

    seen: list[set[str]] = []

    async def read() -> None:
        for _ in range(15):
            seen.append(await tables(shop) - {"users", "orders"})

    async with anyio.create_task_group() as group:
        group.start_soon(anyio.to_thread.run_sync, write)
        for _ in range(4):
            group.start_soon(read)
    assert len(seen) == 60
    for names in seen:
        assert {name[1:] for name in names if name[0] == "a"} == {
            name[1:] for name in names if name[0] == "b"
        }
