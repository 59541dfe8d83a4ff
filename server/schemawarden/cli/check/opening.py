"""Where the cache stands, and whether what stands there may be used: it must be this user's alone, and a database."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import sys

from schemawarden.cli.check.cache import NOTHING, Cache

_TABLE = (
    "CREATE TABLE IF NOT EXISTS answers"
    " (key BLOB PRIMARY KEY, seal BLOB NOT NULL, used INTEGER NOT NULL, answer BLOB NOT NULL) WITHOUT ROWID"
)
_PATIENCE = 0.5
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_APP, _FILE = "schemawarden", "check.sqlite3"


def directory() -> str:
    """`~/.cache/schemawarden` on Linux, its counterpart on macOS: what platformdirs says, without the time of its import."""
    if sys.platform == "darwin":
        return os.path.expanduser(f"~/Library/Caches/{_APP}")  # noqa: PTH111
    given = os.environ.get("XDG_CACHE_HOME", "").strip()
    return f"{given or os.path.expanduser('~/.cache')}/{_APP}"  # noqa: PTH111


def open_cache(directory: str) -> Cache:
    """The cache in a directory, which is made; an empty one when it can't be had, or is not this user's alone."""
    file = f"{directory}/{_FILE}"
    try:
        os.makedirs(directory, mode=0o700, exist_ok=True)  # noqa: PTH103
        if not _ours(os.lstat(directory), stat.S_IFDIR):
            return NOTHING
        with contextlib.suppress(FileExistsError):
            _create(file)
        if not _ours(os.lstat(file), stat.S_IFREG):
            return NOTHING
        return _connected(file) or _anew(file)
    except (OSError, sqlite3.Error):
        return NOTHING


def _ours(status: os.stat_result, kind: int) -> bool:
    alone = status.st_uid == os.geteuid() and not status.st_mode & _OTHERS
    return alone and stat.S_IFMT(status.st_mode) == kind


def _create(file: str) -> None:
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600))


def _connected(file: str) -> Cache | None:
    """None when what stands there is no database."""
    connection = sqlite3.connect(file, timeout=_PATIENCE)
    try:
        connection.execute("PRAGMA synchronous = OFF")  # what a power cut damages is made again
        connection.execute(_TABLE)
    except sqlite3.OperationalError:
        connection.close()
        raise
    except sqlite3.DatabaseError:
        connection.close()
        return None
    return Cache(connection)


def _anew(file: str) -> Cache:
    os.unlink(file)  # noqa: PTH108
    _create(file)
    return _connected(file) or NOTHING
