"""Which object a name means that a finding or an effect gives.

Findings and effects name objects as the statement or the rehearsal wrote them. Which object is meant is told by the
statement's own changes first, since a dot may part schema and table or table and column, or stand in a quoted name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of
from schemawarden_policy.settings import Settings
from schemawarden_policy.spot import Spot
from schemawarden_policy.statement import Place, Statement
from schemawarden_policy.touched import owning


class Meant:
    """The objects that the findings of one change set name."""

    def __init__(self, migration: Migration, settings: Settings) -> None:
        self._migration = migration
        self.names = names_of(migration, settings)

    def of(self, place: Place, objects: Iterable[str]) -> tuple[Spot | None, ...]:
        """The object that each name means there; None where nothing tells."""
        here = self._touched(place)
        return tuple(spot_named(name, here, self.names) or self._of_known(name) for name in objects)

    def schemas(self, place: Place, objects: Iterable[str]) -> frozenset[str]:
        """The schemas of the objects; those that the statement touches when a name, of an index say, tells none."""
        found = self.of(place, objects)
        if found and None not in found:
            return frozenset(spot.schema for spot in found if spot)
        return frozenset(self.names.key(table, schema)[0].lower() for table, schema in self._touched(place))

    def _of_known(self, name: str) -> Spot | None:
        return spot_named(name, self._known, self.names)

    @cached_property
    def _statements(self) -> dict[tuple[str, int], Statement]:
        return {(each.place.file, each.place.statement): each for each in self._migration.statements()}

    @cached_property
    def _known(self) -> list[tuple[str, str]]:
        facts = self._migration.facts
        schemas = [schema for schema in (facts.before, facts.after) if schema]
        return [(table.name, table.schema) for schema in schemas for table in schema.tables]

    def _touched(self, place: Place) -> list[tuple[str, str]]:
        statement = self._statements.get((place.file, place.statement))
        changes = statement.changes if statement else ()
        return [each for change in changes for each in owning(change, self._migration, self.names)]


def spot_named(name: str, relations: Iterable[tuple[str, str]], names: Names) -> Spot | None:
    """The one of the relations (name, schema) that `name` means, or the column of it; None when it is none of them."""
    folded = name.lower()
    best: tuple[int, Spot] | None = None
    for table, schema in relations:
        home = names.key(table, schema)[0].lower()
        for written in _spellings(table.lower(), schema.lower(), home):
            column = folded[len(written) + 1 :] if folded.startswith(f"{written}.") else ""
            if (folded == written or column) and (best is None or len(written) > best[0]):
                best = (len(written), Spot(home, table.lower(), column))
    return best[1] if best else None


def _spellings(table: str, schema: str, home: str) -> Iterator[str]:
    yield f"{home}.{table}"
    if not schema or schema == home:
        yield table
