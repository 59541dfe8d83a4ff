"""The types that columns have as a change set goes along: as the schema before has them, and as the change set leaves them."""

from __future__ import annotations

from dataclasses import dataclass, field

from schemawarden_policy.change import (
    AddColumn,
    AlterColumnType,
    Change,
    DropColumn,
    RenameColumn,
    RenameTable,
)
from schemawarden_policy.facts import Schema
from schemawarden_policy.names import Names

Key = tuple[str, str]


@dataclass(slots=True)
class ColumnTypes:
    """Moves on with `follow`: ask it before it follows the change at hand."""

    before: Schema | None
    names: Names
    changed: dict[tuple[Key, str], str] = field(default_factory=dict)
    """(table, column) -> its type by now; empty when the column has gone or is another one."""
    moved: set[Key] = field(default_factory=set)
    """Names under which another table stands than before."""

    def of(self, table: str, column: str, schema: str = "") -> str:
        """The type as text, in the spelling of its source; empty when it is not known."""
        key = self.names.key(table, schema)
        found = self.changed.get((key, self.names.fold(column)))
        if found is not None:
            return found
        known = None if key in self.moved else self.names.find(self.before, table, schema)
        columns = known.columns if known else ()
        return next((c.type for c in columns if self.names.fold(c.name) == self.names.fold(column)), "")

    def follow(self, change: Change) -> None:
        if isinstance(change, RenameTable):
            self._moved(change)
        elif isinstance(change, AddColumn | AlterColumnType | DropColumn | RenameColumn):
            self._column(change)

    def _column(self, change: AddColumn | AlterColumnType | DropColumn | RenameColumn) -> None:
        key = self.names.key(change.table, change.schema)
        if isinstance(change, AddColumn):
            column = change.column.name
            there = change.if_not_exists and (
                self.before is None or self.of(change.table, column, change.schema)
            )
            if not there:
                self.changed[key, self.names.fold(column)] = change.column.type
            return
        old = self.names.fold(change.column)
        if isinstance(change, RenameColumn):
            known = self.of(change.table, change.column, change.schema)
            self.changed[key, self.names.fold(change.new_name)] = known
        self.changed[key, old] = change.type if isinstance(change, AlterColumnType) else ""

    def _moved(self, change: RenameTable) -> None:
        for name in (change.table, change.new_name):
            key = self.names.key(name, change.schema)
            self.moved.add(key)
            self.changed = {where: known for where, known in self.changed.items() if where[0] != key}
