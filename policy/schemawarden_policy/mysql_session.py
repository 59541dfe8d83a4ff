"""Settings of the session under which MySQL and MariaDB skip work, as the file sets them. Each file may begin in a new session."""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import Pragma
from schemawarden_policy.migration import Migration, MigrationFile
from schemawarden_policy.statement import Place

_OFF = ("0", "off", "false")


def keys_unchecked(migration: Migration) -> frozenset[Place]:
    """The places of the statements that run with foreign_key_checks off."""
    return frozenset(place for file in migration.files for place in _unchecked(file))


def _unchecked(file: MigrationFile) -> Iterator[Place]:
    off = False
    for statement in file.statements:
        if off:
            yield statement.place
        for change in statement.changes:
            if isinstance(change, Pragma) and change.name.rpartition(".")[2] == "foreign_key_checks":
                off = (change.value or "").lower() in _OFF
