"""How each statement runs: in which transaction, and under which settings of the session.

The runner opens one transaction for a file, unless the file says `-- atlas:txmode none`. A BEGIN of the file's own opens one too.
On MySQL each definition commits what is open, before and after itself. A setting lasts to the end of its transaction
(SET LOCAL), else to the end of its file: each file may begin in a new session.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from schemawarden_policy.change import Pragma, TransactionControl
from schemawarden_policy.migration import Migration, MigrationFile, tx_mode
from schemawarden_policy.statement import Dialect, Kind, Statement

_COMMITS_BY_ITSELF = (Kind.CREATE, Kind.ALTER, Kind.DROP, Kind.PRIVILEGE, Kind.MAINTENANCE)
_OPENS = ("BEGIN", "START", "START TRANSACTION", "BEGIN TRANSACTION", "BEGIN WORK")
_ENDS = ("COMMIT", "END", "ROLLBACK", "ABORT")
_NONE = ("", "0", "default", "0s", "0ms")


@dataclass(frozen=True, slots=True)
class Situation:
    transaction: int | None
    """Number of the transaction, from 0 within the change set; None: the statement is one by itself."""
    lock_timeout: str = ""
    """The lock_timeout (MySQL: lock_wait_timeout) that the file has set before it; empty when none is in effect."""
    statement_timeout: str = ""
    time_zone: str = ""
    """The session's time zone as the file has set it; empty when it is not known."""


def situations(migration: Migration) -> Mapping[tuple[str, int], Situation]:
    """(file, statement) -> how the statement runs."""
    known: Mapping[tuple[str, int], Situation] | None = migration.worked_out.get("situations")
    if known is None:
        known = migration.worked_out["situations"] = _followed(migration)
    return known


def _followed(migration: Migration) -> dict[tuple[str, int], Situation]:
    found: dict[tuple[str, int], Situation] = {}
    number = 0
    for file in migration.files:
        walk = _Walk(file, migration.dialect, number)
        for statement in file.statements:
            found[statement.place.file, statement.place.statement] = walk.enter(statement)
        number = walk.number + 1
    return found


class _Walk:
    """Follows one file, statement by statement."""

    def __init__(self, file: MigrationFile, dialect: Dialect, number: int) -> None:
        self.mysql = dialect in (Dialect.MYSQL, Dialect.MARIADB)
        self.number = number
        self.open = tx_mode(file) != "none"
        self.session = Situation(None)
        self.local: dict[str, str] = {}

    def enter(self, statement: Statement) -> Situation:
        """How this statement runs; afterwards, what it leaves for the next."""
        if self.mysql and statement.kind in _COMMITS_BY_ITSELF:
            self._end()
            self.open = False
            return replace(self.session, transaction=None)
        number = self.number if self.open else None
        here = replace(_with(self.session, self.local), transaction=number)
        for change in statement.changes:
            if isinstance(change, TransactionControl):
                self._control(change.verb)
            elif isinstance(change, Pragma):
                self._set(change)
        return here

    def _control(self, verb: str) -> None:
        if verb in _OPENS:
            self._end()
            self.open = True
        elif verb in _ENDS:
            self._end()
            self.open = False

    def _end(self) -> None:
        self.number += 1
        self.local.clear()

    def _set(self, change: Pragma) -> None:
        field = _FIELDS.get(change.name)
        if field is None or change.value is None or change.schema == "global":
            return
        value = "" if change.value.lower() in _NONE else change.value
        if change.local:
            self.local[field] = value
        else:
            self.local.pop(field, None)
            self.session = _with(self.session, {field: value})


def _with(session: Situation, settings: Mapping[str, str]) -> Situation:
    return Situation(
        session.transaction,
        settings.get("lock_timeout", session.lock_timeout),
        settings.get("statement_timeout", session.statement_timeout),
        settings.get("time_zone", session.time_zone),
    )


_FIELDS = {
    "lock_timeout": "lock_timeout",
    "lock_wait_timeout": "lock_timeout",
    "statement_timeout": "statement_timeout",
    "max_statement_time": "statement_timeout",
    "timezone": "time_zone",
    "time_zone": "time_zone",
}
