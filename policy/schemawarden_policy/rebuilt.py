"""What a rebuild (SQLite) makes of the old table's columns: which values arrive, under which name, in which definition; and of
its checks."""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import ColumnDef, CreateTable
from schemawarden_policy.facts import Column, Schema, Table
from schemawarden_policy.lexing import fold
from schemawarden_policy.migration import Migration
from schemawarden_policy.rebuild import Rebuild, all_rebuilds


def lost_columns(rebuild: Rebuild, before: Schema | None) -> tuple[str, ...]:
    """Stored columns of the old table whose values some copy of the rebuild does not hand on as they are."""
    old = before.table(rebuild.table) if before else None
    if old is None:
        return ()
    return tuple(c.name for c in old.columns if not c.generated and landing(c.name, rebuild, old) is None)


def landing(column: str, rebuild: Rebuild, old: Table) -> str | None:
    """The column of the new table in which the values end, None when they don't get there."""
    name, order = column, tuple(c.name for c in old.columns)
    for copy, definition in zip(rebuild.copies, rebuild.definitions, strict=True):
        reads = tuple(each for read in copy.reads for each in (order if read == ("*",) else read or ("",)))
        into = copy.columns or reads  # without a list, which is an error of its own, names are taken to fit
        found = [goal for goal, read in zip(into, reads, strict=False) if read and fold(read) == fold(name)]
        if not found:
            return None
        name = next((goal for goal in found if fold(goal) == fold(column)), found[0])
        order = tuple(c.name for c in definition.columns)
    return name


def rebuilt_columns(migration: Migration) -> Iterator[tuple[Rebuild, Column, ColumnDef]]:
    """Each stored column of a rebuilt table by the schema before, with its new definition."""
    before = migration.facts.before
    for rebuild in all_rebuilds(migration):
        old = before.table(rebuild.table) if before else None
        for column in old.columns if old else ():
            goal = landing(column.name, rebuild, old) if old and not column.generated else None
            for new in rebuild.created.columns:
                if goal is not None and fold(new.name) == fold(goal):
                    yield rebuild, column, new


def rebuilds_with_fewer_checks(migration: Migration) -> Iterator[Rebuild]:
    """Those whose new definition has fewer checks than the last one that the change set itself gave the table."""
    last: dict[str, CreateTable] = {}
    made = {id(rebuild.created): rebuild for rebuild in all_rebuilds(migration)}
    for statement in migration.statements():
        for change in statement.changes:
            if not isinstance(change, CreateTable):
                continue
            rebuild = made.get(id(change))
            name = fold(rebuild.table if rebuild else change.table)
            if rebuild and name in last and _checks(change) < _checks(last[name]):
                yield rebuild
            last[name] = change


def _checks(table: CreateTable) -> int:
    """How many texts; an inline check with a name stands in both places."""
    texts = {constraint.expression for constraint in table.constraints if constraint.kind == "check"}
    return len(texts | {column.check for column in table.columns if column.check})
