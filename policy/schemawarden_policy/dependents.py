"""The indexes, triggers and views of a SQLite database where a statement stands: by the schema before, and by what the change set
has made and dropped since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from schemawarden_policy.change import (
    Change,
    CreateIndex,
    CreateObject,
    CreateTable,
    DropIndex,
    DropObject,
    DropTable,
    RenameTable,
)
from schemawarden_policy.facts import Index, Schema
from schemawarden_policy.lexing import fold
from schemawarden_policy.migration import Migration
from schemawarden_policy.statement import Statement


@dataclass(frozen=True, slots=True)
class View:
    name: str
    reads: tuple[str, ...] | None
    """None: its text is not known."""


@dataclass(slots=True)
class Dependents:
    """Keys are folded names."""

    indexes: dict[str, tuple[str, Index]] = field(default_factory=dict)
    """Index -> (its table, what it is)."""
    triggers: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Trigger -> (its table, its name as written)."""
    views: dict[str, View] = field(default_factory=dict)
    definitions: dict[str, CreateTable] = field(default_factory=dict)
    """Tables that the change set made."""

    def indexes_on(self, table: str) -> tuple[Index, ...]:
        return tuple(index for on, index in self.indexes.values() if on == fold(table))

    def triggers_on(self, table: str) -> tuple[str, ...]:
        return tuple(name for on, name in self.triggers.values() if on == fold(table))

    def views_of(self, table: str) -> tuple[str, ...]:
        """The views that read the table, by their text."""
        return tuple(view.name for view in self.views.values() if fold(table) in map(_last, view.reads or ()))

    def views_unread(self) -> tuple[str, ...]:
        """The views whose text is not known."""
        return tuple(view.name for view in self.views.values() if view.reads is None)

    def follow(self, change: Change) -> None:
        if isinstance(change, CreateIndex):
            made = Index(change.index, change.columns, change.unique, bool(change.where))
            self.indexes[fold(change.index)] = fold(change.table), made
        elif isinstance(change, DropIndex):
            self.indexes.pop(fold(change.index), None)
        elif isinstance(change, CreateObject):
            self._made(change)
        elif isinstance(change, DropObject):
            self._gone(change)
        elif isinstance(change, CreateTable):
            self.definitions[fold(change.table)] = change
        elif isinstance(change, DropTable):
            self._dropped(fold(change.table))
        elif isinstance(change, RenameTable):
            self._renamed(fold(change.table), fold(change.new_name))

    def _made(self, change: CreateObject) -> None:
        if change.object == "trigger":
            self.triggers[fold(change.name)] = fold(change.table), change.name
        elif change.object == "view":
            self.views[fold(change.name)] = View(change.name, change.reads)

    def _gone(self, change: DropObject) -> None:
        if change.object == "trigger":
            self.triggers.pop(fold(change.name), None)
        elif change.object == "view":
            self.views.pop(fold(change.name), None)

    def _dropped(self, table: str) -> None:
        """A table takes its indexes and triggers along, and leaves its views."""
        self.indexes = {key: held for key, held in self.indexes.items() if held[0] != table}
        self.triggers = {key: held for key, held in self.triggers.items() if held[0] != table}
        self.definitions.pop(table, None)

    def _renamed(self, old: str, new: str) -> None:
        self.indexes = {key: (new if on == old else on, index) for key, (on, index) in self.indexes.items()}
        self.triggers = {key: (new if on == old else on, name) for key, (on, name) in self.triggers.items()}
        if old in self.definitions:
            self.definitions[new] = self.definitions.pop(old)


def _last(written: str) -> str:
    return fold(written.rpartition(".")[2])


def dependents_before(before: Schema | None) -> Dependents:
    found = Dependents()
    for table in before.tables if before else ():
        found.indexes.update({fold(index.name): (fold(table.name), index) for index in table.indexes})
        found.triggers.update({fold(name): (fold(table.name), name) for name in table.triggers})
    found.views.update({fold(name): View(name, None) for name in (before.views if before else ())})
    return found


def dependent_steps(migration: Migration) -> Iterator[tuple[Statement, Change, Dependents]]:
    """Each change in running order, with what there is before it."""
    dependents = dependents_before(migration.facts.before)
    for statement in migration.statements():
        for change in statement.changes:
            yield statement, change, dependents
            dependents.follow(change)
