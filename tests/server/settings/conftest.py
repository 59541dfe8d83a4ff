"""A folder that only we can write to, and a minimal config in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICQpZVr0iUk/EJtO6NEbIea3aNsOgXn/sGqkRctZE4aJ"
OTHER_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJb+7oSrwpROiwNIXMoX5ND3jnVutRjLe1kUN4dTYevC"

TARGET = """\
[targets.app]
dialect = "sqlite"
url.file = "data/app.db"
workspace = "work"
"""

POSTGRES = """\
[targets.app]
dialect = "postgresql"
url.env = "APP_DB"
workspace = "work"
"""

Write = Callable[[str], Path]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The operator's directory, with an empty workspace `work` and a home of its own."""
    home = tmp_path / "home"
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "operator"
    for directory in (home, folder, folder / "work"):
        directory.mkdir(mode=0o700)
    return folder


@pytest.fixture
def write(folder: Path) -> Write:
    """Writes a config and tells its path."""

    def write(text: str, name: str = "schemawarden.toml") -> Path:
        path = folder / name
        path.write_text(text)
        path.chmod(0o600)
        return path

    return write
