"""Which version the server has, where a rule depends on it."""

from __future__ import annotations

import re

from schemawarden_policy.migration import Migration

_NUMBERS = re.compile(r"\d+")


def version_of(migration: Migration) -> tuple[int, ...]:
    """The server's version as numbers, empty when it is not known: (15, 4), (10, 11, 6), (8, 0, 36)."""
    words = migration.facts.server_version.split()
    return tuple(map(int, _NUMBERS.findall(words[0]))) if words else ()


def at_least(migration: Migration, *wanted: int) -> bool:
    """The server is that new. One that is not known is taken for a current one."""
    known = version_of(migration)
    return not known or known >= wanted


def older(migration: Migration, *wanted: int) -> bool:
    """The server is known to be older."""
    return not at_least(migration, *wanted)
