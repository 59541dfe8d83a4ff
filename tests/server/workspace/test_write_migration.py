"""A migration and its sum are written both or neither, and nothing else is touched."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from schemawarden.errors import WorkspaceError
from schemawarden.ports import SourceFile
from schemawarden.workspace import PathWorkspace, survey

NEW = SourceFile("20260103000000_add_name.sql", b"ALTER TABLE users ADD COLUMN name text;\n")
SUM = b"h1:second\n"
Names = Callable[[Path], list[str]]
Look = Callable[[Path], dict[str, str]]


def at(root: Path) -> PathWorkspace:
    return PathWorkspace(root, "migrations", ("schema.sql",))


async def expected(root: Path) -> str:
    return (await at(root).snapshot()).digest


async def refused(root: Path, file: SourceFile, digest: str) -> str:
    with pytest.raises(WorkspaceError) as caught:
        await at(root).write_migrations((file,), SUM, digest)
    assert caught.value.hint
    return caught.value.code


async def test_writes_file_and_sum_and_leaves_no_draft(root: Path, names: Names) -> None:
    await at(root).write_migrations((NEW,), SUM, await expected(root))
    snapshot = await at(root).snapshot()
    assert snapshot.migrations[-1] == NEW
    assert snapshot.sum_file == SUM
    assert len(names(root / "migrations")) == 4
    assert (root / "migrations" / NEW.name).stat().st_nlink == 1


async def test_writes_the_sum_alone(root: Path, names: Names) -> None:
    await at(root).write_migrations((), SUM, await expected(root))
    assert (await at(root).snapshot()).sum_file == SUM
    assert len(names(root / "migrations")) == 3


async def test_makes_the_directory_of_a_fresh_project(tmp_path: Path) -> None:
    space = PathWorkspace(tmp_path, "db/migrations")
    await space.write_migrations((NEW,), SUM, (await space.snapshot()).digest)
    assert (await space.snapshot()).migrations == (NEW,)


async def test_refused_write_takes_its_new_directories_away_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: Names
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    space = PathWorkspace(tmp_path, "db/migrations")
    digest = (await space.snapshot()).digest
    monkeypatch.setattr(os, "rename", fail)
    with pytest.raises(WorkspaceError, match="No space left"):
        await space.write_migrations((NEW,), SUM, digest)
    assert names(tmp_path) == []


async def test_write_refuses_when_the_workspace_is_another_version(root: Path, listing: Look) -> None:
    digest = await expected(root)
    (root / "schema.sql").write_text("-- edited")
    before = listing(root)
    assert await refused(root, NEW, digest) == "WORKSPACE_CHANGED"
    assert listing(root) == before


async def test_write_refuses_when_an_edit_comes_between_check_and_write(
    root: Path, listing: Look, monkeypatch: pytest.MonkeyPatch, names: Names
) -> None:
    digest, real = await expected(root), os.fsync

    def edit_then_sync(handle: int) -> None:
        (root / "schema.sql").write_text("-- edited meanwhile")
        real(handle)

    monkeypatch.setattr(os, "fsync", edit_then_sync)
    assert await refused(root, NEW, digest) == "WORKSPACE_CHANGED"
    assert names(root / "migrations") == [
        "20260101000000_users.sql",
        "20260102000000_pets.sql",
        "atlas.sum",
    ]


async def test_write_refuses_when_the_directory_is_replaced_by_its_copy(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: Names
) -> None:
    digest, real, done = await expected(root), os.fsync, list[bool]()

    def replace_then_sync(handle: int) -> None:
        real(handle)
        if not done:
            done.append(True)
            (root / "migrations").rename(tmp_path / "old")
            shutil.copytree(tmp_path / "old", root / "migrations")

    monkeypatch.setattr(os, "fsync", replace_then_sync)
    assert await refused(root, NEW, digest) == "WORKSPACE_CHANGED"
    assert NEW.name not in names(tmp_path / "old")
    assert NEW.name not in names(root / "migrations")


@pytest.mark.parametrize(
    "name",
    [
        "../../esc.sql",
        "20260103000000_../x.sql",
        "20260103000000_a\nb.sql",
        "20260103000000_a.sql\n",
        "20260103000000_A.sql",
        "2026_a.sql",
        "20260103000000_.sql",
        "20260103000000_" + "a" * 65 + ".sql",
        "20260103000000_a.sql\0",
        "atlas.sum",
        "",
    ],
)
async def test_write_refuses_other_names_and_makes_no_file(
    root: Path, tmp_path: Path, listing: Look, name: str
) -> None:
    before = listing(tmp_path)
    assert await refused(root, SourceFile(name, b""), await expected(root)) == "INVALID_NAME"
    assert listing(tmp_path) == before


async def test_existing_migration_is_never_overwritten(root: Path, listing: Look) -> None:
    (root / "migrations" / NEW.name).write_text("DROP TABLE users;")
    before = listing(root)
    assert await refused(root, NEW, await expected(root)) == "MIGRATION_EXISTS"
    assert listing(root) == before


async def test_migration_that_appears_in_the_last_moment_is_not_overwritten(
    root: Path, monkeypatch: pytest.MonkeyPatch, names: Names
) -> None:
    digest, real = await expected(root), os.link

    def appear_then_link(*args: object, **named: object) -> None:
        (root / "migrations" / NEW.name).write_text("mine")
        real(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "link", appear_then_link)
    assert await refused(root, NEW, digest) == "MIGRATION_EXISTS"
    assert (root / "migrations" / NEW.name).read_text() == "mine"
    assert (root / "migrations" / "atlas.sum").read_text() == "h1:first\n"
    assert len(names(root / "migrations")) == 4


@pytest.mark.parametrize("hard", [True, False])
async def test_linked_sum_is_refused_and_what_it_leads_to_is_untouched(
    root: Path, tmp_path: Path, hard: bool
) -> None:
    digest, important = await expected(root), tmp_path / "important"
    important.write_text("keep")
    (root / "migrations" / "atlas.sum").unlink()
    if hard:
        os.link(important, root / "migrations" / "atlas.sum")
    else:
        (root / "migrations" / "atlas.sum").symlink_to(important)
    assert await refused(root, NEW, digest) == ("HARDLINK_REFUSED" if hard else "SYMLINK_REFUSED")
    assert important.read_text() == "keep"
    assert not (root / "migrations" / NEW.name).exists()


async def test_sum_that_turns_into_a_symlink_in_the_last_moment_is_replaced_not_followed(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest, real, important = await expected(root), os.rename, tmp_path / "important"
    important.write_text("keep")

    def swap_then_rename(*args: object, **named: object) -> None:
        (root / "migrations" / "atlas.sum").unlink()
        (root / "migrations" / "atlas.sum").symlink_to(important)
        real(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "rename", swap_then_rename)
    await at(root).write_migrations((NEW,), SUM, digest)
    assert important.read_text() == "keep"
    assert not (root / "migrations" / "atlas.sum").is_symlink()


@pytest.mark.parametrize("call", ["open", "link", "rename", "fsync"])
async def test_failure_at_any_call_leaves_the_old_version_whole(
    root: Path, listing: Look, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    digest, before, real = await expected(root), listing(root), getattr(os, call)

    def fail(*args: object, **named: object) -> object:
        if call == "open" and not (isinstance(args[1], int) and args[1] & os.O_CREAT):
            return real(*args, **named)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(WorkspaceError, match="Input/output error"):
        await at(root).write_migrations((NEW,), SUM, digest)
    monkeypatch.undo()
    assert listing(root) == before


async def test_draft_left_by_a_crash_does_not_block_reading_and_is_swept(root: Path, names: Names) -> None:
    migrations = root / "migrations"
    (migrations / ".schemawarden-0123").write_bytes(NEW.content)
    os.link(migrations / ".schemawarden-0123", migrations / NEW.name)
    snapshot = await at(root).snapshot()
    assert snapshot.migrations[-1] == NEW
    await at(root).write_migrations((), SUM, snapshot.digest)
    assert names(migrations)[-1] == "atlas.sum"
    assert len(names(migrations)) == 4


async def test_text_that_no_snapshot_would_take_is_not_written(root: Path) -> None:
    digest = await expected(root)
    assert await refused(root, SourceFile(NEW.name, b"\xff"), digest) == "NOT_UTF8"
    large = b" " * (survey.MAX_FILE_BYTES + 1)
    assert await refused(root, SourceFile(NEW.name, large), digest) == "FILE_TOO_LARGE"
