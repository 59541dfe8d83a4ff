"""Which lock a change takes on which table, by its words (PostgreSQL).

A lock is held to the end of the transaction. The modes are those of the rehearsal's own table of locks, measured on
PostgreSQL 15 and 18. On MySQL and MariaDB each change of a table waits for its metadata lock, which is exclusive at least
for a moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from schemawarden_policy.change import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    AlterObject,
    AlterTable,
    AlterUnsupported,
    Change,
    CreateIndex,
    CreateObject,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropIndex,
    DropNotNull,
    DropObject,
    DropTable,
    LockTable,
    Maintain,
    ModifyColumn,
    RenameColumn,
    RenameTable,
    SetDefault,
    SetNotNull,
    Truncate,
    ValidateConstraint,
)
from schemawarden_policy.lifetimes import Lifetimes
from schemawarden_policy.locking import blocks
from schemawarden_policy.names import shown

TAKERS: tuple[type[Change], ...] = (
    *(AddColumn, AddConstraint, AlterColumnType, AlterObject, AlterTable, AlterUnsupported),
    *(CreateIndex, CreateObject, CreateTable, DropColumn, DropConstraint, DropIndex, DropNotNull),
    *(DropObject, DropTable, LockTable, Maintain, ModifyColumn, RenameColumn, RenameTable),
    *(SetDefault, SetNotNull, Truncate, ValidateConstraint),
)
"""The changes that take locks which others notice."""
_EXCLUSIVE = (
    *(AddColumn, AlterColumnType, AlterUnsupported, DropColumn, DropConstraint, DropNotNull),
    *(DropTable, ModifyColumn, RenameColumn, RenameTable, SetDefault, SetNotNull),
)
_LIGHT_FORMS = (
    *("SET STATISTICS", "SET OPTIONS", "RESET OPTIONS", "SET STORAGE PARAMETERS", "RESET STORAGE PARAMETERS"),
    *("CLUSTER ON", "SET WITHOUT CLUSTER", "ATTACH PARTITION"),
    *("DETACH PARTITION CONCURRENTLY", "DETACH PARTITION FINALIZE"),
)
_TRIGGER_FORMS = ("ENABLE TRIGGER", "ENABLE ALWAYS TRIGGER", "ENABLE REPLICA TRIGGER", "DISABLE TRIGGER")
_ON_TABLES = ("trigger", "rule", "policy")
_RELATIONS = ("view", "materialized_view")
_BESIDE_SEQUENCES = ("OWNED BY", "OWNER TO", "RENAME TO", "SET SCHEMA", "SETVAL")
"""They leave nextval() alone; the other forms make it wait, and so whoever inserts."""
_MAINTENANCE = {
    "VACUUM FULL": "AccessExclusive",
    "CLUSTER": "AccessExclusive",
    "REFRESH MATERIALIZED VIEW": "AccessExclusive",
    "REINDEX": "Share",
}


@dataclass(frozen=True, slots=True)
class TableLock:
    table: str
    """As the statement names it, "schema.table" where it says so; of a dropped index the index, where nothing tells the table."""
    mode: str
    """As in `locking`."""
    by_index: bool = False
    """`table` is an index's name."""

    @property
    def words(self) -> str:
        return f"the table of {self.table}" if self.by_index else self.table


def locks_of(change: Change) -> Iterator[TableLock]:
    """Its locks on tables, materialized views and dropped indexes, but those that any query takes."""
    if isinstance(change, AddColumn):
        yield from _referred(change.column.references)
    if isinstance(change, _EXCLUSIVE):
        yield TableLock(shown(change.table, change.schema), "AccessExclusive")
    elif isinstance(change, AddConstraint):
        mode = "ShareRowExclusive" if change.kind == "foreign_key" else "AccessExclusive"
        yield TableLock(shown(change.table, change.schema), mode)
        yield from _referred(change.references)
    elif isinstance(change, AlterTable):
        yield from _altered(change)
    elif isinstance(change, CreateTable):
        yield from (TableLock(name, "ShareRowExclusive") for name in change.references)
        if change.partition_of:
            yield TableLock(change.partition_of, "AccessExclusive")
    elif isinstance(change, CreateIndex | DropIndex | ValidateConstraint):
        yield from _on_index(change)
    elif isinstance(change, CreateObject | AlterObject | DropObject):
        yield from _on_object(change)
    elif isinstance(change, Truncate | LockTable):
        mode = change.mode if isinstance(change, LockTable) else "AccessExclusive"
        yield from (TableLock(name, mode) for name in change.tables)
    elif isinstance(change, Maintain):
        yield from _maintained(change)


def stopping(change: Change, lifetimes: Lifetimes) -> list[TableLock]:
    """Its locks that stop writers or readers of tables which were there before the change set."""
    return [
        lock
        for lock in locks_of(change)
        if blocks(lock.mode) not in ("", "schema changes") and not lifetimes.born_all((lock.table,))
    ]


def _referred(table: str | None) -> Iterator[TableLock]:
    if table:
        yield TableLock(table, "ShareRowExclusive")


def _altered(change: AlterTable) -> Iterator[TableLock]:
    table = shown(change.table, change.schema)
    if change.form in _LIGHT_FORMS:
        yield TableLock(table, "ShareUpdateExclusive")
    elif change.form.startswith(_TRIGGER_FORMS):
        yield TableLock(table, "ShareRowExclusive")
    else:
        yield TableLock(table, "AccessExclusive")
    if change.form in ("ATTACH PARTITION", "DETACH PARTITION"):
        yield TableLock(change.name, "AccessExclusive")


def _on_index(change: CreateIndex | DropIndex | ValidateConstraint) -> Iterator[TableLock]:
    if isinstance(change, ValidateConstraint):
        yield TableLock(shown(change.table, change.schema), "ShareUpdateExclusive")
        return
    mode = "Share" if isinstance(change, CreateIndex) else "AccessExclusive"
    mode = "ShareUpdateExclusive" if change.concurrently else mode
    if isinstance(change, DropIndex) and not change.table:
        yield TableLock(shown(change.index, change.schema), mode, by_index=True)
    else:
        yield TableLock(shown(change.table, change.schema), mode)


def _on_object(change: CreateObject | AlterObject | DropObject) -> Iterator[TableLock]:
    if change.object in _ON_TABLES and change.table:
        made = isinstance(change, CreateObject) and change.object == "trigger"
        mode = "ShareRowExclusive" if made else "AccessExclusive"
        yield TableLock(shown(change.table, change.schema), mode)
    elif _closes(change):
        yield TableLock(shown(change.name, change.schema), "AccessExclusive")
    elif isinstance(change, AlterObject) and change.object == "index" and change.form == "ATTACH PARTITION":
        yield TableLock(change.value, "AccessExclusive", by_index=True)
    elif (
        isinstance(change, AlterObject)
        and change.object == "sequence"
        and change.form not in _BESIDE_SEQUENCES
    ):
        yield TableLock(shown(change.name, change.schema), "ShareRowExclusive")


def _closes(change: CreateObject | AlterObject | DropObject) -> bool:
    """Nobody reads the view until the transaction ends; of an index that moves, the table."""
    if isinstance(change, AlterObject):
        return change.object in _RELATIONS or (change.object, change.form) == ("index", "SET TABLESPACE")
    return change.object in _RELATIONS and (isinstance(change, DropObject) or change.replaces)


def _maintained(change: Maintain) -> Iterator[TableLock]:
    """A REFRESH that runs concurrently stops another REFRESH alone."""
    refreshed = change.verb == "REFRESH MATERIALIZED VIEW"
    mode = _MAINTENANCE.get(change.verb)
    if mode and change.name and not (refreshed and change.concurrently):
        yield TableLock(change.name, "ShareUpdateExclusive" if change.concurrently else mode)
