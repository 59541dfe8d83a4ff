"""Whether a SQLite file has turned foreign keys off before a statement."""

from __future__ import annotations

from schemawarden_policy.change import Pragma, TransactionControl
from schemawarden_policy.migration import MigrationFile

_OFF = ("off", "0", "false", "no")


def off_before(file: MigrationFile, statement: int) -> bool:
    """By its last `PRAGMA foreign_keys` before the statement. One behind a BEGIN of the file's own does nothing, and SQLite does
    not say so; the runner's transaction has foreign keys off by itself."""
    off = within = False
    for earlier in file.statements[:statement]:
        for change in earlier.changes:
            if isinstance(change, TransactionControl):
                within = _opened(change.verb, within)
            elif isinstance(change, Pragma) and change.name == "foreign_keys" and change.value is not None:
                off = off if within else change.value.lower() in _OFF
    return off


def _opened(verb: str, within: bool) -> bool:
    if verb in ("BEGIN", "SAVEPOINT"):
        return True
    return within and verb not in ("COMMIT", "END", "ROLLBACK")
