"""The audit chain: one record per act, each bound to all before it.

- A record is canonical JSON on one line; control characters are escaped by the format, so no record can forge another.
- hash(n) = SHA-256("schemawarden-audit-v1", NUL, hash(n-1), record(n)); the first predecessor is 64 zeros.
- A changed, removed or inserted record breaks the chain from there on. A cut tail does not show in the chain alone:
  compare the head that `audit verify` prints with one noted elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from schemawarden_policy.canonical import digest

START = "0" * 64


@dataclass(frozen=True, slots=True)
class Record:
    sequence: int
    """1 for the first record, without holes."""
    content: bytes
    """Canonical JSON."""
    hash: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The first record that does not fit."""

    sequence: int
    reason: str


def link(previous: str, content: bytes) -> str:
    """The hash of a record that follows `previous`."""
    return digest("schemawarden-audit-v1", previous.encode() + content)


def verify(records: Iterable[Record]) -> Broken | str:
    """The head's hash, or where the chain breaks first."""
    previous, expected = START, 1
    for record in records:
        if record.sequence != expected:
            return Broken(expected, f"record {expected} is missing; {record.sequence} follows")
        if record.hash != link(previous, record.content):
            return Broken(
                expected, "its content is not what was recorded, or a record before it was replaced"
            )
        previous, expected = record.hash, expected + 1
    return previous
