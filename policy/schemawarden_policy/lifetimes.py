"""Which tables are born within the change set: what nobody else has seen yet can't be lost or broken.

A table counts as born only by a plain CREATE TABLE that must have made it: `IF NOT EXISTS` proves nothing. A temporary
table hides one of the same name, so the two are kept apart. A table that comes out of a rebuild is the old one with its
rows, and is not born.

On PostgreSQL a born table stops being one when it takes in a partition or child that may hold rows, or a rule that acts
on others. Temporary tables stop with their file. All do when a schema is renamed, the search path changes, or code runs
that was not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from schemawarden_policy.change import (
    AlterObject,
    AlterTable,
    Change,
    CreateObject,
    CreateTable,
    DropTable,
    Pragma,
    RenameTable,
    RunRoutine,
)
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of
from schemawarden_policy.rebuild import all_rebuilds
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect, Statement

Key = tuple[str, str]


@dataclass(slots=True)
class Lifetimes:
    """The tables born so far. It moves on as `steps` is iterated: ask it before taking the next step."""

    names: Names
    permanent: set[Key] = field(default_factory=set)
    temporary: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)
    """Names under which something temporary may hide a table: `CREATE TEMP TABLE IF NOT EXISTS`, a temporary view."""

    def born(self, table: str, schema: str = "") -> bool:
        """The name means a table that this change set created."""
        name, schema = self.names.fold(table), self.names.fold(schema)
        if schema in ("", self.names.passing) and name in self.doubtful:
            return False
        if schema == self.names.passing or (not schema and name in self.temporary):
            return name in self.temporary
        return self.names.key(table, schema) in self.permanent

    def born_all(self, written: tuple[str, ...]) -> bool:
        """Each of the names, which may carry a schema before a dot, means a table that this change set created."""
        keys = [name.rpartition(".") for name in written]
        return all(self.born(table, schema) for schema, _, table in keys)

    def follow(self, change: Change) -> None:
        """Take note of what a change does to the tables."""
        if isinstance(change, CreateTable):
            self._created(change)
        elif isinstance(change, DropTable):
            self._gone(change.table, change.schema)
        elif isinstance(change, RenameTable):
            self._renamed(change)
        elif isinstance(change, CreateObject):
            self._made(change)
        elif isinstance(change, AlterTable):
            self._altered(change)
        elif _shuffles(change):
            self.unsettle()

    def unsettle(self) -> None:
        """Names may mean anything from here on."""
        self.permanent.clear()
        self.temporary.clear()

    def next_file(self) -> None:
        """A temporary table may have gone with its transaction, or with the session when an apply is taken up again."""
        self.doubtful |= self.temporary
        self.temporary.clear()

    def rebuilt(self, table: str) -> None:
        self.permanent.discard(self.names.key(table))

    def _created(self, change: CreateTable) -> None:
        temporary = change.temporary or self.names.fold(change.schema) == self.names.passing
        name = self.names.fold(change.table)
        if change.if_not_exists and temporary:
            self.doubtful.add(name)
        elif temporary:
            self.temporary.add(name)
        elif not change.if_not_exists:
            self.permanent.add(self.names.key(change.table, change.schema))

    def _made(self, change: CreateObject) -> None:
        """A view may hide a table, a rule may act on others; a materialized view holds rows like a table."""
        if change.temporary and change.object != "trigger":
            self.doubtful.add(self.names.fold(change.name))
        elif change.object == "rule":
            self._gone(change.table, change.schema)
        elif change.object == "materialized_view" and not change.if_not_exists:
            self.permanent.add(self.names.key(change.name, change.schema))

    def _renamed(self, change: RenameTable) -> None:
        born = self.born(change.table, change.schema)
        temporary = self._hidden(change.table, change.schema)
        self._gone(change.table, change.schema)
        name, key = self.names.fold(change.new_name), self.names.key(change.new_name, change.schema)
        if not born:
            self.permanent.discard(key)
            self.temporary.discard(name)
            self.doubtful.add(name)  # a table that is not ours has taken the name
        elif temporary:
            self.temporary.add(name)
        else:
            self.permanent.add(key)

    def _altered(self, change: AlterTable) -> None:
        """A partition or child brings its rows along; a table in another schema is another name."""
        if any(word in change.form for word in ("ATTACH PARTITION", "INHERIT", "SET SCHEMA")):
            self._gone(change.table, change.schema)
            schema, _, name = change.name.rpartition(".")
            self._gone(name, schema)

    def _gone(self, table: str, schema: str) -> None:
        if self._hidden(table, schema):
            self.temporary.discard(self.names.fold(table))
        else:
            self.permanent.discard(self.names.key(table, schema))

    def _hidden(self, table: str, schema: str) -> bool:
        """The name means a temporary table."""
        name = self.names.fold(table)
        return (not schema and name in self.temporary) or self.names.fold(schema) == self.names.passing


def _shuffles(change: Change) -> bool:
    """Which table a name means may be another one afterwards, in a way that is not followed."""
    if isinstance(change, AlterObject):
        return change.object == "schema" and change.form == "RENAME TO"
    if isinstance(change, Pragma):
        return change.name in ("search_path", "all")
    return isinstance(change, RunRoutine)


def steps(migration: Migration, settings: Settings) -> Iterator[tuple[Statement, Change, Lifetimes]]:
    """Each change in running order, with what was born before it."""
    lifetimes = Lifetimes(names_of(migration, settings))
    ends = {(r.last.place.file, r.last.place.statement): r.table for r in all_rebuilds(migration)}
    file = ""
    for statement in migration.statements():
        if statement.place.file != file and migration.dialect is Dialect.POSTGRESQL:
            lifetimes.next_file()
        file = statement.place.file
        for change in statement.changes:
            yield statement, change, lifetimes
            lifetimes.follow(change)
        if rebuilt := ends.get((statement.place.file, statement.place.statement)):
            lifetimes.rebuilt(rebuilt)
        if statement.opaque_reason and migration.dialect is Dialect.POSTGRESQL:
            lifetimes.unsettle()


def born_before(migration: Migration, settings: Settings) -> dict[tuple[str, int], frozenset[str]]:
    """(file, statement) -> the lasting tables that the change set had created before it, "schema.table"."""
    found: dict[tuple[str, int], frozenset[str]] = {}
    for statement, _, lifetimes in steps(migration, settings):
        place = (statement.place.file, statement.place.statement)
        if place not in found:
            found[place] = frozenset(".".join(key) for key in lifetimes.permanent)
    return found
