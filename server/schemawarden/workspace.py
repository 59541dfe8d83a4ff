"""Reads the agent's files as one whole version, and adds a migration to them.

- Nothing below the root is followed: every component is opened with O_NOFOLLOW from the descriptor of its parent, and
  only regular files all of whose links lie in the directory at hand are read. The root itself is the operator's.
- One whole version or none. Everything is surveyed, read, and surveyed again along the same path from the root; when
  the two surveys agree, what was read stood there all at once. Otherwise the attempt is thrown away.
- A timestamp of this very moment proves nothing, since the next edit may carry the same one; such files are waited out.
- Nothing is overwritten but atlas.sum, and that only by rename. A migration is there before the sum that names it.
- Messages name workspace-relative paths only.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import stat
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import anyio.to_thread

from schemawarden.errors import ConfigError, WorkspaceError
from schemawarden.ports import Snapshot, SourceFile

MAX_FILES = 10_000
MAX_FILE_BYTES = 4 * 1024 * 1024
MAX_TOTAL_BYTES = 64 * 1024 * 1024

_SUM_FILE = "atlas.sum"
_NEW_NAME = re.compile(r"[0-9]{14}_[a-z0-9_]{1,64}\.sql")
_TEMPORARY = ".schemawarden-"
"""Prefix of files in the making. They don't end in .sql, so nobody takes them for migrations."""

_PAUSES = (0.005, 0.01, 0.02, 0.04, 0.08, 0.0)
"""Seconds after each attempt; together longer than an editor's save or the checkout of a branch."""
_FRESH_NS = 20_000_000
"""Kernels stamp files by a clock of 1 to 10 ms; a change later than that shows."""

_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class PathWorkspace:
    """The Workspace port over a directory of this host.

    Args:
        root: the workspace. It may itself be reached through symlinks, for it is the operator's.
        migrations: the migration directory, relative to the root. It need not exist yet. Snapshot names of migrations
            are relative to it.
        desired: files and directories of the desired schema (*.sql or *.hcl), relative to the root; so are their
            snapshot names.
    """

    def __init__(self, root: Path, migrations: str, desired: tuple[str, ...] = ()) -> None:
        self._root = root
        self._migrations = _relative(migrations)
        self._desired = tuple(_relative(place) for place in desired)
        self._alone = threading.RLock()
        """Held by reads too, lest one sees our own migration in the moment when it still has its draft's link."""

    async def snapshot(self) -> Snapshot:
        return await anyio.to_thread.run_sync(self._snapshot)

    async def write_migration(self, file: SourceFile | None, sum_file: bytes, expected: str) -> None:
        await anyio.to_thread.run_sync(self._write, file, sum_file, expected)

    def _snapshot(self) -> Snapshot:
        for pause in _PAUSES:
            with suppress(_MovedError), _os_errors_named(), self._alone:
                return self._attempt()
            time.sleep(pause)
        raise WorkspaceError(
            "WORKSPACE_UNSTABLE",
            "The workspace kept changing while it was read.",
            "Wait until the editor, checkout or generator is done, then call again.",
        )

    def _attempt(self) -> Snapshot:
        with ExitStack() as held:
            before = self._survey(held)
            _wait_out(before)
            _refuse_excess(before)
            contents = [{name: _read(each, name) for name in each.marks} for each in before]
            if self._survey(held) != before:
                raise _MovedError
        return _assemble(before, contents)

    def _survey(self, held: ExitStack) -> list[_Directory]:
        """Look at the migration directory and then at every desired place; read nothing."""
        root = _hold(held, os.open(self._root, _DIRECTORY))
        migrations = _look(held, root, self._migrations, (".sql", _SUM_FILE))
        return [migrations, *(_look_at_desired(held, root, place) for place in self._desired)]

    def _write(self, file: SourceFile | None, sum_file: bytes, expected: str) -> None:
        if file is not None:
            _check_new(file)
        with self._alone, _os_errors_named(), ExitStack() as held:
            self._expect(expected)
            directory = held.enter_context(_made(self._root, self._migrations))
            _sweep(directory)
            sum_draft = held.enter_context(_draft(directory, sum_file))
            file_draft = held.enter_context(_draft(directory, file.content)) if file else ""
            self._expect(expected, directory)
            with _linked(directory, file_draft, file.name if file else ""):
                os.rename(sum_draft, _SUM_FILE, src_dir_fd=directory, dst_dir_fd=directory)
            os.fsync(directory)

    def _expect(self, digest: str, directory: int | None = None) -> None:
        """Refuse unless the workspace is still the version of `digest`, and `directory` its migration directory."""
        same = self._snapshot().digest == digest
        if same and directory is not None:
            with ExitStack() as held:
                status = os.fstat(directory)
                same = self._survey(held)[0].chain[-1] == (status.st_dev, status.st_ino)
        if not same:
            raise WorkspaceError(
                "WORKSPACE_CHANGED",
                "The workspace is no longer the version that this was planned from; nothing was written.",
                "Call again, so that it is planned from the present version.",
            )


# --- looking --------------------------------------------------------------------------------------------------


class _MovedError(Exception):
    """The workspace changed meanwhile; another attempt may find it at rest."""


class _Mark(NamedTuple):
    """What changes when a file is written to or when another takes its place. A tuple, for there are thousands."""

    device: int
    inode: int
    size: int
    mtime_ns: int
    ctime_ns: int


@dataclass(frozen=True, slots=True)
class _Directory:
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


def _relative(place: str) -> PurePosixPath:
    path = PurePosixPath(place)
    if path.is_absolute() or ".." in path.parts or "\0" in place:
        raise ConfigError(
            "PATH_OUTSIDE_WORKSPACE",
            f"{place!r} does not lie below the workspace.",
            "Name migrations and desired files relative to the workspace, without '..'.",
        )
    return path


def _look_at_desired(held: ExitStack, root: int, place: PurePosixPath) -> _Directory:
    if not place.parts:
        return _look(held, root, place, (".sql", ".hcl"))
    parent = _look(held, root, place.parent, (), place.name)
    if not parent.missing and not parent.marks:  # a directory, which is no file that counts
        return _look(held, root, place, (".sql", ".hcl"))
    return parent


def _look(
    held: ExitStack, root: int, place: PurePosixPath, endings: tuple[str, ...], only: str | None = None
) -> _Directory:
    """List the files of `place` whose names end in one of `endings`, or look at the one file `only`."""
    handle, chain = root, [_identity(root)]
    for part in place.parts:
        try:
            handle = _hold(held, _open_below(handle, part, place))
        except FileNotFoundError:
            return _Directory(place, tuple(chain), {"": _mark(os.fstat(handle))}, missing=part)
        chain.append(_identity(handle))
    found = _one(handle, only, place) if only is not None else _list(handle, place, endings)
    if found is None:
        return _Directory(place, tuple(chain), {"": _mark(os.fstat(handle))}, missing=str(only))
    return _Directory(place, tuple(chain), found, handle=handle)


def _open_below(parent: int, part: str, place: PurePosixPath) -> int:
    try:
        return os.open(part, _DIRECTORY | os.O_NOFOLLOW, dir_fd=parent)
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
            if entry.name.startswith(_TEMPORARY):
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
        raise _MovedError from None


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


def _hold(held: ExitStack, handle: int) -> int:
    held.callback(os.close, handle)
    return handle


# --- reading --------------------------------------------------------------------------------------------------


def _wait_out(survey: list[_Directory]) -> None:
    now = time.time_ns()
    if any(abs(now - mark.ctime_ns) < _FRESH_NS for each in survey for mark in each.marks.values()):
        time.sleep(_FRESH_NS / 1e9)
        raise _MovedError


def _refuse_excess(survey: list[_Directory]) -> None:
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


def _read(directory: _Directory, name: str) -> bytes:
    if directory.missing:
        return b""
    try:
        handle = os.open(name, _FILE, dir_fd=directory.handle)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ELOOP, errno.ENXIO):
            raise _MovedError from None  # the next attempt names what it has become
        raise
    try:
        mark = directory.marks[name]
        content = _read_all(handle, mark.size)
        if _mark(os.fstat(handle)) != mark or len(content) != mark.size:
            raise _MovedError
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


def _assemble(survey: list[_Directory], contents: list[dict[str, bytes]]) -> Snapshot:
    migrations = () if survey[0].missing else tuple(SourceFile(*each) for each in contents[0].items())
    desired: dict[str, SourceFile] = {}
    for directory, texts in zip(survey[1:], contents[1:], strict=True):
        _refuse_missing(directory)
        for name, content in texts.items():
            desired[directory.path(name)] = SourceFile(directory.path(name), content)
    _refuse_mixed(desired)
    sql = tuple(file for file in migrations if file.name != _SUM_FILE)
    sum_file = next((file.content for file in migrations if file.name == _SUM_FILE), None)
    for file in sql:
        _refuse_bytes(survey[0].place, file)
    for file in desired.values():
        _refuse_bytes(PurePosixPath(), file)
    ordered = tuple(desired[path] for path in sorted(desired))
    return Snapshot(_digest(sql, sum_file, ordered), sql, sum_file, ordered)


def _refuse_missing(directory: _Directory) -> None:
    if directory.missing:
        raise WorkspaceError(
            "DESIRED_MISSING",
            f"The desired schema names {directory.path(directory.missing)}, which does not exist.",
            "Create it, or correct `desired` in the operator's configuration.",
        )


def _refuse_mixed(paths: dict[str, SourceFile]) -> None:
    endings = {PurePosixPath(path).suffix for path in paths}
    if len(endings) > 1 or not endings <= {".sql", ".hcl"}:
        raise WorkspaceError(
            "DESIRED_MIXED",
            f"The desired schema is made of files ending in {', '.join(sorted(endings))}.",
            "Use either .sql or .hcl files, not both and nothing else.",
        )


def _refuse_bytes(place: PurePosixPath, file: SourceFile) -> None:
    try:
        file.content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise WorkspaceError(
            "NOT_UTF8", f"{place / file.name} is not UTF-8 at byte {error.start}.", "Save the file as UTF-8."
        ) from None


def _digest(
    migrations: tuple[SourceFile, ...], sum_file: bytes | None, desired: tuple[SourceFile, ...]
) -> str:
    """SHA-256 over role, name and content, each with its length, so that no two workspaces look alike."""
    sums = () if sum_file is None else (SourceFile(_SUM_FILE, sum_file),)
    digest = hashlib.sha256()
    for role, files in (("migration", migrations), ("sum", sums), ("desired", desired)):
        for file in files:
            name = file.name.encode()
            digest.update(f"{role} {len(name)} {len(file.content)}\n".encode())
            digest.update(name)
            digest.update(file.content)
    return digest.hexdigest()


@contextmanager
def _os_errors_named() -> Iterator[None]:
    """Only WorkspaceError leaves the port, and without the host's paths."""
    try:
        yield
    except OSError as error:
        raise WorkspaceError(
            "WORKSPACE_UNREACHABLE",
            f"The workspace could not be read or written: {error.strerror or type(error).__name__}.",
            "Check that the workspace directory exists and that the server's user may read and write it.",
        ) from error


# --- writing --------------------------------------------------------------------------------------------------


def _check_new(file: SourceFile) -> None:
    if not _NEW_NAME.fullmatch(file.name):
        raise WorkspaceError(
            "INVALID_NAME",
            f"{file.name!a} is no name for a migration file.",
            "Use fourteen digits, an underscore and lower-case words, as in 20260102030405_add_users.sql.",
        )
    if len(file.content) > MAX_FILE_BYTES:
        raise WorkspaceError(
            "FILE_TOO_LARGE", f"{file.name} would have {len(file.content)} bytes.", "Split the migration."
        )
    _refuse_bytes(PurePosixPath(), file)


@contextmanager
def _made(root: Path, place: PurePosixPath) -> Iterator[int]:
    """The migration directory, made if need be; what was made goes away again unless something was written in it."""
    with ExitStack() as held:
        handle = _hold(held, os.open(root, _DIRECTORY))
        for part in place.parts:
            with suppress(FileExistsError):
                os.mkdir(part, 0o755, dir_fd=handle)
                held.callback(_remove_empty, handle, part)
            handle = _hold(held, _open_below(handle, part, place))
        yield handle


def _remove_empty(parent: int, part: str) -> None:
    with suppress(OSError):
        os.rmdir(part, dir_fd=parent)


def _sweep(directory: int) -> None:
    """Remove drafts that a crash left behind."""
    for name in os.listdir(directory):
        if name.startswith(_TEMPORARY):
            with suppress(OSError):
                _remove(directory, name)


def _remove(directory: int, name: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(name, dir_fd=directory)


@contextmanager
def _draft(directory: int, content: bytes) -> Iterator[str]:
    """A file with `content`, on disk before its name is given out, gone at the end."""
    name = _TEMPORARY + secrets.token_hex(8)
    handle = os.open(name, _NEW_FILE, 0o644, dir_fd=directory)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - a descriptor, not a path
            file.write(content)
            file.flush()
            os.fsync(handle)
        yield name
    finally:
        _remove(directory, name)


@contextmanager
def _linked(directory: int, draft: str, name: str) -> Iterator[None]:
    """Give the draft its name, which nobody may have; take it back if what follows fails. No name: do nothing."""
    if not name:
        yield
        return
    try:
        os.link(draft, name, src_dir_fd=directory, dst_dir_fd=directory, follow_symlinks=False)
    except FileExistsError:
        raise WorkspaceError(
            "MIGRATION_EXISTS", f"{name} exists already; nothing was written.", "Choose another name."
        ) from None
    _remove(directory, draft)
    try:
        yield
    except BaseException:
        _remove(directory, name)
        raise
