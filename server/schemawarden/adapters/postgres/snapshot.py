"""A database's catalogue as rows that can be compared: what there is, below what it hangs, its definition."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from schemawarden.adapters.postgres.rehearsal_questions import CATALOGUES

_PASSING_SCHEMAS = ("pg_temp_", "pg_toast")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the catalogue."""

    catalogue: str
    key: int
    """Its oid; for rows without one, the oids and numbers that identify it in one number."""
    kind: str
    """Of the object, in the words of facts.Effect; empty for a detail of its parent; "gone" for a dropped column."""
    name: str
    parent_in: str
    """The catalogue of the row below which it hangs; empty when it stands alone."""
    parent: int
    definition: str
    access: str
    """Owner and privileges."""
    number: int
    """A relation's file; for a detail of an index, the table that it is on."""


@dataclass(slots=True)
class Change:
    """A row before and after; None where there is none. The names are those of its time."""

    before: Row | None
    after: Row | None
    old_name: str = ""
    new_name: str = ""

    @property
    def row(self) -> Row:
        row = self.after or self.before
        assert row is not None
        return row

    @property
    def key(self) -> tuple[str, int]:
        return self.row.catalogue, self.row.key

    @property
    def moved(self) -> bool:
        """It is new or gone, has another name, or hangs on something else."""
        return _place(self.before) != _place(self.after)


def _place(row: Row | None) -> tuple[object, ...]:
    return (row.kind, row.name, row.parent_in, row.parent) if row else ()


@dataclass(slots=True)
class Snapshot:
    """The rows that were last seen."""

    rows: dict[str, dict[int, Row]] = field(default_factory=lambda: {c.name: {} for c in CATALOGUES})

    def name(self, row: Row | None) -> str:
        """As facts.Effect has it: "public.users.email"; empty for what is temporary or of a relation that is not here."""
        if row is None or (row.catalogue == "pg_namespace" and row.name.startswith(_PASSING_SCHEMAS)):
            return ""
        if not row.parent_in:
            return row.name
        above = self.name(self.parent(row))
        return f"{above}.{row.name}" if above and row.name else above

    def parent(self, row: Row) -> Row | None:
        return self.rows[row.parent_in].get(row.parent) if row.parent_in else None

    def relation(self, oid: int) -> Row | None:
        return self.rows["pg_class"].get(oid)

    def knows(self, name: str) -> bool:
        """Some object is called that, alone or with what it hangs on."""
        own = name.rsplit(".", 1)[-1]
        return any(row.name == own for rows in self.rows.values() for row in rows.values())

    @property
    def defers(self) -> bool:
        """Some trigger may run at the end of a transaction."""
        return any(row.number for row in self.rows["pg_trigger"].values())

    def table_of(self, index: int) -> int:
        """The table that an index is on; 0 when it is no index."""
        row = self.rows["pg_index"].get(index)
        return row.number if row else 0

    def apply(self, found: Collection[Row], gone: Collection[tuple[str, int]]) -> list[Change]:
        """Take over rows as they are now. Returns those that differ from what was known."""
        changes = list(self._differences(found, gone))
        for change in changes:
            change.old_name = self.name(change.before)
        for change in changes:
            rows = self.rows[change.row.catalogue]
            if change.after is None:
                del rows[change.row.key]
            else:
                rows[change.row.key] = change.after
        for change in changes:
            change.new_name = self.name(change.after)
        return changes

    def _differences(self, found: Collection[Row], gone: Collection[tuple[str, int]]) -> Iterator[Change]:
        for row in found:
            before = self.rows[row.catalogue].get(row.key)
            after = None if row.kind == "gone" else row
            if before != after:
                yield Change(before, after)
        for catalogue, key in gone:
            yield Change(self.rows[catalogue][key], None)


def row_of(record: Any) -> Row:
    values: list[Any] = ["" if value is None else value for value in record]
    return Row(*values)
