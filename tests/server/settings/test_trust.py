"""Whose config it is, which targets are throw-away, and whose state (threats A05, A06, F05)."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from schemawarden.errors import ConfigError
from schemawarden.settings import load, not_disposable, prepare_state, trust
from tests.server.settings.conftest import TARGET, Write

DISPOSABLE = TARGET.replace("data/app.db", "work/app.db") + "disposable = true\n"
INSIDE = DISPOSABLE.replace("work/app.db", "app.db").replace('"work"', '"."')


def code(path: Path) -> str:
    with pytest.raises(ConfigError) as refused:
        load(path)
    return refused.value.code


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_config_that_others_can_write_is_refused(write: Write, mode: int) -> None:
    path = write(TARGET)
    path.chmod(mode)
    assert code(path) == "CONFIG_WRITABLE_BY_OTHERS"


def test_a_config_that_others_can_read_is_accepted(write: Write) -> None:
    path = write(TARGET)
    path.chmod(0o644)
    assert load(path).targets


def test_a_config_in_a_directory_that_others_can_write_is_refused(folder: Path, write: Write) -> None:
    path = write(TARGET)
    folder.chmod(0o770)
    assert code(path) == "CONFIG_WRITABLE_BY_OTHERS"


def test_a_sticky_directory_keeps_others_from_replacing_it(folder: Path, write: Write) -> None:
    path = write(TARGET)
    folder.chmod(0o1777)
    assert load(path).targets


def test_a_link_is_judged_by_what_it_points_to_and_where_it_stands(folder: Path, write: Write) -> None:
    path = write(TARGET)
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    link = elsewhere / "schemawarden.toml"
    link.symlink_to(path)
    assert load(link).path == link
    elsewhere.chmod(0o777)
    assert code(link) == "CONFIG_WRITABLE_BY_OTHERS"
    elsewhere.chmod(0o700)
    path.chmod(0o666)
    assert code(link) == "CONFIG_WRITABLE_BY_OTHERS"


def test_a_file_of_another_user_is_not_the_operators() -> None:
    def status(uid: int) -> os.stat_result:
        return os.stat_result((stat.S_IFREG | 0o600, 1, 1, 1, uid, 0, 0, 0, 0, 0))

    assert trust.open_to_others(status(os.geteuid() + 1))
    assert not trust.open_to_others(status(os.geteuid()))
    assert not trust.open_to_others(status(0))


def test_what_is_no_file_is_refused_without_waiting(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    assert code(folder / "pipe") == "CONFIG_UNREADABLE"
    assert code(folder / "work") == "CONFIG_UNREADABLE"


def test_a_config_inside_a_workspace_is_refused(write: Write) -> None:
    assert code(write(TARGET.replace('"work"', '"."'))) == "CONFIG_IN_WORKSPACE"


def test_a_config_inside_a_workspace_through_a_link_is_refused(folder: Path, write: Write) -> None:
    (folder / "link").symlink_to(folder)
    assert code(write(TARGET.replace('"work"', '"link"'))) == "CONFIG_IN_WORKSPACE"


def test_a_link_in_a_workspace_to_a_config_outside_is_refused(folder: Path, write: Write) -> None:
    text = TARGET.replace('"work"', f'"{folder}/work"').replace('"data', f'"{folder}/data')
    (folder / "work" / "link.toml").symlink_to(write(text))
    assert code(folder / "work" / "link.toml") == "CONFIG_IN_WORKSPACE"


def test_a_config_inside_a_workspace_counts_when_every_target_is_disposable(
    folder: Path, write: Write
) -> None:
    config = load(write(INSIDE))
    assert config.targets["app"].disposable
    assert config.targets["app"].approval.assurance == "advisory"
    real = TARGET.replace("targets.app", "targets.real")
    assert code(write(INSIDE + real)) == "CONFIG_IN_WORKSPACE"


def test_state_inside_a_workspace_is_refused_unless_all_is_disposable(write: Write) -> None:
    state = '[server]\nstate = "work/state"\n'
    assert code(write(state + TARGET)) == "CONFIG_IN_WORKSPACE"
    assert load(write(state + DISPOSABLE)).server.state.name == "state"


def test_a_disposable_database_may_be_missing_or_a_plain_file(folder: Path, write: Write) -> None:
    assert load(write(DISPOSABLE)).targets["app"].disposable
    (folder / "work" / "app.db").touch()
    assert load(write(DISPOSABLE + 'mode = "error-only"\n')).targets["app"].mode == "error-only"


@pytest.mark.parametrize(
    "url",
    ['url.file = "data/app.db"', 'url.file = "work/../app.db"', 'url.env = "DB"', 'url.command = ["db"]'],
)
def test_a_database_elsewhere_is_not_disposable(write: Write, url: str) -> None:
    text = TARGET.replace('url.file = "data/app.db"', url) + "disposable = true\n"
    assert code(write(text)) == "CONFIG_NOT_DISPOSABLE"


def test_error_only_is_for_disposable_targets(write: Write) -> None:
    assert code(write(TARGET + 'mode = "error-only"\n')) == "CONFIG_NOT_DISPOSABLE"


def test_a_link_to_a_database_that_matters_is_not_disposable(folder: Path, write: Write) -> None:
    precious = folder / "precious"
    precious.mkdir()
    (precious / "app.db").touch()
    database = folder / "work" / "app.db"
    database.symlink_to(precious / "app.db")
    assert code(write(DISPOSABLE)) == "CONFIG_NOT_DISPOSABLE"
    database.unlink()
    database.hardlink_to(precious / "app.db")
    assert code(write(DISPOSABLE)) == "CONFIG_NOT_DISPOSABLE"
    (folder / "work" / "sub").symlink_to(precious)
    assert (
        not_disposable(folder / "work" / "sub" / "app.db", folder / "work")
        == "is reached through a symbolic link"
    )
    assert (
        not_disposable(folder / "work" / "sub" / "new.db", folder / "work")
        == "is reached through a symbolic link"
    )


def test_a_disposable_database_is_a_file(folder: Path) -> None:
    work = folder / "work"
    (work / "directory").mkdir()
    os.mkfifo(work / "pipe")
    (work / "plain").touch()
    assert not_disposable(work / "plain", work) is None
    assert not_disposable(work / "directory", work) == "is not a regular file"
    assert not_disposable(work / "pipe", work) == "is not a regular file"
    assert not_disposable(work / "plain" / "x", work) == "is not a regular file"
    assert not_disposable(work, work) == "is not below the target's workspace"


def test_state_is_made_for_its_owner_alone(folder: Path) -> None:
    state = prepare_state(folder / "a" / "state")
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert prepare_state(state) == state


def test_state_that_others_can_see_is_refused_and_left_as_it_is(folder: Path) -> None:
    state = folder / "state"
    state.mkdir()
    state.chmod(0o755)
    with pytest.raises(ConfigError, match="chmod 700") as refused:
        prepare_state(state)
    assert refused.value.code == "CONFIG_STATE_OPEN"
    assert stat.S_IMODE(state.stat().st_mode) == 0o755


def test_state_that_can_not_be_made_is_refused(folder: Path) -> None:
    (folder / "file").touch()
    with pytest.raises(ConfigError) as refused:
        prepare_state(folder / "file" / "state")
    assert refused.value.code == "CONFIG_STATE_UNUSABLE"
