"""Writing into the migration directory: drafts first, then names; nothing is overwritten and nothing is left half-made."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path, PurePosixPath

from schemawarden.errors import WorkspaceError
from schemawarden.ports import SourceFile
from schemawarden.workspace.assembly import refuse_bytes
from schemawarden.workspace.survey import DIRECTORY, MAX_FILE_BYTES, TEMPORARY, hold, open_below

_NEW_NAME = re.compile(r"[0-9]{14}_[a-z0-9_]{1,64}\.sql")
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def check_new(file: SourceFile) -> None:
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
    refuse_bytes(PurePosixPath(), file)


@contextmanager
def made(root: Path, place: PurePosixPath) -> Iterator[int]:
    """The migration directory, made if need be; what was made goes away again unless something was written in it."""
    with ExitStack() as held:
        handle = hold(held, os.open(root, DIRECTORY))
        for part in place.parts:
            with suppress(FileExistsError):
                os.mkdir(part, 0o755, dir_fd=handle)
                held.callback(_remove_empty, handle, part)
            handle = hold(held, open_below(handle, part, place))
        yield handle


def _remove_empty(parent: int, part: str) -> None:
    with suppress(OSError):
        os.rmdir(part, dir_fd=parent)


def sweep(directory: int) -> None:
    """Remove drafts that a crash left behind."""
    for name in os.listdir(directory):
        if name.startswith(TEMPORARY):
            with suppress(OSError):
                _remove(directory, name)


def _remove(directory: int, name: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(name, dir_fd=directory)


@contextmanager
def draft(directory: int, content: bytes) -> Iterator[str]:
    """A file with `content`, on disk before its name is given out, gone at the end."""
    name = TEMPORARY + secrets.token_hex(8)
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
def linked(directory: int, draft: str, name: str) -> Iterator[None]:
    """Give the draft its name, which nobody may have; take it back if what follows fails."""
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
