"""Running `schemawarden check` in this process, in a directory and with a cache of its own."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from schemawarden.cli.check.main import main

DROP = "DROP TABLE users;\n"
SAFE = "CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);\n"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def files(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.out)["files"]
        return found

    def rules(self, at: int = 0) -> list[str]:
        return [finding["rule"] for finding in self.files[at]["findings"]]


Check = Callable[..., Ran]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory of the runs; the cache stands beside it."""
    directory = tmp_path / "project"
    directory.mkdir()
    monkeypatch.chdir(directory)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("NO_COLOR", raising=False)
    return directory


@pytest.fixture
def check(project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Check:
    """`check(*arguments, dialect="postgresql", stdin=b"")`; JSON unless another format is asked for."""

    def run(*arguments: str, dialect: str = "postgresql", stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        given = [] if "--format" in arguments else ["--format", "json"]
        given += ["--dialect", dialect] if dialect else []
        code = main([*given, *arguments])
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run


def write(directory: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
