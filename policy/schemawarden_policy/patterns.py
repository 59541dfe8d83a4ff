"""Patterns of the operator over the names of objects: parts with dots between them, `*` and `?` within a part.

A part in double quotes is a name as it is, dots and stars included. Case does not count.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import lru_cache

from schemawarden_policy.spot import Spot

_PART = re.compile(r'"((?:[^"]|"")+)"|([^".\s]+)')


class BadPatternError(ValueError):
    """Not a pattern. The text says why, and quotes nothing."""


@lru_cache(maxsize=1024)
def parts_of(pattern: str) -> tuple[str, ...]:
    """The pattern's parts as lower-case globs. Raises BadPatternError."""
    parts, position = [], 0
    while True:
        match = _PART.match(pattern, position)
        if match is None:
            raise BadPatternError("the pattern has an empty part, a blank or a quote without its other half")
        parts.append(_literal(match[1].replace('""', '"')) if match[1] else match[2].lower())
        position = match.end()
        if position == len(pattern):
            return tuple(parts)
        if pattern[position] != ".":
            raise BadPatternError("the pattern has something behind a closing quote")
        position += 1


def names_table(pattern: str, spot: Spot) -> bool:
    """`table` or `schema.table`."""
    return _fits(parts_of(pattern), (spot.schema, spot.table))


def names_column(pattern: str, spot: Spot) -> bool:
    """`table.column` or `schema.table.column`."""
    parts = parts_of(pattern)
    return len(parts) > 1 and _fits(parts, (spot.schema, spot.table, spot.column))


def _fits(parts: tuple[str, ...], names: tuple[str, ...]) -> bool:
    """Whether the last names fit the parts, one by one."""
    return len(parts) <= len(names) and all(
        fnmatchcase(name, part) for name, part in zip(names[-len(parts) :], parts, strict=True)
    )


def _literal(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name.lower())
