"""PATH… -> change sets, read. The first thing that can't be read stops the run.

A directory's links are followed within it only, and special files are never opened: a name in a checked-out tree must not
make a run read another file, or wait for ever.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator, Sequence

from schemawarden.cli.check.layouts import PRISMA_FILE, in_order, runner_of
from schemawarden.cli.check.model import ChangeSet, Source
from schemawarden.errors import InputError

STDIN = "-"
_MOST_BYTES = 67_108_864
_SQL = ".sql"


def gather(paths: Sequence[str], runner: str) -> list[ChangeSet]:
    """The change sets that the arguments name, in their order.

    Raises InputError: NO_FILES, FILE_MISSING, FILE_UNREADABLE, FILE_SPECIAL, FILE_TOO_LARGE, FILE_NOT_UTF8, LINK_LEADS_OUT.
    """
    if not paths:
        raise InputError(
            "NO_FILES", "No file is named.", "Name SQL files or a directory of them, or - for standard input."
        )
    if paths.count(STDIN) > 1:
        raise InputError("NO_FILES", "Standard input can be read once only.", "Name - once.")
    return [_change_set(path, runner) for path in paths]


def _change_set(path: str, runner: str) -> ChangeSet:
    if path == STDIN:
        content = sys.stdin.buffer.read(_MOST_BYTES + 1)
        return ChangeSet((_source(STDIN, STDIN, content),), runner)
    content = _content(path)
    if content is None:
        return _directory(path, runner)
    name = _name(path)
    if runner == "auto":
        runner = runner_of([name])
    return ChangeSet((_source(path, name, content),), runner)


def _name(path: str) -> str:
    """The last part; of one of Prisma's, which are all called alike, the last two."""
    directory, _, name = path.rpartition("/")
    return f"{directory.rpartition('/')[2]}/{name}" if name == PRISMA_FILE and directory else name


def _directory(path: str, runner: str) -> ChangeSet:
    names = list(_names(path))
    if runner == "auto":
        runner = runner_of(names)
    names = in_order(names, runner)
    if not names:
        hint = f"Migrations are its *.sql files, or <timestamp>_words/{PRISMA_FILE}; those of directories below don't count."
        raise InputError("NO_FILES", f"There are no SQL migrations in {path}.", hint)
    base = path if path.endswith("/") else f"{path}/"
    return ChangeSet(tuple(_inside(base, name) for name in names), runner, directory=True)


def _names(directory: str) -> Iterator[str]:
    """Its SQL files; where there are none, those of Prisma in the directories below."""
    try:
        with os.scandir(directory) as entries:
            listed = [(entry.name, entry.is_dir()) for entry in entries]
    except OSError as error:
        raise _unreadable(directory, error) from None
    files = [name for name, is_directory in listed if name.endswith(_SQL) and not is_directory]
    yield from files
    if not files:
        below = (f"{name}/{PRISMA_FILE}" for name, is_directory in listed if is_directory)
        base = os.fsencode(directory)
        yield from (name for name in below if _exists(base + b"/" + os.fsencode(name)))


def _exists(path: bytes) -> bool:
    try:
        os.stat(path)  # noqa: PTH116 - a path object for each file costs more than reading it
    except OSError:
        return False
    return True


def _inside(base: str, name: str) -> Source:
    path = base + name
    if _is_link(path) or "/" in name:
        root = os.path.realpath(base)
        if not os.path.realpath(path).startswith(root.rstrip("/") + "/"):
            hint = "Name the file itself as an argument if it is to be checked."
            raise InputError("LINK_LEADS_OUT", f"{path} is a link that leads out of {base}.", hint)
    content = _content(path)
    if content is None:
        raise _special(path)
    return _source(path, name, content)


def _is_link(path: str) -> bool:
    try:
        return stat.S_ISLNK(os.lstat(path).st_mode)
    except OSError as error:
        raise _unreadable(path, error) from None


def _content(path: str) -> bytes | None:
    """The file's bytes; None for a directory."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            return None
        if not stat.S_ISREG(status.st_mode):
            raise _special(path)
        return _read(descriptor, min(status.st_size, _MOST_BYTES) + 1)
    except OSError as error:
        raise _unreadable(path, error) from None
    finally:
        os.close(descriptor)


def _read(descriptor: int, expected: int) -> bytes:
    content = os.read(descriptor, expected)
    if len(content) < expected:
        return content
    while len(content) <= _MOST_BYTES and (more := os.read(descriptor, _MOST_BYTES)):
        content += more
    return content


def _source(path: str, name: str, content: bytes) -> Source:
    if len(content) > _MOST_BYTES:
        raise InputError("FILE_TOO_LARGE", f"{path} is larger than 64 MB.", "Load data outside migrations.")
    if not content.isascii():
        try:
            content.decode()
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            message = f"{path} is not UTF-8 text: line {line} holds the byte 0x{content[error.start]:02x}."
            raise InputError("FILE_NOT_UTF8", message, "Save it as UTF-8.") from None
    return Source(path, name, content)


def _special(path: str) -> InputError:
    return InputError(
        "FILE_SPECIAL", f"{path} is not a regular file.", "Read a pipe as standard input: name - instead."
    )


def _unreadable(path: str, error: Exception) -> InputError:
    if isinstance(error, ValueError) or (isinstance(error, OSError) and error.errno == errno.ENOENT):
        return InputError("FILE_MISSING", f"There is no file {path}.", "Check the path.")
    why = error.strerror if isinstance(error, OSError) else None
    return InputError(
        "FILE_UNREADABLE", f"{path} can't be read: {why or 'an error'}.", "Check its owner and mode."
    )
