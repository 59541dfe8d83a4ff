"""Which tables are born within the change set: what nobody else has seen yet can't be lost or broken.

A table counts as born only by a plain CREATE TABLE that must have made it: `IF NOT EXISTS` proves nothing. A temporary
table hides one of the same name in `main`, so the two are kept apart. A table that comes out of a rebuild is the old one
with its rows, and is not born.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from schemawarden_policy.change import Change, CreateTable, DropTable, RenameTable
from schemawarden_policy.lexing import fold
from schemawarden_policy.migration import Migration
from schemawarden_policy.rebuild import all_rebuilds
from schemawarden_policy.statement import Statement


@dataclass(slots=True)
class Lifetimes:
    """The tables born so far. It moves on as `steps` is iterated: ask it before taking the next step."""

    permanent: set[str] = field(default_factory=set)
    temporary: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)
    """Names under which a temporary table may hide another one: `CREATE TEMP TABLE IF NOT EXISTS`."""

    def born(self, table: str, schema: str = "") -> bool:
        """The name means a table that this change set created."""
        name, schema = fold(table), fold(schema)
        if schema != "main" and name in self.doubtful:
            return False
        if schema == "temp" or (not schema and name in self.temporary):
            return name in self.temporary
        return schema in ("", "main") and name in self.permanent

    def follow(self, change: Change) -> None:
        """Take note of what a change does to the tables."""
        if isinstance(change, CreateTable):
            temporary = change.temporary or fold(change.schema) == "temp"
            if not change.if_not_exists:
                (self.temporary if temporary else self.permanent).add(fold(change.table))
            elif temporary:
                self.doubtful.add(fold(change.table))
        elif isinstance(change, DropTable):
            self._home(change.table, change.schema).discard(fold(change.table))
        elif isinstance(change, RenameTable):
            home = self._home(change.table, change.schema)
            born = self.born(change.table, change.schema)
            home.discard(fold(change.table))
            (home.add if born else self._forget)(fold(change.new_name))

    def _forget(self, name: str) -> None:
        """A table that is not ours has taken the name."""
        self.permanent.discard(name)
        self.temporary.discard(name)
        self.doubtful.add(name)

    def _home(self, table: str, schema: str) -> set[str]:
        hidden = not schema and fold(table) in self.temporary
        return self.temporary if hidden or fold(schema) == "temp" else self.permanent


def steps(migration: Migration) -> Iterator[tuple[Statement, Change, Lifetimes]]:
    """Each change in running order, with what was born before it."""
    lifetimes = Lifetimes()
    ends = {(r.last.place.file, r.last.place.statement): r.table for r in all_rebuilds(migration)}
    for statement in migration.statements():
        for change in statement.changes:
            yield statement, change, lifetimes
            lifetimes.follow(change)
        if rebuilt := ends.get((statement.place.file, statement.place.statement)):
            lifetimes.permanent.discard(fold(rebuilt))
