"""Recognising a table rebuild: SQLite's way to change what ALTER TABLE can't (https://sqlite.org/lang_altertable.html).

Three shapes are in use, all within one file, in this order:
- copy-first: CREATE new; INSERT INTO new SELECT ... FROM old; DROP old; RENAME new TO old. Advised by SQLite; Atlas,
  Django, Alembic, Prisma, Drizzle write it.
- copy-twice: CREATE copy; INSERT; DROP old; CREATE old; INSERT back; DROP copy. Rails writes it.
- rename-first: RENAME old TO aside; CREATE old; INSERT INTO old SELECT ... FROM aside; DROP aside.
Only an undisturbed copy of every row counts. A SELECT with WHERE, LIMIT, DISTINCT, a join or an aggregate, or a change
to either table between copy and end, makes it a plain drop.
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
    RenameTable,
    UpdateRows,
)
from schemawarden_policy.lexing import fold
from schemawarden_policy.migration import Migration, MigrationFile
from schemawarden_policy.statement import Statement

_MOST = 200
"""More candidates than this in one file are not searched: they count as plain drops."""

_ROWS = (InsertRows, UpdateRows, DeleteRows, DropTable, DropColumn, RenameTable)


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
    first: Statement
    drop: Statement
    """The statement that drops the table's old self."""
    last: Statement
    handled: tuple[Change, ...]
    """The changes that belong to the rebuild: its drops and renames are no loss."""


def rebuilds(file: MigrationFile) -> tuple[Rebuild, ...]:
    """The rebuilds of one file, in order."""
    steps = _Steps(file)
    candidates = steps.candidates()
    if len(candidates) > _MOST:
        return ()
    shapes = (_copy_first, _copy_twice, _rename_first)
    found = (next(filter(None, (shape(steps, at) for shape in shapes)), None) for at in candidates)
    return tuple(rebuild for rebuild in found if rebuild)


def all_rebuilds(migration: Migration) -> tuple[Rebuild, ...]:
    return tuple(rebuild for file in migration.files for rebuild in rebuilds(file))


def handled_by_rebuild(migration: Migration) -> frozenset[int]:
    """Identities of the changes (`id`) that are part of a rebuild."""
    return frozenset(id(change) for rebuild in all_rebuilds(migration) for change in rebuild.handled)


class _Steps:
    """The changes of a file in order, with searches that return positions; -1 for none."""

    def __init__(self, file: MigrationFile) -> None:
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
        """The last CREATE TABLE that surely made `table`."""
        for at in range(end - 1, start - 1, -1):
            change = self.changes[at]
            if (
                isinstance(change, CreateTable)
                and fold(change.table) == fold(table)
                and not change.if_not_exists
            ):
                return at
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

    def undisturbed(self, start: int, end: int, tables: tuple[str, ...], own: tuple[int, ...]) -> bool:
        """Nothing but the rebuild's own steps changes the tables within a range, and no new trigger waits on them."""
        names = {fold(table) for table in tables}
        return not any(
            isinstance(change, CreateObject) and change.object == "trigger" and fold(change.table) in names
            for change in self.changes[:end]
        ) and not any(
            at not in own and isinstance(change := self.changes[at], _ROWS) and fold(change.table) in names
            for at in range(start, end)
        )

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
