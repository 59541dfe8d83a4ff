"""Looking at the workspace's directories and reading their files, without following anything.

A survey notes what stands where, down to inode and timestamps; two equal surveys around a read prove one whole version.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple

from schemawarden.errors import ConfigError, WorkspaceError

MAX_FILES = 10_000
MAX_FILE_BYTES = 4 * 1024 * 1024
MAX_TOTAL_BYTES = 64 * 1024 * 1024
TEMPORARY = ".schemawarden-"
"""Prefix of files in the making. They don't end in .sql, so nobody takes them for migrations."""
_FRESH_NS = 20_000_000
"""Kernels stamp files by a clock of 1 to 10 ms; a change later than that shows."""
SUM_FILE = "atlas.sum"
DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class MovedError(Exception):
    """The workspace changed meanwhile; another attempt may find it at rest."""


class _Mark(NamedTuple):
    """What changes when a file is written to or when another takes its place. A tuple, for there are thousands."""

    device: int
    inode: int
    size: int
    mtime_ns: int
    ctime_ns: int


@dataclass(frozen=True, slots=True)
class Directory:
    """A directory as one look saw it. Equal looks mean that nothing changed in between."""

    place: PurePosixPath
    chain: tuple[tuple[int, int], ...]
    """Device and inode of every directory from the root to this one."""
    marks: dict[str, _Mark]
    """The files that count, sorted by name."""
    missing: str = ""
    """The component that does not exist; `marks` then holds its parent's mark under "", and nothing else."""
    handle: int = field(default=-1, compare=False)

    def path(self, name: str) -> str:
        return str(self.place / name)


def relative(place: str) -> PurePosixPath:
    path = PurePosixPath(place)
    if path.is_absolute() or ".." in path.parts or "\0" in place:
        raise ConfigError(
            "PATH_OUTSIDE_WORKSPACE",
            f"{place!r} does not lie below the workspace.",
            "Name migrations and desired files relative to the workspace, without '..'.",
        )
    return path


def look_at_desired(held: ExitStack, root: int, place: PurePosixPath) -> Directory:
    if not place.parts:
        return look(held, root, place, (".sql", ".hcl"))
    parent = look(held, root, place.parent, (), place.name)
    if not parent.missing and not parent.marks:  # a directory, which is no file that counts
        return look(held, root, place, (".sql", ".hcl"))
    return parent


def look(
    held: ExitStack, root: int, place: PurePosixPath, endings: tuple[str, ...], only: str | None = None
) -> Directory:
    """List the files of `place` whose names end in one of `endings`, or look at the one file `only`."""
    handle, chain = root, [_identity(root)]
    for part in place.parts:
        try:
            handle = hold(held, open_below(handle, part, place))
        except FileNotFoundError:
            return Directory(place, tuple(chain), {"": _mark(os.fstat(handle))}, missing=part)
        chain.append(_identity(handle))
    found = _one(handle, only, place) if only is not None else _list(handle, place, endings)
    if found is None:
        return Directory(place, tuple(chain), {"": _mark(os.fstat(handle))}, missing=str(only))
    return Directory(place, tuple(chain), found, handle=handle)


def open_below(parent: int, part: str, place: PurePosixPath) -> int:
    try:
        return os.open(part, DIRECTORY | os.O_NOFOLLOW, dir_fd=parent)
    except OSError as error:
        if error.errno not in (errno.ELOOP, errno.ENOTDIR):
            raise
        if stat.S_ISLNK(os.lstat(part, dir_fd=parent).st_mode):
            raise _symlink(str(place)) from None
        raise WorkspaceError(
            "NOT_A_DIRECTORY",
            f"{place} leads through {part!r}, which is not a directory.",
            "Move that file away, or correct the path in the operator's configuration.",
        ) from None


def _list(handle: int, place: PurePosixPath, endings: tuple[str, ...]) -> dict[str, _Mark]:
    seen: dict[str, os.stat_result] = {}
    own_links: Counter[int] = Counter()
    with os.scandir(handle) as entries:
        for count, entry in enumerate(entries, start=1):
            if count > MAX_FILES:
                raise _too_many(str(place))
            if entry.name.startswith(TEMPORARY):
                own_links[entry.inode()] += 1
            elif entry.name.endswith(endings):
                seen[entry.name] = _status(handle, entry.name)
    return {name: _checked(seen[name], place, name, own_links[seen[name].st_ino]) for name in sorted(seen)}


def _one(handle: int, name: str, place: PurePosixPath) -> dict[str, _Mark] | None:
    """The mark of one file; empty for a directory, None when there is nothing of that name."""
    try:
        status = os.lstat(name, dir_fd=handle)
    except FileNotFoundError:
        return None
    return {} if stat.S_ISDIR(status.st_mode) else {name: _checked(status, place, name, 0)}


def _status(handle: int, name: str) -> os.stat_result:
    try:
        return os.lstat(name, dir_fd=handle)
    except FileNotFoundError:
        raise MovedError from None


def _checked(status: os.stat_result, place: PurePosixPath, name: str, own_links: int) -> _Mark:
    """Refuse what is not a plain file of this directory alone.

    A second link is how a file from elsewhere gets in (`ln /etc/shadow 1.sql`). Our own drafts don't count: a crash
    between link and unlink leaves one.
    """
    if stat.S_ISREG(status.st_mode) and status.st_nlink <= 1 + own_links and name.isprintable():
        return _mark(status)
    path = str(place / name)
    if not name.isprintable():
        raise WorkspaceError(
            "INVALID_NAME",
            f"The file name {path!a} holds control or invisible characters.",
            "Rename the file.",
        )
    if stat.S_ISLNK(status.st_mode):
        raise _symlink(path)
    if not stat.S_ISREG(status.st_mode):
        raise WorkspaceError(
            "NOT_A_REGULAR_FILE", f"{path} is not a regular file.", "Remove it, or give it another ending."
        )
    raise WorkspaceError(
        "HARDLINK_REFUSED",
        f"{path} has {status.st_nlink} hard links, so it may be a file from elsewhere.",
        "Replace it by a copy of its own (cp, then mv).",
    )


def _symlink(path: str) -> WorkspaceError:
    return WorkspaceError(
        "SYMLINK_REFUSED",
        f"{path} is, or leads through, a symbolic link.",
        "Put the file itself there; links in the workspace are never followed.",
    )


def _too_many(place: str) -> WorkspaceError:
    return WorkspaceError(
        "TOO_MANY_FILES",
        f"{place} brings the workspace above {MAX_FILES} files.",
        "Move unrelated files away, or squash old migrations into a checkpoint.",
    )


def _mark(status: os.stat_result) -> _Mark:
    return _Mark(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _identity(handle: int) -> tuple[int, int]:
    status = os.fstat(handle)
    return status.st_dev, status.st_ino


def hold(held: ExitStack, handle: int) -> int:
    held.callback(os.close, handle)
    return handle


@contextmanager
def os_errors_named() -> Iterator[None]:
    """Only WorkspaceError leaves the port, and without the host's paths."""
    try:
        yield
    except OSError as error:
        raise WorkspaceError(
            "WORKSPACE_UNREACHABLE",
            f"The workspace could not be read or written: {error.strerror or type(error).__name__}.",
            "Check that the workspace directory exists and that the server's user may read and write it.",
        ) from error


def wait_out(survey: list[Directory]) -> None:
    now = time.time_ns()
    if any(abs(now - mark.ctime_ns) < _FRESH_NS for each in survey for mark in each.marks.values()):
        time.sleep(_FRESH_NS / 1e9)
        raise MovedError


def refuse_excess(survey: list[Directory]) -> None:
    if sum(len(each.marks) for each in survey) > MAX_FILES:
        raise _too_many(str(survey[-1].place))
    for each in survey:
        for name, mark in each.marks.items():
            if mark.size > MAX_FILE_BYTES and not each.missing:
                raise WorkspaceError(
                    "FILE_TOO_LARGE",
                    f"{each.path(name)} has {mark.size} bytes; at most {MAX_FILE_BYTES} are read.",
                    "Split it, or load bulk data outside migrations.",
                )
    if sum(mark.size for each in survey for mark in each.marks.values()) > MAX_TOTAL_BYTES:
        raise WorkspaceError(
            "WORKSPACE_TOO_LARGE",
            f"The workspace's files have more than {MAX_TOTAL_BYTES} bytes together.",
            "Squash old migrations into a checkpoint, or load bulk data outside migrations.",
        )


def read(directory: Directory, name: str) -> bytes:
    if directory.missing:
        return b""
    try:
        handle = os.open(name, _FILE, dir_fd=directory.handle)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ELOOP, errno.ENXIO):
            raise MovedError from None  # the next attempt names what it has become
        raise
    try:
        mark = directory.marks[name]
        content = _read_all(handle, mark.size)
        if _mark(os.fstat(handle)) != mark or len(content) != mark.size:
            raise MovedError
        return content
    finally:
        os.close(handle)


def _read_all(handle: int, size: int) -> bytes:
    """At most one byte more than `size`, which is enough to see that the file grew."""
    parts = []
    while size >= 0 and (part := os.read(handle, size + 1)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
