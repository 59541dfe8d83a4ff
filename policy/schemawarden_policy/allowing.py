"""What the operator allows by name: drops of what was put aside (`allow_drop`), and accepted findings (`accept`).

A name that the change set itself gives puts nothing aside: whoever writes the migration could give it.

Both make a finding a notice that tells why. A forbidden one stays as it is, and so does one that names another object
besides, or an object that can't be told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from schemawarden_policy.change import AlterObject, AlterTable, RenameColumn, RenameTable
from schemawarden_policy.meant import Meant
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names
from schemawarden_policy.patterns import names_column, names_table
from schemawarden_policy.rule import Finding, Severity
from schemawarden_policy.settings import Acceptance, Settings
from schemawarden_policy.spot import Spot
from schemawarden_policy.visible import visible

DROPS_TABLE = frozenset({"drop-table", "drop-table-compat", "truncate"})
DROPS_COLUMN = frozenset({"drop-column", "drop-column-compat"})
"""Rules that say no more than that the object and what it holds go. What else goes along has rules of its own."""
_ALL = "*"


class Allowing:
    def __init__(self, migration: Migration, settings: Settings, meant: Meant) -> None:
        self._migration = migration
        self._settings = settings
        self._meant = meant

    def lowered(self, loses: bool, finding: Finding) -> tuple[bool, Finding]:
        """Whether it still counts as lost data, and the finding as it stands under what the operator allows."""
        if finding.severity is Severity.FORBIDDEN:
            return loses, finding
        if (finding.rule in DROPS_TABLE or finding.rule in DROPS_COLUMN) and (pattern := self._drop(finding)):
            return False, _noticed(finding, f"The operator lets it go: allow_drop has {pattern}.")
        for accepted in self._settings.accept:
            if accepted.rule == finding.rule and self._accepts(accepted, finding):
                return loses, _noticed(finding, f"Accepted by the operator: {visible(accepted.reason)}.")
        return loses, finding

    def _drop(self, finding: Finding) -> str:
        """The patterns that let all of it go; empty when something is left."""
        if not self._settings.allow_drop:
            return ""
        fits = names_table if finding.rule in DROPS_TABLE else names_column
        given = set(_given(self._migration, self._meant.names))
        found = dict.fromkeys(
            next(
                (p for p in self._settings.allow_drop if spot and fits(p, spot) and not _new(spot, given)), ""
            )
            for spot in self._meant.of(finding.place, finding.objects)
        )
        return ", ".join(found) if "" not in found else ""

    def _accepts(self, accepted: Acceptance, finding: Finding) -> bool:
        if _ALL in accepted.objects:
            return True
        spots = self._meant.of(finding.place, finding.objects)
        return bool(spots) and all(spot and _named(accepted.objects, spot) for spot in spots)


def _given(migration: Migration, names: Names) -> Iterator[Spot]:
    """Objects that the change set renames or moves, by their new names. Of a table the column is empty, of a schema both."""
    for statement in migration.statements():
        for change in statement.changes:
            if isinstance(change, RenameTable):
                schema, table = names.key(change.new_name, change.schema)
                yield Spot(schema.lower(), table.lower())
            elif isinstance(change, RenameColumn):
                schema, table = names.key(change.table, change.schema)
                yield Spot(schema.lower(), table.lower(), change.new_name.lower())
            elif isinstance(change, AlterTable) and change.form == "SET SCHEMA":
                yield Spot(change.name.lower())
            elif isinstance(change, AlterObject) and change.object == "schema" and change.form == "RENAME TO":
                yield Spot(change.value.lower())


def _new(spot: Spot, given: set[Spot]) -> bool:
    return bool({spot, replace(spot, column=""), replace(spot, column="", table="")} & given)


def _named(patterns: tuple[str, ...], spot: Spot) -> bool:
    """One of them means it: as a table with all of its columns, or as a column."""
    return any(names_table(p, spot) or (spot.column and names_column(p, spot)) for p in patterns)


def _noticed(finding: Finding, why: str) -> Finding:
    message = f"{finding.message} {why}"
    return replace(finding, severity=min(finding.severity, Severity.NOTICE), message=message)
