"""A file that holds a database's URL. It counts only when nobody else can read it, and is read anew each time."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from schemawarden.errors import ConfigError

_MAX_BYTES = 4_096
_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW
_WHY = {
    errno.ENOENT: "is not there",
    errno.ELOOP: "is a symbolic link",
    errno.EACCES: "can't be read by the user who runs schemawarden",
}


def secret_in(path: Path, key: str) -> str:
    """The file's one line, trimmed. `key` is where the config names the file; neither path nor line is ever told.

    Raises ConfigError: CONFIG_SECRET_UNREADABLE, CONFIG_SECRET_OPEN.
    """
    try:
        content = _content(path, key)
    except OSError as error:
        raise _unreadable(key, _WHY.get(error.errno or 0, "can't be read")) from None
    return _line(content, key)


def _content(path: Path, key: str) -> bytes:
    descriptor = os.open(path, _FLAGS)
    try:
        _refuse_foreign(os.fstat(descriptor), key)
        return os.read(descriptor, _MAX_BYTES + 1)
    finally:
        os.close(descriptor)


def _refuse_foreign(status: os.stat_result, key: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise _unreadable(key, "is not a regular file")
    if status.st_uid not in (os.geteuid(), 0):
        raise _open_to_others(key, "belongs to another user")
    if status.st_mode & 0o077:
        raise _open_to_others(key, "can be used by others than its owner")


def _line(content: bytes, key: str) -> str:
    if len(content) > _MAX_BYTES:
        raise _unreadable(key, f"holds more than {_MAX_BYTES} bytes")
    try:
        text = content.decode().strip()
    except UnicodeDecodeError:
        raise _unreadable(key, "is not UTF-8 text") from None
    if not text:
        raise _unreadable(key, "is empty")
    if not text.isprintable():
        raise _unreadable(key, "holds more than one line, or control characters")
    return text


def _unreadable(key: str, why: str) -> ConfigError:
    return ConfigError(
        "CONFIG_SECRET_UNREADABLE",
        f"The file that {key} names {why}.",
        "It must be a plain file that holds the database's URL on one line, and nothing else.",
    )


def _open_to_others(key: str, why: str) -> ConfigError:
    return ConfigError(
        "CONFIG_SECRET_OPEN",
        f"The file that {key} names {why}, so its password may be known.",
        "Make it yours alone: chmod 600, and chown to the user who runs schemawarden. Then change the password.",
    )
