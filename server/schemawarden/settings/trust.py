"""Whose the config is, and which targets are throw-away.

- A config that others can write is not the operator's (threats F05).
- A config inside a workspace is the agent's to edit; it counts only when nothing but throw-away databases hang on it.
- A throw-away database is a plain file below the workspace: no link leads from there to a file that matters.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from schemawarden.errors import ConfigError

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_MAX_CONFIG = 1_048_576


def read_config(path: Path) -> bytes:
    """The file's bytes, once it is sure that only its owner can have written them.

    Raises ConfigError: CONFIG_MISSING, CONFIG_UNREADABLE, CONFIG_WRITABLE_BY_OTHERS.
    """
    descriptor = _open(path)
    try:
        status = os.fstat(descriptor)
        _refuse_foreign(path, status)
        with open(descriptor, "rb", closefd=False) as file:
            return file.read(_MAX_CONFIG)
    finally:
        os.close(descriptor)


def _open(path: Path) -> int:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        hint = "Make one with `schemawarden init`, or name it with --config."
        raise ConfigError("CONFIG_MISSING", f"There is no config at {path}.", hint) from None
    except OSError as error:
        raise _unreadable(path, error.strerror) from None
    status = os.fstat(descriptor)
    if stat.S_ISREG(status.st_mode) and status.st_size < _MAX_CONFIG:
        return descriptor
    os.close(descriptor)
    raise _unreadable(path, "not a regular file of less than 1 MB")


def _unreadable(path: Path, why: str | None) -> ConfigError:
    hint = "Check --config, and the file's owner and mode."
    return ConfigError("CONFIG_UNREADABLE", f"The config {path} can't be read: {why or 'an error'}.", hint)


def _refuse_foreign(path: Path, status: os.stat_result) -> None:
    """The file and the directories that hold it (and a link to it) must be writable by us or root alone."""
    if open_to_others(status):
        raise _writable(path)
    for directory in {path.absolute().parent, path.resolve().parent}:
        above = directory.stat()
        if open_to_others(above) and not above.st_mode & stat.S_ISVTX:
            raise _writable(directory)


def open_to_others(status: os.stat_result) -> bool:
    return bool(status.st_mode & _OTHERS_WRITE) or status.st_uid not in (os.geteuid(), 0)


def _writable(path: Path) -> ConfigError:
    return ConfigError(
        "CONFIG_WRITABLE_BY_OTHERS",
        f"{path} can be changed by other users than you and root, so what it says is not surely the operator's.",
        f"Look through the config, then: chmod go-w {path} (and chown it to the user who runs schemawarden).",
    )


def inside(path: Path, directory: Path) -> bool:
    """Whether `path`, as written or with links followed, lies below `directory`, however that is spelt."""
    ancestors = [*path.absolute().parents, *path.resolve().parents]
    try:
        wanted = directory.stat()
    except OSError:
        return directory.resolve() in ancestors or directory.absolute() in ancestors
    return any(os.path.samestat(status, wanted) for status in _statuses(ancestors))


def _statuses(paths: list[Path]) -> Iterator[os.stat_result]:
    for path in paths:
        try:
            yield path.stat()
        except OSError:
            continue


def not_disposable(database: Path, workspace: Path) -> str | None:
    """Why `database` is no throw-away file of `workspace`, in words that follow "it"; None if it is one or is missing.

    Ask again before opening the file: the agent can put a link there at any time.
    """
    home = next((base for base in (workspace, workspace.resolve()) if base in database.parents), None)
    if home is None:
        return "is not below the target's workspace"
    place = home
    for part in database.relative_to(home).parts:
        place = place / part
        try:
            status = place.lstat()
        except FileNotFoundError:
            return None
        except OSError:
            return "can't be examined"
        if objection := _objection(status, last=place == database):
            return objection
    return None


def _objection(status: os.stat_result, *, last: bool) -> str | None:
    if stat.S_ISLNK(status.st_mode):
        return "is reached through a symbolic link"
    if not last:
        return None if stat.S_ISDIR(status.st_mode) else "is not a regular file"
    if not stat.S_ISREG(status.st_mode):
        return "is not a regular file"
    return "has another name elsewhere (a hard link)" if status.st_nlink != 1 else None


def prepare_state(state: Path) -> Path:
    """Make the state directory, for its owner alone. An existing one is checked, never changed.

    Raises ConfigError CONFIG_STATE_UNUSABLE or CONFIG_STATE_OPEN.
    """
    try:
        state.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        state.mkdir(mode=0o700, exist_ok=True)
        status = state.stat()
    except OSError as error:
        message = f"The state directory {state} can't be made: {error.strerror}."
        raise ConfigError("CONFIG_STATE_UNUSABLE", message, "Set another one as server.state.") from None
    if status.st_uid != os.geteuid() or status.st_mode & 0o077:
        message = f"The state directory {state} is open to other users, who could read or forge approvals."
        raise ConfigError("CONFIG_STATE_OPEN", message, f"Make it yours alone: chmod 700 {state}")
    return state
