"""What a snapshot takes, and what it refuses."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from schemawarden.errors import ConfigError, WorkspaceError
from schemawarden.ports import Workspace
from schemawarden.workspace import PathWorkspace, survey

SECRET = "root:x:0:0"


def at(root: Path) -> Workspace:
    return PathWorkspace(root, "migrations", ("schema.sql",))


async def refused(space: Workspace) -> WorkspaceError:
    with pytest.raises(WorkspaceError) as caught:
        await space.snapshot()
    assert caught.value.hint
    assert SECRET not in str(caught.value)
    return caught.value


async def test_snapshot_holds_migrations_sum_and_desired_sorted_by_name(root: Path) -> None:
    snapshot = await at(root).snapshot()
    assert [file.name for file in snapshot.migrations] == [
        "20260101000000_users.sql",
        "20260102000000_pets.sql",
    ]
    assert snapshot.migrations[1].content == b"CREATE TABLE pets (id int);\n"
    assert snapshot.sum_file == b"h1:first\n"
    assert [file.name for file in snapshot.desired] == ["schema.sql"]


async def test_digest_changes_with_every_name_content_sum_and_desired_file(root: Path) -> None:
    digests = [(await at(root).snapshot()).digest]
    (root / "schema.sql").write_text("CREATE TABLE users (id int) ;")
    digests.append((await at(root).snapshot()).digest)
    (root / "migrations" / "atlas.sum").write_text("h1:other\n")
    digests.append((await at(root).snapshot()).digest)
    (root / "migrations" / "20260102000000_pets.sql").rename(root / "migrations" / "20260102000001_pets.sql")
    digests.append((await at(root).snapshot()).digest)
    (root / "migrations" / "20260102000001_pets.sql").write_text("CREATE TABLE pets (no int);\n")
    digests.append((await at(root).snapshot()).digest)
    assert len(set(digests)) == 5


async def test_digest_is_the_same_for_the_same_files(root: Path) -> None:
    assert (await at(root).snapshot()).digest == (await at(root).snapshot()).digest


async def test_bytes_moved_from_one_file_to_the_next_change_the_digest(tmp_path: Path) -> None:
    for name, first, second in (("a", "12", "3"), ("b", "1", "23")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.sql").write_text(first)
        (tmp_path / name / "2.sql").write_text(second)
    a, b = PathWorkspace(tmp_path, "a"), PathWorkspace(tmp_path, "b")
    assert (await a.snapshot()).digest != (await b.snapshot()).digest


async def test_missing_migration_directory_is_an_empty_one(root: Path) -> None:
    snapshot = await PathWorkspace(root, "not/yet").snapshot()
    assert snapshot.migrations == ()
    assert snapshot.sum_file is None
    assert not (root / "not").exists()


async def test_other_files_and_subdirectories_are_ignored(root: Path) -> None:
    (root / "migrations" / "README.md").symlink_to("/etc/passwd")
    (root / "migrations" / "old").mkdir()
    (root / "migrations" / "old" / "20250101000000_x.sql").write_text("x")
    assert len((await at(root).snapshot()).migrations) == 2


async def test_hidden_sql_file_counts_as_it_does_for_atlas(root: Path) -> None:
    (root / "migrations" / ".hidden.sql").write_text("DROP TABLE users;")
    assert ".hidden.sql" in [file.name for file in (await at(root).snapshot()).migrations]


async def test_root_may_be_a_symlink_for_it_is_the_operators(root: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(root)
    assert len((await at(tmp_path / "link").snapshot()).migrations) == 2


@pytest.mark.parametrize("name", ["migrations/1.sql", "migrations/atlas.sum", "schema.sql"])
async def test_symlinked_file_is_refused_and_its_content_stays_unseen(
    root: Path, tmp_path: Path, name: str
) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    (root / name).unlink(missing_ok=True)
    (root / name).symlink_to(secret)
    error = await refused(at(root))
    assert error.code == "SYMLINK_REFUSED"
    assert name in error.message
    assert str(tmp_path) not in str(error)


async def test_dangling_symlink_is_refused(root: Path) -> None:
    (root / "migrations" / "1.sql").symlink_to("nowhere")
    assert (await refused(at(root))).code == "SYMLINK_REFUSED"


@pytest.mark.parametrize("inside", [True, False])
async def test_symlinked_directory_is_refused_wherever_it_leads(
    root: Path, tmp_path: Path, inside: bool
) -> None:
    moved = (root if inside else tmp_path) / "moved"
    (root / "migrations").rename(moved)
    (root / "migrations").symlink_to(moved)
    assert (await refused(at(root))).code == "SYMLINK_REFUSED"


async def test_symlink_in_the_middle_of_a_path_is_refused(root: Path) -> None:
    (root / "db").symlink_to(".")
    assert (await refused(PathWorkspace(root, "db/migrations"))).code == "SYMLINK_REFUSED"
    assert (await refused(PathWorkspace(root, "migrations", ("db/schema.sql",)))).code == "SYMLINK_REFUSED"


async def test_symlinked_desired_directory_is_refused(root: Path) -> None:
    (root / "desired").symlink_to("/etc")
    assert (await refused(PathWorkspace(root, "migrations", ("desired",)))).code == "SYMLINK_REFUSED"


async def test_hard_link_from_elsewhere_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET)
    os.link(tmp_path / "secret", root / "migrations" / "1.sql")
    assert (await refused(at(root))).code == "HARDLINK_REFUSED"


async def test_fifo_is_refused_and_does_not_hang(root: Path) -> None:
    os.mkfifo(root / "migrations" / "1.sql")
    assert (await refused(at(root))).code == "NOT_A_REGULAR_FILE"


async def test_directory_named_like_a_migration_is_refused(root: Path) -> None:
    (root / "migrations" / "1.sql").mkdir()
    assert (await refused(at(root))).code == "NOT_A_REGULAR_FILE"


async def test_socket_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "migrations")  # a socket's path is short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("1.sql")
        assert (await refused(at(root))).code == "NOT_A_REGULAR_FILE"


@pytest.mark.parametrize("name", ["a\nb.sql", "a\u202eb.sql", "a\x1b[31m.sql"])
async def test_name_with_control_or_bidirectional_characters_is_refused(root: Path, name: str) -> None:
    (root / "migrations" / name).write_text("x")
    error = await refused(at(root))
    assert error.code == "INVALID_NAME"
    assert str(error).isprintable()


async def test_text_that_is_not_utf8_is_refused_with_file_and_offset(root: Path) -> None:
    (root / "migrations" / "20260102000000_pets.sql").write_bytes(b"CREATE \xff")
    error = await refused(at(root))
    assert error.code == "NOT_UTF8"
    assert "migrations/20260102000000_pets.sql" in error.message
    assert "byte 7" in error.message


async def test_file_in_the_way_of_the_migration_directory_is_named(root: Path) -> None:
    assert (await refused(PathWorkspace(root, "schema.sql/migrations"))).code == "NOT_A_DIRECTORY"


async def test_large_file_is_refused(root: Path) -> None:
    (root / "migrations" / "1.sql").write_bytes(b" " * (survey.MAX_FILE_BYTES + 1))
    assert (await refused(at(root))).code == "FILE_TOO_LARGE"


async def test_large_workspace_is_refused(root: Path) -> None:
    for number in range(17):
        (root / "migrations" / f"{number}.sql").write_bytes(b" " * survey.MAX_FILE_BYTES)
    assert (await refused(at(root))).code == "WORKSPACE_TOO_LARGE"


async def test_too_many_files_are_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "MAX_FILES", 2)
    assert (await refused(at(root))).code == "TOO_MANY_FILES"


async def test_missing_workspace_is_named_without_the_hosts_path(tmp_path: Path) -> None:
    error = await refused(at(tmp_path / "gone"))
    assert error.code == "WORKSPACE_UNREACHABLE"
    assert str(tmp_path) not in str(error)


@pytest.mark.parametrize("place", ["../elsewhere", "/etc", "a/../../b"])
def test_configured_path_outside_the_workspace_is_refused(tmp_path: Path, place: str) -> None:
    with pytest.raises(ConfigError, match="PATH_OUTSIDE_WORKSPACE"):
        PathWorkspace(tmp_path, place)
    with pytest.raises(ConfigError, match="PATH_OUTSIDE_WORKSPACE"):
        PathWorkspace(tmp_path, "migrations", (place,))


async def test_desired_directory_gives_its_files_with_their_workspace_names(root: Path) -> None:
    (root / "schema").mkdir()
    (root / "schema" / "b.hcl").write_text("b")
    (root / "schema" / "a.hcl").write_text("a")
    (root / "schema" / "notes.txt").write_text("ignored")
    snapshot = await PathWorkspace(root, "migrations", ("schema",)).snapshot()
    assert [file.name for file in snapshot.desired] == ["schema/a.hcl", "schema/b.hcl"]


async def test_file_that_is_named_twice_is_taken_once(root: Path) -> None:
    snapshot = await PathWorkspace(root, "migrations", ("schema.sql", ".")).snapshot()
    assert [file.name for file in snapshot.desired] == ["schema.sql"]


async def test_desired_sql_and_hcl_together_are_refused(root: Path) -> None:
    (root / "schema.hcl").write_text("")
    space = PathWorkspace(root, "migrations", ("schema.sql", "schema.hcl"))
    assert (await refused(space)).code == "DESIRED_MIXED"


async def test_desired_file_of_another_kind_is_refused(root: Path) -> None:
    (root / "models.py").write_text("")
    assert (await refused(PathWorkspace(root, "migrations", ("models.py",)))).code == "DESIRED_MIXED"


@pytest.mark.parametrize("place", ["gone.sql", "gone/schema.sql"])
async def test_missing_desired_file_is_named(root: Path, place: str) -> None:
    error = await refused(PathWorkspace(root, "migrations", (place,)))
    assert error.code == "DESIRED_MISSING"
    assert "gone" in error.message


def descriptors() -> int:
    return len(list(Path("/dev/fd").iterdir()))


async def test_reads_leave_no_descriptor_open(root: Path) -> None:
    await at(root).snapshot()
    before = descriptors()
    await at(root).snapshot()
    (root / "migrations" / "1.sql").symlink_to("/etc/passwd")
    await refused(at(root))
    assert descriptors() == before
