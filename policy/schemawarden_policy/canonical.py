"""Canonical JSON (RFC 8785) and the digests taken over it.

- Only strings, whole numbers, booleans, null, lists and objects: a float is refused, since two writers print it two ways.
- A digest is always taken over a purpose, a NUL and the bytes, so that bytes made for one purpose never serve another.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import rfc8785

_ATOMS = frozenset({str, int, bool, type(None)})


class NotCanonicalError(ValueError):
    """A value that has no single canonical form."""


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes of `value`. Raises NotCanonicalError for floats and other types."""
    _refuse_floats(value)
    try:
        return rfc8785.dumps(value)
    except rfc8785.CanonicalizationError as error:
        raise NotCanonicalError(str(error)) from error


def refuse_unnormalised(value: Any) -> None:
    """Raise NotCanonicalError if a string anywhere in `value` is not in Unicode normal form C."""
    for text in _strings(value):
        if not unicodedata.is_normalized("NFC", text):
            raise NotCanonicalError(f"{text!a} is not in Unicode normal form C")


def digest(purpose: str, content: bytes) -> str:
    """SHA-256 (hex) over `purpose`, NUL and `content`."""
    return hashlib.sha256(purpose.encode() + b"\0" + content).hexdigest()


def _refuse_floats(value: Any) -> None:
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if type(part) not in _ATOMS:
            if isinstance(part, float):
                raise NotCanonicalError("floats have no place in a canonical form")
            waiting += _parts(part)


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [text for part in _parts(value) for text in _strings(part)]


def _parts(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return [*value.keys(), *value.values()]
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return list(value)
    return []
