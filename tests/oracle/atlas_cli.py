"""The real Atlas CLI v0.13.1, built from the Go module proxy, in an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VERSION = "v0.13.1"
_MODULE = Path(__file__).parent / "atlas"
_PACKAGE = "ariga.io/atlas/cmd/atlas"


@dataclass(frozen=True)
class Output:
    """What one call printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.out.startswith(("{", "[", "null")), self
        return json.loads(self.out)

    def accepted(self) -> Output:
        assert self.code == 0, self
        return self


@dataclass(frozen=True)
class AtlasCli:
    """Knows nothing of the machine: no configuration, no login, no look for a newer version."""

    executable: Path
    home: Path

    def run(self, *arguments: str, seconds: float = 60.0) -> Output:
        """One call, in the home directory."""
        done = subprocess.run(
            [self.executable, *arguments], env=self.environment, cwd=self.home, timeout=seconds,
            stdin=subprocess.DEVNULL, capture_output=True, check=False,
        )  # fmt: skip
        return Output(done.returncode, done.stdout.decode(), done.stderr.decode())

    @property
    def environment(self) -> Mapping[str, str]:
        return {"HOME": str(self.home), "TMPDIR": str(self.home), "ATLAS_NO_UPDATE_NOTIFIER": "1"}


def build(home: Path) -> AtlasCli:
    """Compile the CLI below `home`; Go's own cache makes all but the first build of a machine cheap."""
    executable = home / "atlas"
    flags = f"-s -w -X {_PACKAGE}/internal/cmdapi.version={VERSION}"
    command: Sequence[str] = ("go", "build", "-ldflags", flags, "-o", str(executable), _PACKAGE)
    go = {"CGO_ENABLED": "1", "GOFLAGS": "-mod=readonly -trimpath", "GOTOOLCHAIN": "local", "GOWORK": "off"}
    done = subprocess.run(
        command, cwd=_MODULE, env=os.environ | go, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return AtlasCli(executable, home)
