"""Answers of earlier runs, by content: a file that did not change is not checked again.

- A key is the SHA-256 of all that decides the answer (`keys`). Where a file stands is no part of it.
- The output of a whole run is kept too: the next one over the same files has nothing to do but to say it again.
- It is a convenience and never an authority: what is not this user's alone, not readable or not whole counts as empty, and
  nothing that applies a migration asks it.
- It is bounded; what was not used for the longest time goes first.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from schemawarden.cli.check.model import Checked, Found

_SIZE = "SELECT coalesce(sum(length(answer) + 100), 0) FROM answers"
_OLDEST = "SELECT key, length(answer) + 100 FROM answers ORDER BY used, key"
_MOST_BYTES = 100_000_000
_MOST_OUTPUT = 10_000_000
_DAY = 86_400
_AT_ONCE = 500


class Output(NamedTuple):
    """What a run says."""

    failing: bool
    text: str


class Cache:
    """`opening` makes one. Every failure of the store is an empty answer."""

    def __init__(self, connection: sqlite3.Connection | None) -> None:
        self._connection = connection
        self._used: list[bytes] = []
        """Entries that were of use and should not go soon."""

    def output(self, key: bytes | None) -> Output | None:
        """What the run of that key said."""
        answer = next(self._read([key] if key else []), None)
        return Output(answer[1][:1] == b"1", answer[1][1:].decode()) if answer else None

    def keep_output(self, key: bytes | None, output: Output) -> None:
        text = (b"1" if output.failing else b"0") + output.text.encode("utf-8", "surrogateescape")
        if key and len(text) <= _MOST_OUTPUT:
            self._keep({key: text})

    def find(self, keys: Sequence[bytes]) -> dict[bytes, list[Checked]]:
        """The answers that are there. Their paths are empty."""
        return {key: _answer(text) for key, text in self._read(keys)}

    def keep(self, answers: Mapping[bytes, list[Checked]]) -> None:
        self._keep({key: _text(answer) for key, answer in answers.items()})

    def close(self) -> None:
        if self._connection:
            with contextlib.suppress(sqlite3.Error):
                self._keep({})
                self._connection.close()

    def _read(self, keys: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
        """The entries that are whole."""
        if self._connection is None:
            return
        old = time.time() - _DAY
        with contextlib.suppress(sqlite3.Error, TypeError, ValueError):
            for start in range(0, len(keys), _AT_ONCE):
                some = keys[start : start + _AT_ONCE]
                query = f"SELECT * FROM answers WHERE key IN ({','.join('?' * len(some))})"  # noqa: S608 - marks alone
                for key, seal, used, answer in self._connection.execute(query, some):
                    if seal == _seal(key, answer):
                        if used < old:
                            self._used.append(key)
                        yield key, answer

    def _keep(self, texts: Mapping[bytes, bytes]) -> None:
        """Store, note which old entries were of use, and make room."""
        if self._connection is None or not (texts or self._used):
            return
        now = int(time.time())
        rows = [(key, _seal(key, text), now, text) for key, text in texts.items()]
        used = [(now, key) for key in self._used]
        self._used = []
        with contextlib.suppress(sqlite3.Error), self._connection as connection:
            connection.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", rows)
            connection.executemany("UPDATE answers SET used = ? WHERE key = ?", used)
            _make_room(connection)


NOTHING = Cache(None)


def _make_room(connection: sqlite3.Connection) -> None:
    (size,) = connection.execute(_SIZE).fetchone()
    if size <= _MOST_BYTES:
        return
    for key, length in connection.execute(_OLDEST).fetchall():
        connection.execute("DELETE FROM answers WHERE key = ?", (key,))
        size -= length
        if size <= _MOST_BYTES * 3 // 4:
            return


def _seal(key: bytes, answer: bytes) -> bytes:
    """What tells a whole entry from a damaged one."""
    return hashlib.blake2b(answer, key=key, digest_size=16).digest()


def _text(answer: list[Checked]) -> bytes:
    rows = [[c.verdict, c.statements, c.covered, [list(found) for found in c.findings]] for c in answer]
    return json.dumps(rows, separators=(",", ":")).encode()


def _answer(text: bytes) -> list[Checked]:
    return [
        Checked("", verdict, statements, covered, [Found(*row) for row in found])
        for verdict, statements, covered, found in json.loads(text)
    ]
