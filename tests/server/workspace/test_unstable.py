"""A workspace that moves while it is read gives one whole version or none (E13)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from schemawarden import workspace
from schemawarden.errors import WorkspaceError
from schemawarden.ports import Snapshot
from schemawarden.workspace import PathWorkspace

FILES = 12


@contextmanager
def meanwhile(step: Callable[[int], None], times: int) -> Iterator[threading.Thread]:
    thread = threading.Thread(target=lambda: [step(number) for number in range(times)])
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


async def whole_versions(space: PathWorkspace, thread: threading.Thread) -> int:
    """Read until the thread ends; every snapshot must be of one mark. Gives how many there were."""
    count = 0
    while thread.is_alive():
        try:
            assert len(marks(await space.snapshot())) == 1
        except WorkspaceError as error:
            assert error.code == "WORKSPACE_UNSTABLE"
        else:
            count += 1
    return count


async def test_swapping_the_directory_a_thousand_times_never_gives_a_mixture(tmp_path: Path) -> None:
    for mark in ("a", "b"):
        fill(tmp_path / mark, mark)
    (tmp_path / "a").rename(tmp_path / "migrations")
    time.sleep(0.05)

    def swap(number: int) -> None:
        old, new = ("a", "b") if number % 2 == 0 else ("b", "a")
        (tmp_path / "migrations").rename(tmp_path / old)
        (tmp_path / new).rename(tmp_path / "migrations")
        time.sleep(0.002)

    with meanwhile(swap, 1_000) as thread:
        assert await whole_versions(PathWorkspace(tmp_path, "migrations"), thread) > 20


async def test_swapping_the_whole_workspace_never_gives_a_mixture(tmp_path: Path) -> None:
    for mark in ("a", "b"):
        fill(tmp_path / mark / "migrations", mark)
    root = tmp_path / "workspace"
    (tmp_path / "a").rename(root)
    time.sleep(0.05)

    def swap(number: int) -> None:
        old, new = ("a", "b") if number % 2 == 0 else ("b", "a")
        root.rename(tmp_path / old)
        (tmp_path / new).rename(root)
        time.sleep(0.002)

    space = PathWorkspace(root, "migrations")
    with meanwhile(swap, 300) as thread:
        while thread.is_alive():
            try:
                assert len(marks(await space.snapshot())) == 1
            except WorkspaceError as error:
                assert error.code in ("WORKSPACE_UNSTABLE", "WORKSPACE_UNREACHABLE")


async def test_checkout_between_migrations_and_desired_schema_gives_the_new_version_of_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for mark in ("old", "new"):
        fill(tmp_path / mark / "migrations", mark)
        (tmp_path / mark / "schema.sql").write_text(mark)
    (tmp_path / "workspace").mkdir()
    time.sleep(0.05)
    real = workspace._look_at_desired

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
    monkeypatch.setattr(workspace, "_look_at_desired", look_after_checkout)
    snapshot = await PathWorkspace(tmp_path / "workspace", "migrations", ("schema.sql",)).snapshot()
    assert marks(snapshot) == {b"new"}
    assert snapshot.desired[0].content == b"new"


async def test_file_that_arrives_while_others_are_read_is_part_of_the_snapshot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "migrations", "a")
    real = workspace._read

    def read_after_arrival(directory: Any, name: str) -> bytes:
        (tmp_path / "migrations" / "99.sql").write_text("a")
        monkeypatch.setattr(workspace, "_read", real)
        return real(directory, name)

    time.sleep(0.05)
    monkeypatch.setattr(workspace, "_read", read_after_arrival)
    snapshot = await PathWorkspace(tmp_path, "migrations").snapshot()
    assert len(snapshot.migrations) == FILES + 1


async def test_rewriting_files_of_the_same_size_in_place_never_gives_a_mixture(tmp_path: Path) -> None:
    fill(tmp_path / "migrations", "0")

    def rewrite(number: int) -> None:
        for path in sorted((tmp_path / "migrations").iterdir()):
            path.write_text(str(number % 10))
        time.sleep(0.05)

    with meanwhile(rewrite, 40) as thread:
        space = PathWorkspace(tmp_path, "migrations")
        while thread.is_alive():
            try:
                found = marks(await space.snapshot())
            except WorkspaceError as error:
                assert error.code == "WORKSPACE_UNSTABLE"
            else:
                assert len(found - {b""}) == 1


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
