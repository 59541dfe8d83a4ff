"""A workspace that moves while it is read gives one whole version or none (E13)."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest

from schemawarden import workspace
from schemawarden.errors import WorkspaceError
from schemawarden.ports import Snapshot
from schemawarden.workspace import PathWorkspace, survey

FILES = 12


@contextmanager
def meanwhile(step: Callable[[int], None], times: int) -> Iterator[threading.Thread]:
    def steps() -> None:
        for number in range(times):
            step(number)

    thread = threading.Thread(target=steps)
    thread.start()
    try:
        yield thread
    finally:
        thread.join()


def fill(directory: Path, mark: str) -> None:
    directory.mkdir(parents=True)
    for number in range(FILES):
        (directory / f"{number:02}.sql").write_text(mark)
    (directory / "atlas.sum").write_text(mark)


def marks(snapshot: Snapshot) -> set[bytes]:
    assert len(snapshot.migrations) == FILES
    return {file.content for file in snapshot.migrations} | {snapshot.sum_file or b""}


async def snapshots(space: PathWorkspace, thread: threading.Thread, *codes: str) -> AsyncIterator[Snapshot]:
    """Read until the thread ends; refusals must be of these codes."""
    while thread.is_alive():
        try:
            snapshot = await space.snapshot()
        except WorkspaceError as error:
            if error.code not in ("WORKSPACE_UNSTABLE", *codes):
                raise
        else:
            yield snapshot


async def test_swapping_the_directory_a_thousand_times_never_gives_a_mixture(tmp_path: Path) -> None:
    for mark in ("a", "b"):
        fill(tmp_path / mark, mark)
    (tmp_path / "a").rename(tmp_path / "migrations")
    await anyio.sleep(0.05)

    def swap(number: int) -> None:
        old, new = ("a", "b") if number % 2 == 0 else ("b", "a")
        (tmp_path / "migrations").rename(tmp_path / old)
        (tmp_path / new).rename(tmp_path / "migrations")
        time.sleep(0.002)

    with meanwhile(swap, 1_000) as thread:
        found = [marks(each) async for each in snapshots(PathWorkspace(tmp_path, "migrations"), thread)]
    assert len(found) > 20
    assert all(len(each) == 1 for each in found)


async def test_swapping_the_whole_workspace_never_gives_a_mixture(tmp_path: Path) -> None:
    for mark in ("a", "b"):
        fill(tmp_path / mark / "migrations", mark)
    root = tmp_path / "workspace"
    (tmp_path / "a").rename(root)
    await anyio.sleep(0.05)

    def swap(number: int) -> None:
        old, new = ("a", "b") if number % 2 == 0 else ("b", "a")
        root.rename(tmp_path / old)
        (tmp_path / new).rename(root)
        time.sleep(0.002)

    space = PathWorkspace(root, "migrations")
    with meanwhile(swap, 300) as thread:
        found = [marks(each) async for each in snapshots(space, thread, "WORKSPACE_UNREACHABLE")]
    assert all(len(each) == 1 for each in found)


async def test_checkout_between_migrations_and_desired_schema_gives_the_new_version_of_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for mark in ("old", "new"):
        fill(tmp_path / mark / "migrations", mark)
        (tmp_path / mark / "schema.sql").write_text(mark)
    (tmp_path / "workspace").mkdir()
    await anyio.sleep(0.05)
    real = survey.look_at_desired

    def check_out(name: str) -> None:
        for part in ("migrations", "schema.sql"):
            if (tmp_path / "workspace" / part).exists():
                (tmp_path / "workspace" / part).rename(tmp_path / "gone" / part)
            (tmp_path / name / part).rename(tmp_path / "workspace" / part)

    def look_after_checkout(*args: Any) -> Any:
        if (tmp_path / "new" / "schema.sql").exists():
            check_out("new")
        return real(*args)

    (tmp_path / "gone").mkdir()
    check_out("old")
    monkeypatch.setattr(workspace, "look_at_desired", look_after_checkout)
    snapshot = await PathWorkspace(tmp_path / "workspace", "migrations", ("schema.sql",)).snapshot()
    assert marks(snapshot) == {b"new"}
    assert snapshot.desired[0].content == b"new"


async def test_file_that_arrives_while_others_are_read_is_part_of_the_snapshot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "migrations", "a")
    real = survey.read

    def read_after_arrival(directory: Any, name: str) -> bytes:
        (tmp_path / "migrations" / "99.sql").write_text("a")
        monkeypatch.setattr(workspace, "read", real)
        return real(directory, name)

    await anyio.sleep(0.05)
    monkeypatch.setattr(workspace, "read", read_after_arrival)
    snapshot = await PathWorkspace(tmp_path, "migrations").snapshot()
    assert len(snapshot.migrations) == FILES + 1


async def test_edit_of_the_same_size_after_a_file_was_read_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "migrations", "a")
    real = survey.read

    def read_then_rewrite(directory: Any, name: str) -> bytes:
        content = real(directory, name)
        for path in (tmp_path / "migrations").iterdir():
            path.write_text("b")
        monkeypatch.setattr(workspace, "read", real)
        return content

    await anyio.sleep(0.05)
    monkeypatch.setattr(workspace, "read", read_then_rewrite)
    assert marks(await PathWorkspace(tmp_path, "migrations").snapshot()) == {b"b"}


async def test_file_that_never_rests_is_refused(tmp_path: Path) -> None:
    fill(tmp_path / "migrations", "a")
    stop = threading.Event()

    def touch() -> None:
        while not stop.is_set():
            (tmp_path / "migrations" / "00.sql").write_text("b")

    thread = threading.Thread(target=touch)
    thread.start()
    try:
        with pytest.raises(WorkspaceError, match="WORKSPACE_UNSTABLE"):
            await PathWorkspace(tmp_path, "migrations").snapshot()
    finally:
        stop.set()
        thread.join()


async def test_snapshot_sees_an_edit_that_was_made_just_before(tmp_path: Path) -> None:
    fill(tmp_path / "migrations", "a")
    space = PathWorkspace(tmp_path, "migrations")
    for number in range(10):
        (tmp_path / "migrations" / "00.sql").write_text(str(number))
        assert (await space.snapshot()).migrations[0].content == str(number).encode()
