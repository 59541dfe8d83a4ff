"""An object of the database as the operator's patterns see it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spot:
    """In lower case. Empty parts are open: without a column the whole table is meant, without a table the whole schema, and so on."""

    schema: str = ""
    table: str = ""
    """A table, or another object that stands in the schema."""
    column: str = ""

    @property
    def words(self) -> str:
        """As findings name it; empty for an open one."""
        return ".".join(part for part in (self.schema, self.table, self.column) if part)
