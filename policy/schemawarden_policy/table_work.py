"""Which changes read or write a whole table, by their words: what takes the longer, the larger the table is (PostgreSQL).

As measured on PostgreSQL 15 and 18. Where the words don't tell, the work is taken to be done.
"""

from __future__ import annotations

from enum import StrEnum

from schemawarden_policy.change import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    AlterTable,
    Change,
    ColumnDef,
    CreateIndex,
    Maintain,
    ModifyColumn,
    SetNotNull,
    ValidateConstraint,
)
from schemawarden_policy.column_types import ColumnTypes
from schemawarden_policy.facts import Schema
from schemawarden_policy.names import Names
from schemawarden_policy.not_null_proofs import NotNullProofs
from schemawarden_policy.parse.postgres_expression import volatile_call
from schemawarden_policy.postgres_types import TypeChange, type_change
from schemawarden_policy.rules.destructive.narrowing_type import only_a_cast

REWRITING_FORMS = ("SET LOGGED", "SET UNLOGGED", "SET ACCESS METHOD", "SET TABLESPACE")
_REWRITING_VERBS = ("VACUUM FULL", "CLUSTER", "REFRESH MATERIALIZED VIEW")
_READ = ("check", "not_null", "foreign_key")


class Work(StrEnum):
    """In words that complete "the statement ..."."""

    READS = "reads every row"
    BUILDS = "builds an index"
    WRITES = "writes every row anew"


class Works:
    """Ask it of each change in running order."""

    def __init__(self, names: Names, before: Schema | None) -> None:
        self.proofs = NotNullProofs(names)
        self.types = ColumnTypes(before, names)

    def of(self, change: Change) -> Work | None:
        """What the change does with all rows of its table; None when it leaves them alone."""
        work = self._of(change)
        self.proofs.follow(change)
        self.types.follow(change)
        return work

    def _of(self, change: Change) -> Work | None:
        if isinstance(change, AddConstraint):
            return _added(change)
        if isinstance(change, ValidateConstraint):
            return Work.READS
        if isinstance(change, SetNotNull):
            return None if self._proven(change) else Work.READS
        if isinstance(change, AlterColumnType):
            return None if self._free(change) else Work.WRITES
        return _by_words(change)

    def _proven(self, change: SetNotNull) -> bool:
        asked = (change.table, change.column, change.schema)
        return self.proofs.proves(*asked) or bool(self.proofs.may_prove(*asked))

    def _free(self, change: AlterColumnType) -> bool:
        old = self.types.of(change.table, change.column, change.schema)
        return only_a_cast(change) and type_change(old, change.type) is TypeChange.FREE


def _added(change: AddConstraint) -> Work | None:
    if change.not_valid or change.using_index:
        return None
    return Work.READS if change.kind in _READ else Work.BUILDS


def _by_words(change: Change) -> Work | None:
    if isinstance(change, CreateIndex):
        return None if change.concurrently or change.only else Work.BUILDS
    if isinstance(change, AddColumn):
        return _with_column(change.column)
    if isinstance(change, ModifyColumn):
        return Work.WRITES
    if isinstance(change, AlterTable):
        return Work.WRITES if change.form in REWRITING_FORMS else None
    if isinstance(change, Maintain) and change.verb in _REWRITING_VERBS:
        return Work.WRITES
    reindex = isinstance(change, Maintain) and change.verb == "REINDEX" and not change.concurrently
    return Work.BUILDS if reindex else None


def _with_column(column: ColumnDef) -> Work | None:
    if column.identity or column.generated == "STORED" or volatile_call(column.default or "NULL"):
        return Work.WRITES
    if column.unique or column.primary_key:
        return Work.BUILDS
    return Work.READS if column.check or (column.references and column.default) else None
