"""Types that change places under a name: what PostgreSQL offers instead of taking a label out of an enum.

    CREATE TYPE mood_new AS ENUM (...);
    ALTER TABLE people ALTER COLUMN feels TYPE mood_new USING feels::text::mood_new;
    ALTER TYPE mood RENAME TO mood_old;
    ALTER TYPE mood_new RENAME TO mood;
    DROP TYPE mood_old;

Or the old one is renamed first, and the new one made under its name. What the column goes through is enum-set-value-removed's;
the names mean after the change set what they meant before.
"""

from __future__ import annotations

from typing import TypeGuard

from schemawarden_policy.change import AlterObject, Change, CreateObject, DropObject
from schemawarden_policy.lifetimes import Key
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names

_TYPES = ("type", "enum", "domain")


class TypeNames:
    """Which names of types the change set makes, and which it moves aside for another type."""

    def __init__(self, migration: Migration, names: Names) -> None:
        self._names = names
        self.made: set[Key] = set()
        """Every name that a type gets within the change set."""
        self._aside: dict[Key, Key] = {}
        """New name -> the name before."""
        for statement in migration.statements():
            for change in statement.changes:
                self._follow(change)

    def _follow(self, change: Change) -> None:
        if isinstance(change, CreateObject) and change.object in _TYPES:
            self.made.add(self._names.key(change.name, change.schema))
        elif renames_type(change):
            new = self._names.key(change.value, change.schema)
            self.made.add(new)
            self._aside[new] = self._names.key(change.name, change.schema)

    def keeps_meaning(self, change: Change) -> bool:
        """A rename of a type that is new, or whose name another type gets: nobody misses a name."""
        return renames_type(change) and self._names.key(change.name, change.schema) in self.made

    def replaced(self, change: DropObject) -> bool:
        """The type that goes was moved aside, and another one stands under its name."""
        before = self._aside.get(self._names.key(change.name, change.schema))
        return change.object in _TYPES and before in self.made


def renames_type(change: Change) -> TypeGuard[AlterObject]:
    return isinstance(change, AlterObject) and change.object in _TYPES and change.form == "RENAME TO"
