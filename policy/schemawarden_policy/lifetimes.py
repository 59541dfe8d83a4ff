"""Which tables are born within the change set: what nobody else has seen yet can't be lost or broken.

A table counts as born only by a CREATE TABLE that must have made it: `IF NOT EXISTS` proves nothing, unless the schema before
is known and has no such table. A temporary
table hides one of the same name, so the two are kept apart. A table that comes out of a rebuild is the old one with its
rows, and is not born.

A born table stops being one when it takes in a partition or child that may hold rows, or a rule that acts on others. Temporary
tables stop with their file. On PostgreSQL all do when a schema is renamed, the search path changes, or code runs that was not
read. On MySQL, where most servers tell `Users` from `users`, a table is born under the very letters that made it.

What refers to a born table from outside of the change set may lose rows with its rows: it is born, but not alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from schemawarden_policy.change import (
    AddColumn,
    AddConstraint,
    AlterObject,
    AlterTable,
    Change,
    CreateObject,
    CreateTable,
    DropColumn,
    DropTable,
    Pragma,
    RenameColumn,
    RenameTable,
    RunRoutine,
)
from schemawarden_policy.facts import Schema
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
    permanent: dict[Key, frozenset[str]] = field(default_factory=dict)
    """(schema, table) -> the table's name in the letters that made it, for there may be two of them."""
    temporary: set[str] = field(default_factory=set)
    columns: dict[Key, frozenset[str]] = field(default_factory=dict)
    """Columns added to tables that were there: (schema, table) -> columns."""
    referenced: set[Key] = field(default_factory=set)
    """Born tables to which a table that was there got a foreign key: a DELETE may cascade."""
    doubtful: set[str] = field(default_factory=set)
    """Names under which something temporary may hide a table: `CREATE TEMP TABLE IF NOT EXISTS`, a temporary view."""
    before: Schema | None = None
    """The schema that the change set finds; None when it is not known."""

    def copy(self) -> Lifetimes:
        return Lifetimes(
            self.names,
            dict(self.permanent),
            set(self.temporary),
            dict(self.columns),
            set(self.referenced),
            set(self.doubtful),
            self.before,
        )

    def born(self, table: str, schema: str = "") -> bool:
        """The name means a table that this change set created."""
        folded = self.names.fold(schema)
        if folded in ("", self.names.passing) and self.names.fold(table) in self.doubtful:
            return False
        name = self.names.letters(table)
        if folded == self.names.passing or (not schema and name in self.temporary):
            return name in self.temporary
        return name in self.permanent.get(self.names.key(table, schema), ())

    def alone(self, table: str, schema: str = "") -> bool:
        """A table that this change set created, whose rows nothing else hangs on."""
        return self.born(table, schema) and self.names.place(table, schema) not in self.referenced

    def born_all(self, written: tuple[str, ...]) -> bool:
        """Each of the names, which may carry a schema before a dot, means a table that this change set created."""
        keys = [name.rpartition(".") for name in written]
        return all(self.born(table, schema) for schema, _, table in keys)

    def added(self, table: str, column: str, schema: str = "") -> bool:
        """The name means a column that this change set added to a table that was there."""
        return self.names.fold(column) in self.columns.get(self.names.key(table, schema), ())

    def follow(self, change: Change) -> None:
        """Take note of what a change does to the tables."""
        self._refers(change)
        if isinstance(change, AddColumn | DropColumn | RenameColumn):
            self._columns(change)
        elif isinstance(change, CreateTable):
            self._created(change)
        elif isinstance(change, DropTable):
            self._gone(change.table, change.schema)
        elif isinstance(change, RenameTable):
            self._renamed(change)
        elif isinstance(change, CreateObject):
            self._made(change)
        elif isinstance(change, AlterTable):
            self._altered(change)
        elif isinstance(change, AlterObject) and change.form == "RENAME TO" and change.object in _RELATIONS:
            self._renamed(RenameTable(change.name, change.value, change.schema))
        elif _shuffles(change):
            self.unsettle()

    def _refers(self, change: Change) -> None:
        """A foreign key of a table that was there, to whatever table: it may be a born one."""
        if isinstance(change, AddColumn):
            referred = change.column.references or ""
        else:
            referred = change.references if isinstance(change, AddConstraint) else ""
        if referred and not self.born(getattr(change, "table", ""), getattr(change, "schema", "")):
            schema, _, table = referred.rpartition(".")
            self.referenced.add(self.names.place(table, schema))

    def unsettle(self) -> None:
        """Names may mean anything from here on."""
        self.columns.clear()
        self.permanent.clear()
        self.temporary.clear()

    def next_file(self) -> None:
        """A temporary table may have gone with its transaction, or with the session when an apply is taken up again."""
        self.doubtful |= self.temporary
        self.temporary.clear()

    def _columns(self, change: AddColumn | DropColumn | RenameColumn) -> None:
        key = self.names.key(change.table, change.schema)
        added = self.columns.get(key, frozenset())
        if isinstance(change, AddColumn):
            new = () if change.if_not_exists else (self.names.fold(change.column.name),)
            self.columns[key] = added.union(new)
            return
        old = self.names.fold(change.column)
        self.columns[key] = added - {old}
        if old in added and isinstance(change, RenameColumn):
            self.columns[key] |= {self.names.fold(change.new_name)}

    def rebuilt(self, table: str) -> None:
        self._forget(table, "")

    def _created(self, change: CreateTable) -> None:
        temporary = change.temporary or self.names.fold(change.schema) == self.names.passing
        if change.if_not_exists and temporary:
            self.doubtful.add(self.names.fold(change.table))
        elif temporary:
            self.temporary.add(self.names.letters(change.table))
        elif not change.if_not_exists or self._absent(change):
            self._born(change.table, change.schema)

    def _born(self, table: str, schema: str) -> None:
        key = self.names.key(table, schema)
        self.permanent[key] = self.permanent.get(key, frozenset()) | {self.names.letters(table)}

    def _absent(self, change: CreateTable) -> bool:
        """The schema before is known to have no table of that name, and none has come by it since."""
        key, known = self.names.key(change.table, change.schema), self.before
        if known is None or key[1] in self.doubtful:
            return False
        covered = {self.names.key(table.name, table.schema)[0] for table in known.tables} | {self.names.home}
        views = {self.names.key_of(view) for view in known.views}
        taken = key in views or self.names.find(known, change.table, change.schema)
        return key[0] in covered and not taken

    def _made(self, change: CreateObject) -> None:
        """A view may hide a table, a rule may act on others; a materialized view holds rows like a table."""
        if change.temporary and change.object != "trigger":
            self.doubtful.add(self.names.fold(change.name))
        elif change.object == "rule":
            self._gone(change.table, change.schema)
        elif change.object == "materialized_view" and not change.if_not_exists:
            self._born(change.name, change.schema)

    def _renamed(self, change: RenameTable) -> None:
        born = self.born(change.table, change.schema)
        temporary = self._hidden(change.table, change.schema)
        referenced = self.names.place(change.table, change.schema) in self.referenced
        self._gone(change.table, change.schema)
        if not born:
            self._forget(change.new_name, change.schema)
            self.temporary.discard(self.names.letters(change.new_name))
            self.doubtful.add(self.names.fold(change.new_name))  # a table that is not ours has taken the name
        elif temporary:
            self.temporary.add(self.names.letters(change.new_name))
        else:
            self._born(change.new_name, change.schema)
        if referenced:
            self.referenced.add(self.names.place(change.new_name, change.schema))

    def _altered(self, change: AlterTable) -> None:
        """A partition or child brings its rows along; a table in another schema is another name."""
        if any(word in change.form for word in _MIXING):
            self._gone(change.table, change.schema)
            schema, _, name = change.name.rpartition(".")
            self._gone(name, schema)

    def _gone(self, table: str, schema: str) -> None:
        if self._hidden(table, schema):
            self.temporary.discard(self.names.letters(table))
        else:
            self._forget(table, schema)

    def _forget(self, table: str, schema: str) -> None:
        """No table of that name is known from here on, in whatever letters it is written."""
        gone = self.names.key(table, schema)
        self.permanent.pop(gone, None)
        self.columns.pop(gone, None)

    def _hidden(self, table: str, schema: str) -> bool:
        """The name means a temporary table."""
        name = self.names.letters(table)
        return (not schema and name in self.temporary) or self.names.fold(schema) == self.names.passing


_RELATIONS = ("index", "view", "materialized_view", "sequence", "foreign_table")
"""PostgreSQL renames a table as well when ALTER INDEX names one."""
_MIXING = ("ATTACH PARTITION", "INHERIT", "SET SCHEMA", "EXCHANGE PARTITION", "CONVERT", "UNION")


def _shuffles(change: Change) -> bool:
    """Which table a name means may be another one afterwards, in a way that is not followed."""
    if isinstance(change, AlterObject):
        return change.object == "schema" and change.form == "RENAME TO"
    if isinstance(change, Pragma):
        return change.name in ("search_path", "all")
    return isinstance(change, RunRoutine)


Step = tuple[Statement, Change, Lifetimes]
_MOST_KEPT = 1_000
"""Statements up to which the steps are worked out once for all rules: each keeps the names born before it."""


def steps(migration: Migration, settings: Settings) -> Iterable[Step]:
    """Each change in running order, with what was born before it."""
    if sum(len(file.statements) for file in migration.files) > _MOST_KEPT:
        return _steps(migration, settings, kept=False)
    name = f"steps in {settings.default_schema}"
    known: list[Step] | None = migration.worked_out.get(name)
    if known is None:
        known = migration.worked_out[name] = list(_steps(migration, settings, kept=True))
    return known


def _steps(migration: Migration, settings: Settings, *, kept: bool) -> Iterator[Step]:
    lifetimes = Lifetimes(names_of(migration, settings), before=migration.facts.before)
    ends = {(r.last.place.file, r.last.place.statement): r.table for r in all_rebuilds(migration)}
    file = ""
    for statement in migration.statements():
        if kept:
            lifetimes = lifetimes.copy()
        if statement.place.file != file:
            lifetimes.next_file()
        file = statement.place.file
        for change in statement.changes:
            yield statement, change, lifetimes
            if kept:
                lifetimes = lifetimes.copy()
            lifetimes.follow(change)
        if rebuilt := ends.get((statement.place.file, statement.place.statement)):
            lifetimes.rebuilt(rebuilt)
        if statement.opaque_reason and migration.dialect is Dialect.POSTGRESQL:
            lifetimes.unsettle()


def born_before(migration: Migration, settings: Settings) -> dict[tuple[str, int], frozenset[str]]:
    """(file, statement) -> the lasting tables that the change set had created before it, "schema.table"; empty without runs."""
    if not migration.facts.runs:
        return {}
    found: dict[tuple[str, int], frozenset[str]] = {}
    for statement, _, lifetimes in steps(migration, settings):
        place = (statement.place.file, statement.place.statement)
        if place not in found:
            found[place] = frozenset(".".join(key) for key in lifetimes.permanent)
    return found
