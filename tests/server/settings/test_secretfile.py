"""A file with a URL in it: ours alone, plain, small, one line; and told by its key only."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from schemawarden.errors import ConfigError
from schemawarden.settings import secretfile
from schemawarden.settings.secretfile import secret_in

KEY = "targets.app.url.file"
URL = "postgres://u:c4n4ry@h/db"
Make = Callable[[Path], object]


def write(path: Path, content: bytes, mode: int = 0o600) -> None:
    path.write_bytes(content)
    path.chmod(mode)


def link_to_a_secret(path: Path) -> None:
    write(path.with_name("c4n4ry-real"), URL.encode())
    path.symlink_to(path.with_name("c4n4ry-real"))


@pytest.mark.parametrize("mode", [0o600, 0o400])
@pytest.mark.parametrize("content", [URL, f"{URL}\n", f"  {URL}\r\n\n", URL.ljust(4_096)])
def test_one_line_is_read_and_trimmed(tmp_path: Path, content: str, mode: int) -> None:
    write(tmp_path / "url", content.encode(), mode)
    assert secret_in(tmp_path / "url", KEY) == URL


@pytest.mark.parametrize(
    ("make", "code", "told"),
    [
        (lambda path: None, "CONFIG_SECRET_UNREADABLE", "is not there"),
        (link_to_a_secret, "CONFIG_SECRET_UNREADABLE", "is a symbolic link"),
        (lambda path: path.symlink_to("nowhere"), "CONFIG_SECRET_UNREADABLE", "is a symbolic link"),
        (lambda path: path.mkdir(0o700), "CONFIG_SECRET_UNREADABLE", "is not a regular file"),
        (lambda path: os.mkfifo(path, 0o600), "CONFIG_SECRET_UNREADABLE", "is not a regular file"),
        (lambda path: write(path, b""), "CONFIG_SECRET_UNREADABLE", "is empty"),
        (lambda path: write(path, b" \n\n"), "CONFIG_SECRET_UNREADABLE", "is empty"),
        (lambda path: write(path, URL.ljust(4_097).encode()), "CONFIG_SECRET_UNREADABLE", "more than 4096"),
        (lambda path: write(path, b"c4n4ry\xff"), "CONFIG_SECRET_UNREADABLE", "not UTF-8"),
        (lambda path: write(path, b"c4n4ry\0"), "CONFIG_SECRET_UNREADABLE", "control characters"),
        (lambda path: write(path, b"c4n4ry\nc4n4ry\n"), "CONFIG_SECRET_UNREADABLE", "more than one line"),
        (lambda path: write(path, URL.encode(), 0o644), "CONFIG_SECRET_OPEN", "others than its owner"),
        (lambda path: write(path, URL.encode(), 0o640), "CONFIG_SECRET_OPEN", "others than its owner"),
        (lambda path: write(path, URL.encode(), 0o604), "CONFIG_SECRET_OPEN", "others than its owner"),
        (lambda path: write(path, URL.encode(), 0o620), "CONFIG_SECRET_OPEN", "others than its owner"),
        (lambda path: write(path, URL.encode(), 0o602), "CONFIG_SECRET_OPEN", "others than its owner"),
        (lambda path: write(path, URL.encode(), 0o610), "CONFIG_SECRET_OPEN", "others than its owner"),
    ],
)
def test_what_is_no_secret_of_ours_is_refused_and_not_repeated(
    tmp_path: Path, make: Make, code: str, told: str
) -> None:
    make(tmp_path / "c4n4ry")
    with pytest.raises(ConfigError) as refused:
        secret_in(tmp_path / "c4n4ry", KEY)
    assert refused.value.code == code
    assert told in refused.value.message
    assert KEY in refused.value.message
    assert refused.value.hint
    assert "c4n4ry" not in str(refused.value) + repr(refused.value)
    assert refused.value.__cause__ is None


def test_a_file_of_another_user_is_refused_and_one_of_root_is_not() -> None:
    def status(uid: int) -> os.stat_result:
        return os.stat_result((stat.S_IFREG | 0o600, 1, 1, 1, uid, 0, 0, 0, 0, 0))

    with pytest.raises(ConfigError, match="belongs to another user") as refused:
        secretfile._refuse_foreign(status(os.geteuid() + 1), KEY)
    assert refused.value.code == "CONFIG_SECRET_OPEN"
    secretfile._refuse_foreign(status(os.geteuid()), KEY)
    secretfile._refuse_foreign(status(0), KEY)


@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_nothing_stays_open(tmp_path: Path, mode: int) -> None:
    write(tmp_path / "url", URL.encode(), mode)
    before = os.listdir("/dev/fd")
    for _ in range(3):
        try:
            secret_in(tmp_path / "url", KEY)
        except ConfigError:
            continue
    assert len(os.listdir("/dev/fd")) == len(before)
