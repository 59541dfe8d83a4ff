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

from dataclasses import dataclass

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
from schemawarden_policy.statement import Statement

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
        self.hidden = hidden
        self.pairs = [(statement, change) for statement in file.statements for change in statement.changes]
        self.changes = [change for _, change in self.pairs]

    def candidates(self) -> list[int]:
        """Drops of a table that some whole copy reads."""
        sources = {fold(c.from_table) for c in self.changes if isinstance(c, InsertRows) and not c.partial}
        return [
            at for at, c in enumerate(self.changes) if isinstance(c, DropTable) and fold(c.table) in sources
        ]

    def copy(self, source: str, start: int, end: int) -> int:
        """The last whole copy out of `source` within a range."""
        for at in range(end - 1, start - 1, -1):
            change = self.changes[at]
            if (
                isinstance(change, InsertRows)
                and not change.partial
                and fold(change.from_table) == fold(source)
            ):
                return -1 if fold(change.table) == fold(source) else at
        return -1

    def create(self, table: str, start: int, end: int) -> int:
        """The last CREATE TABLE that surely made `table`, with every row in it that is put there."""
        for at in range(end - 1, start - 1, -1):
            change = self.changes[at]
            if (
                isinstance(change, CreateTable)
                and fold(change.table) == fold(table)
                and not change.if_not_exists
            ):
                return -1 if change.forgiving else at
        return -1

    def rename(self, table: str, new_name: str, start: int, end: int) -> int:
        for at in range(start, end):
            change = self.changes[at]
            if isinstance(change, RenameTable) and fold(change.table) == fold(table):
                return at if fold(change.new_name) == fold(new_name) else -1
        return -1

    def drop(self, table: str, start: int) -> int:
        for at in range(start, len(self.changes)):
            change = self.changes[at]
            if isinstance(change, DropTable) and fold(change.table) == fold(table):
                return at
        return -1

    def undisturbed(self, end: int, old: str, new: str, own: tuple[int, ...], aside: int = -1) -> bool:
        """The names mean what they seem to, from the file's beginning to the end of the rebuild, and nothing else changes the tables.

        The old table may be changed before it is first read; those are statements of their own, found as such.
        """
        names = {fold(old), fold(new)}
        if names & self.hidden or any(not _lasting(self.changes[at]) for at in own if at != aside):
            return False
        start = min(own)
        for at, change in enumerate(self.changes[:end]):
            if at in own:
                continue
            if isinstance(change, CreateObject) and change.object in ("trigger", "view"):
                if fold(change.table if change.object == "trigger" else change.name) in names:
                    return False
            elif not names.isdisjoint(_unsettled(change)) and not self._whole_rebuild(at):
                return False
            elif at >= start and isinstance(change, _ROWS) and fold(change.table) in names:
                return False
        return True

    def _whole_rebuild(self, at: int) -> bool:
        """The rename ends an earlier rebuild, after which the table is again what it was."""
        return at in self.settled

    def rebuild(
        self,
        shape: str,
        table: str,
        created: int,
        copies: tuple[int, ...],
        drop: int,
        handled: tuple[int, ...],
    ) -> Rebuild:
        parts = sorted({created, *copies, drop, *handled})
        definition = self.changes[created]
        assert isinstance(definition, CreateTable)
        return Rebuild(
            shape=shape,
            table=table,
            created=definition,
            copies=tuple(change for at in copies if isinstance(change := self.changes[at], InsertRows)),
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
    if min(created, renamed) < 0 or not steps.undisturbed(copy + 1, renamed, (old, new), (drop,)):
        return None
    return steps.rebuild("copy-first", old, created, (copy,), drop, (drop, renamed))


def _copy_twice(steps: _Steps, drop: int) -> Rebuild | None:
    old = _table(steps, drop)
    if (out := steps.copy(old, 0, drop)) < 0:
        return None
    aside = _table(steps, out)
    last = steps.drop(aside, drop + 1)
    back = steps.copy(aside, drop + 1, last)
    created = steps.create(old, drop + 1, back)
    if min(last, back, created, steps.create(aside, 0, out)) < 0 or fold(_table(steps, back)) != fold(old):
        return None
    if not steps.undisturbed(out + 1, last, (old, aside), (drop, back)):
        return None
    return steps.rebuild("copy-twice", old, created, (out, back), drop, (drop, last))


def _rename_first(steps: _Steps, drop: int) -> Rebuild | None:
    aside = _table(steps, drop)
    if (copy := steps.copy(aside, 0, drop)) < 0:
        return None
    table = _table(steps, copy)
    created = steps.create(table, 0, copy)
    renamed = steps.rename(table, aside, 0, max(created, 0))
    if min(created, renamed) < 0 or not steps.undisturbed(renamed + 1, drop, (table, aside), (copy,)):
        return None
    return steps.rebuild("rename-first", table, created, (copy,), drop, (renamed, drop))


def _table(steps: _Steps, at: int) -> str:
    change = steps.changes[at]
    assert isinstance(change, DropTable | InsertRows)
    return change.table
