"""Which statements change few rows by their own words, so that each may commit by itself.

A loop counts where all of it is plain: a DO block in which every statement that changes anything updates or inserts rows within
bounds, or commits. One that deletes does not: a loop of bounded deletes empties the table.
"""

from __future__ import annotations

from schemawarden_policy.change import (
    Change,
    DeleteRows,
    InsertRows,
    RunRoutine,
    TransactionControl,
    UpdateRows,
)
from schemawarden_policy.migration import MigrationFile, tx_mode
from schemawarden_policy.statement import Statement

UPSERTS = ("ON CONFLICT", "ON DUPLICATE KEY")
"""How the predicate of an UPDATE begins that an INSERT carries."""


def is_batch(statement: Statement) -> bool:
    """It changes rows within bounds, and does nothing else."""
    return bool(statement.changes) and (all(map(bounded, statement.changes)) or is_loop(statement))


def is_loop(statement: Statement) -> bool:
    """A DO block that is known to update and insert rows in batches, and to do nothing else."""
    block = [change for change in statement.changes if isinstance(change, RunRoutine)]
    rest = [change for change in statement.changes if not isinstance(change, RunRoutine)]
    rows = [change for change in rest if not _commits(change)]
    plain = len(block) == 1 and (block[0].name, block[0].reason) == ("DO", "an anonymous block")
    return plain and bool(rows) and all(isinstance(c, UpdateRows | InsertRows) and bounded(c) for c in rows)


def loops_outside_transaction(file: MigrationFile, statement: Statement) -> bool:
    """The loop's own COMMITs end its batches and nothing else: the file opens no transaction."""
    return tx_mode(file) == "none" and is_loop(statement)


def bounded(change: Change) -> bool:
    """Its rows are listed, or a comparison with literals or a LIMIT holds them to few."""
    if isinstance(change, InsertRows):
        return bool(change.bounds) or not change.sources
    if isinstance(change, UpdateRows) and (change.where or "").startswith(UPSERTS):
        return not change.always_true
    return isinstance(change, UpdateRows | DeleteRows) and bool(change.bounds)


def _commits(change: Change) -> bool:
    return isinstance(change, TransactionControl) and change.verb in ("COMMIT", "ROLLBACK")
