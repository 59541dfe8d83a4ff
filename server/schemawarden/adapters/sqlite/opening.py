"""Reads a live SQLite file without leaving a trace: no byte changed, no -wal, -shm or -journal made.

- The file must exist; the operator's path may be a symlink, which is resolved once a read.
- A file in WAL mode that nobody has open is read as immutable, since SQLite would make -wal and -shm even for a reader.
  Afterwards the file must still be what it was, or the read starts anew.
- A WAL that somebody has open, or left behind together with its -shm, is read through a read-only -shm.
- What only a writer can repair (a hot journal, a WAL without -shm) is refused with the next step.
- A process loses its locks on a file as soon as it closes any descriptor of it (POSIX). So the header is read only
  while this process has no connection to that file, and one read at a time goes to one file.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from schemawarden.errors import SchemawardenError, StateError, UnavailableError

Result = TypeVar("Result")

_ATTEMPTS = 5
_BUSY_SECONDS = 5.0
_HEADER_BYTES = 100
_MAGIC = b"SQLite format 3\0"
_GATES: defaultdict[Path, threading.Lock] = defaultdict(threading.Lock)
"""One lock a file, by its resolved path."""


@dataclass(frozen=True, slots=True)
class _Trace:
    """All that a writer would have changed."""

    device: int
    inode: int
    size: int
    mtime_ns: int
    header: bytes
    wal: int | None
    """Size of the -wal file; None when there is none."""
    shm: bool
    journal: int


class _ChangedError(Exception):
    """A writer came in between."""


def read_unchanged(path: Path, read: Callable[[sqlite3.Connection, os.stat_result], Result]) -> Result:
    """`read` in one read transaction on the file; it may be called again when a writer came in between.

    Raises StateError (TARGET_MISSING, NOT_A_DATABASE, TARGET_NEEDS_RECOVERY, TARGET_BUSY, TARGET_DAMAGED) and
    UnavailableError (TARGET_UNREACHABLE).
    """
    real = Path(os.path.realpath(path))
    with _GATES[real], _errors_named():
        for _ in range(_ATTEMPTS):
            with suppress(_ChangedError):
                return _attempt(real, read)
    raise _busy()


def _attempt(real: Path, read: Callable[[sqlite3.Connection, os.stat_result], Result]) -> Result:
    before, status = _trace(real), real.stat()
    options = _options(before)
    try:
        result = _read_either(real, options, read, status)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname.startswith("SQLITE_CANTOPEN") and _trace(real) != before:
            raise _ChangedError from error  # -wal and -shm went away with the last writer
        raise
    after = _trace(real)
    if (after.device, after.inode) != (before.device, before.inode):
        raise _ChangedError
    if "immutable" in options and after != before:
        raise _ChangedError
    return result


def _read_either(
    real: Path,
    options: str,
    read: Callable[[sqlite3.Connection, os.stat_result], Result],
    status: os.stat_result,
) -> Result:
    """With a stale -shm once more as a plain reader, which has nothing to make: -wal and -shm are there."""
    try:
        return _read(real, options, read, status)
    except sqlite3.OperationalError as error:
        if "readonly_shm" not in options or not _shm_is_stale(error):
            raise
        return _read(real, "mode=ro", read, status)


def _options(trace: _Trace) -> str:
    if (trace.wal and not trace.shm) or (trace.journal and (trace.size == 0 or trace.wal is not None)):
        raise _needs_recovery()
    if trace.wal is not None and trace.shm:
        return "mode=ro&readonly_shm=1"
    if trace.wal is not None or trace.header[18:20] == b"\2\2":
        return "mode=ro&immutable=1"
    return "mode=ro"


def _read(
    real: Path,
    options: str,
    read: Callable[[sqlite3.Connection, os.stat_result], Result],
    status: os.stat_result,
) -> Result:
    uri = f"file:{quote(os.fsencode(real))}?{options}"
    with closing(sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
        connection.text_factory = _text
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
        connection.execute("BEGIN")
        return read(connection, status)


def _text(value: bytes) -> str:
    """SQLite does not check text; what is not UTF-8 must neither stop the read nor look like something else."""
    return value.decode("utf-8", "surrogateescape")


def _trace(real: Path) -> _Trace:
    status = real.lstat()
    if not stat.S_ISREG(status.st_mode):
        raise _not_a_database()
    with real.open("rb", buffering=0) as file:
        header = file.read(_HEADER_BYTES)
    if header and not header.startswith(_MAGIC):
        raise _not_a_database()
    return _Trace(
        device=status.st_dev,
        inode=status.st_ino,
        size=status.st_size,
        mtime_ns=status.st_mtime_ns,
        header=header,
        wal=_size(f"{real}-wal"),
        shm=_size(f"{real}-shm") is not None,
        journal=_size(f"{real}-journal") or 0,
    )


def _size(path: str) -> int | None:
    try:
        return Path(path).stat().st_size
    except FileNotFoundError:
        return None


def _shm_is_stale(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorname in (
        "SQLITE_READONLY_CANTINIT",
        "SQLITE_READONLY_CANTLOCK",
        "SQLITE_READONLY_RECOVERY",
        "SQLITE_PROTOCOL",  # a writer was killed while it made the -shm
    )


@contextmanager
def _errors_named() -> Iterator[None]:
    """Only our errors leave, and without the path, which is the operator's business."""
    try:
        yield
    except FileNotFoundError:
        raise StateError(
            "TARGET_MISSING",
            "The target's database file does not exist.",
            "Create it with its application, or correct the target's URL; schemawarden never creates a target.",
        ) from None
    except OSError as error:
        raise _unreachable(error.strerror or type(error).__name__) from None
    except sqlite3.Error as error:
        raise _translated(error) from None


def _translated(error: sqlite3.Error) -> SchemawardenError:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith("SQLITE_NOTADB"):
        return _not_a_database()
    if name.startswith("SQLITE_READONLY"):
        return _needs_recovery()
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return _busy()
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_FORMAT")):
        return StateError(
            "TARGET_DAMAGED",
            f"SQLite calls the target's file damaged: {error}.",
            "Check it with PRAGMA integrity_check and restore a backup.",
        )
    return _unreachable(str(error))


def _not_a_database() -> StateError:
    return StateError(
        "NOT_A_DATABASE",
        "The target's file is not a SQLite database, or is encrypted.",
        "Correct the target's URL.",
    )


def _needs_recovery() -> StateError:
    return StateError(
        "TARGET_NEEDS_RECOVERY",
        "The target's last writer did not finish; only a writer can put the file in order, and reading must not change it.",
        "Start the application once, or run: sqlite3 FILE 'PRAGMA quick_check', then call again.",
    )


def _busy() -> StateError:
    return StateError(
        "TARGET_BUSY",
        "The target is being written to, and stayed so while schemawarden waited.",
        "Call again when the writer is done.",
    )


def _unreachable(reason: str) -> UnavailableError:
    return UnavailableError(
        "TARGET_UNREACHABLE",
        f"The target's file could not be read: {reason}.",
        "Check that the server's user may read the file and its directory.",
    )
