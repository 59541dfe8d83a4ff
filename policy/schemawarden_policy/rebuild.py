"""Recognising a table rebuild: SQLite's way to change what ALTER TABLE can't (https://sqlite.org/lang_altertable.html).

Three shapes are in use, all within one file, in this order:
- copy-first: CREATE new; INSERT INTO new SELECT ... FROM old; DROP old; RENAME new TO old. Advised by SQLite; Atlas,
  Django, Alembic, Prisma, Drizzle write it.
- copy-twice: CREATE copy; INSERT; DROP old; CREATE old; INSERT back; DROP copy. Rails writes it.
- rename-first: RENAME old TO aside; CREATE old; INSERT INTO old SELECT ... FROM aside; DROP aside.
Only an undisturbed copy of every row counts. A SELECT with WHERE, LIMIT, DISTINCT, a join, a subquery or an aggregate, or a
change to either table between its making and the end, makes it a plain drop. So does a temporary table or view of the same name,
which hides one of the two, and a definition that forgives conflicts, which leaves rows out by itself. The rows must end in a
lasting table; only the table aside of copy-twice may be temporary.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeGuard

from schemawarden_policy.change import (
    Change,
    CreateObject,
    CreateTable,
    DeleteRows,
    DropColumn,
    DropTable,
    InsertRows,
    RenameColumn,
    RenameTable,
    UpdateRows,
)
from schemawarden_policy.lexing import fold
from schemawarden_policy.migration import Migration, MigrationFile
from schemawarden_policy.statement import Dialect, Statement

_MOST = 200
"""More candidates than this in one file are not searched: they count as plain drops."""

_ROWS = (InsertRows, UpdateRows, DeleteRows, DropTable, DropColumn, RenameTable, RenameColumn, CreateTable)


@dataclass(frozen=True, slots=True)
class Rebuild:
    """A table copied as a whole into a new definition under its own name."""

    shape: str
    table: str
    """The table's name, before and after."""
    created: CreateTable
    """The new definition."""
    copies: tuple[InsertRows, ...]
    """The copies, in order; the last one fills the new definition."""
    definitions: tuple[CreateTable, ...]
    """What each copy goes into."""
    first: Statement
    drop: Statement
    """The statement that drops the table's old self."""
    last: Statement
    handled: tuple[Change, ...]
    """The changes that belong to the rebuild: its drops and renames are no loss."""


def rebuilds(file: MigrationFile, hidden: frozenset[str] = frozenset()) -> tuple[Rebuild, ...]:
    """The rebuilds of one file, in order. `hidden` are names that earlier files gave to something temporary or renamed."""
    steps = _Steps(file, hidden)
    candidates = steps.candidates()
    if len(candidates) > _MOST:
        return ()
    shapes = (_copy_first, _copy_twice, _rename_first)
    found = (next(filter(None, (shape(steps, at) for shape in shapes)), None) for at in candidates)
    return tuple(rebuild for rebuild in found if rebuild)


def rebuilds_by_file(migration: Migration) -> Iterator[tuple[MigrationFile, tuple[Rebuild, ...]]]:
    """The rebuilds of each file; only SQLite needs them. Elsewhere such a copy loses grants, policies, sequences and the
    foreign keys of other tables, so that its drop is a drop."""
    if migration.dialect is not Dialect.SQLITE:
        return
    hidden: frozenset[str] = frozenset()
    for file in migration.files:
        found = rebuilds(file, hidden)
        yield file, found
        own = frozenset(id(change) for rebuild in found for change in rebuild.handled)
        hidden |= {
            name
            for statement in file.statements
            for change in statement.changes
            if id(change) not in own
            for name in _unsettled(change)
        }


def all_rebuilds(migration: Migration) -> tuple[Rebuild, ...]:
    return tuple(rebuild for _, found in rebuilds_by_file(migration) for rebuild in found)


def _unsettled(change: Change) -> Iterator[str]:
    """Names that from here on may mean another table or other columns than the target's schema says."""
    if _temporary(change) or isinstance(change, RenameColumn):
        yield fold(change.name if isinstance(change, CreateObject) else change.table)
    elif isinstance(change, RenameTable):
        yield fold(change.table)
        yield fold(change.new_name)


def _temporary(change: Change) -> TypeGuard[CreateTable | CreateObject]:
    """It makes a temporary table or view. A trigger hides nothing."""
    if isinstance(change, CreateTable):
        return change.temporary or fold(change.schema) == "temp"
    return isinstance(change, CreateObject) and change.object == "view" and change.temporary


def handled_by_rebuild(migration: Migration) -> frozenset[int]:
    """Identities of the changes (`id`) that are part of a rebuild."""
    return frozenset(id(change) for rebuild in all_rebuilds(migration) for change in rebuild.handled)


class _Steps:
    """The changes of a file in order, with searches that return positions; -1 for none."""

    def __init__(self, file: MigrationFile, hidden: frozenset[str]) -> None:
        self.pairs = [(statement, change) for statement in file.statements for change in statement.changes]
        self.changes = [change for _, change in self.pairs]
        self.hidden = hidden
        self.settled: set[int] = set()
        """Positions that belong to a rebuild that was found: after it, its table is again what it was."""
        self._at: defaultdict[tuple[type[Change], str], list[int]] = defaultdict(list)
        """Where a kind of change stands for a table; copies stand under the table that they read."""
        for at, change in enumerate(self.changes):
            if isinstance(change, InsertRows):
                if not change.partial:
                    self._at[InsertRows, fold(change.from_table)].append(at)
            elif isinstance(change, CreateTable | DropTable | RenameTable):
                self._at[type(change), fold(change.table)].append(at)

    def candidates(self) -> list[int]:
        """Drops of a table that some whole copy reads."""
        sources = {name for kind, name in self._at if kind is InsertRows}
        return sorted(
            at
            for (kind, name), found in self._at.items()
            if kind is DropTable and name in sources
            for at in found
        )

    def _within(self, kind: type[Change], table: str, start: int, end: int) -> list[int]:
        found = self._at.get((kind, fold(table)), [])
        return found[bisect_left(found, start) : bisect_left(found, end)]

    def copy(self, source: str, start: int, end: int) -> int:
        """The last whole copy out of `source` within a range."""
        found = self._within(InsertRows, source, start, end)
        return found[-1] if found and fold(_table(self, found[-1])) != fold(source) else -1

    def create(self, table: str, start: int, end: int) -> int:
        """The last CREATE TABLE that surely made `table`, and leaves no row out by itself."""
        for at in reversed(self._within(CreateTable, table, start, end)):
            change = self.changes[at]
            if isinstance(change, CreateTable) and not change.if_not_exists:
                return -1 if change.forgiving else at
        return -1

    def rename(self, table: str, new_name: str, start: int, end: int) -> int:
        """The first rename of `table` within a range, if it is to `new_name`."""
        found = self._within(RenameTable, table, start, end)
        change = self.changes[found[0]] if found else None
        return found[0] if isinstance(change, RenameTable) and fold(change.new_name) == fold(new_name) else -1

    def drop(self, table: str, start: int) -> int:
        return next(iter(self._within(DropTable, table, start, len(self.changes))), -1)

    def undisturbed(
        self, tables: tuple[str, str], copied: int, own: tuple[int, ...], passing: str = ""
    ) -> bool:
        """Both names mean what they seem to, and nothing but the rebuild's own steps changes what they stand for.

        Args:
            copied: where the first copy stands. Rows that change before it are changed by statements of their own.
            passing: the one of the tables that may be temporary.
        """
        names = {fold(table) for table in tables}
        if not self.settled.isdisjoint(own):  # a step belongs to one rebuild only
            return False
        if names & self.hidden or not all(_at_home(self.changes[at], fold(passing)) for at in own):
            return False
        others = (at for at in range(max(own)) if at not in own and at not in self.settled)
        return not any(self._disturbs(at, names, min(own), copied) for at in others)

    def _disturbs(self, at: int, names: set[str], start: int, copied: int) -> bool:
        change = self.changes[at]
        if isinstance(change, CreateObject) and change.object == "trigger":
            return at > start and fold(change.table) in names  # an earlier one goes with the table's old self
        if isinstance(change, CreateObject):
            return change.object == "view" and fold(change.name) in names
        if not names.isdisjoint(_unsettled(change)):
            return True
        if at < start or not isinstance(change, _ROWS) or fold(change.table) not in names:
            return False
        return at > copied or not isinstance(change, InsertRows | UpdateRows | DeleteRows)

    def rebuild(
        self,
        shape: str,
        table: str,
        created: tuple[int, ...],
        copies: tuple[int, ...],
        drop: int,
        handled: tuple[int, ...],
    ) -> Rebuild:
        parts = sorted({*created, *copies, drop, *handled})
        self.settled.update(parts)
        definitions = tuple(change for at in created if isinstance(change := self.changes[at], CreateTable))
        return Rebuild(
            shape=shape,
            table=table,
            created=definitions[-1],
            copies=tuple(change for at in copies if isinstance(change := self.changes[at], InsertRows)),
            definitions=definitions,
            first=self.pairs[parts[0]][0],
            drop=self.pairs[drop][0],
            last=self.pairs[parts[-1]][0],
            handled=tuple(self.changes[at] for at in handled),
        )


def _copy_first(steps: _Steps, drop: int) -> Rebuild | None:
    old = _table(steps, drop)
    if (copy := steps.copy(old, 0, drop)) < 0:
        return None
    new = _table(steps, copy)
    created = steps.create(new, 0, copy)
    renamed = steps.rename(new, old, drop + 1, len(steps.changes))
    if min(created, renamed) < 0 or not steps.undisturbed((old, new), copy, (created, copy, drop, renamed)):
        return None
    return steps.rebuild("copy-first", old, (created,), (copy,), drop, (drop, renamed))


def _copy_twice(steps: _Steps, drop: int) -> Rebuild | None:
    old = _table(steps, drop)
    if (out := steps.copy(old, 0, drop)) < 0:
        return None
    aside = _table(steps, out)
    last = steps.drop(aside, drop + 1)
    back = steps.copy(aside, drop + 1, last)
    created, before = steps.create(old, drop + 1, back), steps.create(aside, 0, out)
    if min(last, back, created, before) < 0 or fold(_table(steps, back)) != fold(old):
        return None
    passing = aside if _temporary(steps.changes[before]) else ""
    if not steps.undisturbed((old, aside), out, (before, out, drop, created, back, last), passing):
        return None
    return steps.rebuild("copy-twice", old, (before, created), (out, back), drop, (drop, last))


def _rename_first(steps: _Steps, drop: int) -> Rebuild | None:
    aside = _table(steps, drop)
    if (copy := steps.copy(aside, 0, drop)) < 0:
        return None
    table = _table(steps, copy)
    created = steps.create(table, 0, copy)
    renamed = steps.rename(table, aside, 0, max(created, 0))
    if min(created, renamed) < 0 or not steps.undisturbed(
        (table, aside), renamed, (renamed, created, copy, drop)
    ):
        return None
    return steps.rebuild("rename-first", table, (created,), (copy,), drop, (renamed, drop))


def _at_home(change: Change, passing: str) -> bool:
    """Each table of a step is where its rows last, but for the one that may be temporary."""
    if isinstance(change, CreateTable) and _temporary(change):
        return fold(change.table) == passing
    if isinstance(change, InsertRows) and not _named_at_home(change.from_table, change.from_schema, passing):
        return False
    return isinstance(change, CreateTable | InsertRows | DropTable | RenameTable) and _named_at_home(
        change.table, change.schema, passing
    )


def _named_at_home(table: str, schema: str, passing: str) -> bool:
    return fold(schema) in ("", "temp" if fold(table) == passing else "main")


def _table(steps: _Steps, at: int) -> str:
    change = steps.changes[at]
    assert isinstance(change, DropTable | InsertRows)
    return change.table
