"""What an answer hangs on, as one digest for each change set."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator

import schemawarden_policy
from schemawarden.cli.check.model import ChangeSet, Question, Source

_PARSERS = ("sqlglot", "postgast", "protobuf")
"""Distributions that decide how a text is understood."""


def keys_of(change_sets: Iterable[ChangeSet], question: Question) -> list[bytes]:
    """The key of each change set for this question."""
    base = hashlib.sha256()
    _add(base, *_sources(), *_versions(), *_asked(question))
    return [_key(base.copy(), change_set) for change_set in change_sets]


def key_of_run(keys: Iterable[bytes], paths: Iterable[str], told: Iterable[str]) -> bytes:
    """Of a whole run's output: what was found, under which paths, and how it is to be told."""
    digest = hashlib.sha256()
    _add(
        digest,
        b"run",
        b"".join(keys),
        "\0".join(paths).encode("utf-8", "surrogateescape"),
        "\0".join(told).encode(),
    )
    return digest.digest()


def _key(digest: hashlib._Hash, change_set: ChangeSet) -> bytes:
    _add(digest, change_set.runner.encode(), b"directory" if change_set.directory else b"file")
    for part in (change_set.files, change_set.history):
        _add(digest, str(len(part)).encode(), *_contents(part))
    return digest.digest()


def _contents(sources: Iterable[Source]) -> Iterator[bytes]:
    for source in sources:
        yield os.fsencode(source.name)
        yield source.content


def _add(digest: hashlib._Hash, *parts: bytes) -> None:
    """Each with its length, so that no two lists look alike."""
    for part in parts:
        digest.update(b"%d:" % len(part))
        digest.update(part)


def _asked(question: Question) -> Iterator[bytes]:
    yield json.dumps([question.dialect, question.server_version, question.facts], sort_keys=True).encode()
    if question.settings is not None:
        from dataclasses import asdict

        yield json.dumps(asdict(question.settings), sort_keys=True, default=sorted).encode()


def _sources() -> Iterator[bytes]:
    """The text of the policy's modules and of this package's: what was changed is asked anew."""
    for directory in (*schemawarden_policy.__path__, __file__.rpartition("/")[0]):
        for file in sorted(_files(directory)):
            yield os.fsencode(file[len(directory) :])
            yield _content(file)


def _files(directory: str) -> Iterator[str]:
    with os.scandir(directory) as entries:
        for entry in entries:
            if entry.is_dir() and entry.name != "__pycache__":
                yield from _files(entry.path)
            elif entry.name.endswith((".py", ".txt")):
                yield entry.path


def _content(path: str) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(descriptor, 10_000_000)
    finally:
        os.close(descriptor)


def _versions() -> Iterator[bytes]:
    """Python's, and the parsers' as pip installed them. `importlib.metadata` would take longer than all the rest here."""
    yield sys.version.encode()
    for place in dict.fromkeys(path for path in sys.path if path):
        try:
            names = os.listdir(place)  # noqa: PTH208
        except OSError:
            continue
        found = [name for name in names if name.endswith(".dist-info") and name.partition("-")[0] in _PARSERS]
        yield from (name.encode() for name in sorted(found))
