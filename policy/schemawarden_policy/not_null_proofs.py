"""Which columns the constraints of a change set prove to hold no NULL, as it goes along (PostgreSQL).

SET NOT NULL need not look at the rows when a validated CHECK says `column IS NOT NULL`, alone or joined by AND; a constraint
that is NOT VALID proves nothing until it is validated. What is renamed is no longer followed, and proves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from schemawarden_policy.change import (
    AddConstraint,
    AlterTable,
    Change,
    DropColumn,
    DropConstraint,
    RenameColumn,
    RenameTable,
    ValidateConstraint,
)
from schemawarden_policy.constraint_names import chosen_name
from schemawarden_policy.names import Names
from schemawarden_policy.parse.postgres_expression import never_null

Key = tuple[str, str]


@dataclass(slots=True)
class NotNullProofs:
    """Moves on with `follow`: ask it before it follows the change at hand."""

    names: Names
    waiting: dict[tuple[Key, str], frozenset[str]] = field(default_factory=dict)
    """(table, constraint) -> the columns that it will prove once it is validated."""
    valid: dict[tuple[Key, str], frozenset[str]] = field(default_factory=dict)
    unseen: set[tuple[Key, str]] = field(default_factory=set)
    """Validated here, but added before the change set: what they say is not known."""

    def proves(
        self, table: str, column: str, schema: str = "", without: frozenset[str] = frozenset()
    ) -> bool:
        """A valid constraint that is not among `without` leaves no NULL in the column."""
        key = self.names.key(table, schema)
        return any(
            column in columns
            for (where, name), columns in self.valid.items()
            if where == key and name not in without
        )

    def may_prove(
        self, table: str, column: str, schema: str = "", without: frozenset[str] = frozenset()
    ) -> str:
        """The constraint validated here that has the column in its name, and whose text is not known; empty when there is none."""
        key = self.names.key(table, schema)
        names = sorted(name for where, name in self.unseen if where == key and name not in without)
        return next((name for name in names if f"_{column}_" in f"_{name}_"), "")

    def follow(self, change: Change) -> None:
        if isinstance(change, AddConstraint):
            self._added(change)
        elif isinstance(change, ValidateConstraint):
            self._validated(self.names.key(change.table, change.schema), change.name)
        elif isinstance(change, DropConstraint) or (
            isinstance(change, AlterTable) and change.form == "RENAME CONSTRAINT"
        ):
            self._forget(self.names.key(change.table, change.schema), change.name)
        elif isinstance(change, DropColumn | RenameColumn):
            self._forget(self.names.key(change.table, change.schema), column=change.column)
        elif isinstance(change, RenameTable):
            self._forget(self.names.key(change.table, change.schema))
            self._forget(self.names.key(change.new_name, change.schema))

    def _added(self, change: AddConstraint) -> None:
        columns = frozenset(change.columns) if change.kind == "not_null" else never_null(change.expression)
        if change.kind in ("check", "not_null") and columns:
            key = (self.names.key(change.table, change.schema), change.name or chosen_name(change))
            (self.waiting if change.not_valid else self.valid)[key] = columns

    def _validated(self, table: Key, name: str) -> None:
        columns = self.waiting.pop((table, name), None)
        if columns is not None:
            self.valid[table, name] = columns
        elif (table, name) not in self.valid:
            self.unseen.add((table, name))

    def _forget(self, table: Key, name: str = "", column: str = "") -> None:
        """The constraint of that name, those that speak of the column, or all of the table."""
        for known in (self.waiting, self.valid):
            for key, columns in list(known.items()):
                if key[0] == table and (name in ("", key[1])) and (not column or column in columns):
                    del known[key]
        self.unseen = {key for key in self.unseen if key[0] != table or (name not in ("", key[1])) or column}
