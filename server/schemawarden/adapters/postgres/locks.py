"""The locks that a session holds or waits for, read from another session, so that what runs in it can't fake them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from schemawarden.adapters.postgres.connection import Connection
from schemawarden.adapters.postgres.rehearsal_questions import FIRST_OWN_OID
from schemawarden.adapters.postgres.snapshot import Snapshot
from schemawarden_policy.facts import Lock
from schemawarden_policy.locking import STRENGTH

_STEP = 32
_NUMBERS = {len(f"{mode}Lock"): number for number, mode in enumerate(STRENGTH)}
"""No two of the server's names are of one length, which is what the server can tell fastest."""
_LOCKS = f"""SELECT
    coalesce(array_agg(l.relation::bigint * {_STEP} + length(l.mode))
        FILTER (WHERE l.relation IS NOT NULL), '{{}}'),
    coalesce(array_agg(l.transactionid::text::bigint) FILTER (WHERE l.transactionid IS NOT NULL), '{{}}'),
    coalesce(bool_or(NOT l.granted), false)
    FROM pg_locks l
    WHERE l.pid = $1 AND (l.relation >= {FIRST_OWN_OID} OR (l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock')
        OR NOT l.granted)"""  # noqa: S608 - constants
_WRITING = len("RowExclusiveLock")
_READING = ("AccessShare", "RowShare")
_HALF = 2**31


@dataclass(frozen=True, slots=True)
class Held:
    """All locks of a session at one moment."""

    codes: frozenset[int] = frozenset()
    """relation * 32 + length of the mode's name."""
    transactions: tuple[int, ...] = ()
    """Ids given out to it: the transaction's and that of the savepoint it is in."""
    waiting: bool = False

    def written(self, snapshot: Snapshot) -> set[int]:
        """Tables that were there before and to which it may write rows."""
        relations = {code // _STEP for code in self.codes if code % _STEP == _WRITING}
        return {relation for relation in relations if _kind(snapshot, relation) == "table"}

    @property
    def oldest(self) -> int:
        """The transaction's id."""
        return next((each for each in self.transactions if each != self.newest), 0)

    @property
    def newest(self) -> int:
        """The id of the savepoint, which comes after the transaction's; 0 when it wrote nothing in the savepoint."""
        if len(self.transactions) < 2:
            return 0
        first, second = self.transactions
        return second if (second - first) % 2**32 < _HALF else first


async def held_by(observer: Connection, pid: int) -> Held:
    codes, transactions, waiting = await observer.fetchrow(_LOCKS, pid)
    return Held(frozenset(codes), tuple(transactions), waiting)


def locks_of(codes: Iterable[int], snapshot: Snapshot) -> tuple[Lock, ...]:
    """With names, strongest first; on relations that were there before. An index is told only where it is locked more
    strongly than its table: otherwise whoever needs the index waits for the table anyway."""
    found = [(code // _STEP, _NUMBERS[code % _STEP]) for code in codes]
    strongest: dict[int, int] = {}
    for relation, mode in found:
        strongest[relation] = max(mode, strongest.get(relation, -1))
    told = [
        (mode, snapshot.name(snapshot.relation(relation)))
        for relation, mode in found
        if mode > _of_table(relation, strongest, snapshot)
    ]
    return tuple(Lock(STRENGTH[mode], name) for mode, name in sorted(told, key=_strongest_first) if name)


def relations_of(codes: Iterable[int]) -> tuple[set[int], set[int]]:
    """The relations that are locked so that they may be changed, and those that are only read."""
    writes: set[int] = set()
    reads: set[int] = set()
    for code in codes:
        relation, mode = divmod(code, _STEP)
        (reads if STRENGTH[_NUMBERS[mode]] in _READING else writes).add(relation)
    return writes, reads - writes


def _of_table(relation: int, strongest: dict[int, int], snapshot: Snapshot) -> int:
    return strongest.get(snapshot.table_of(relation), -1)


def _strongest_first(lock: tuple[int, str]) -> tuple[int, str]:
    return -lock[0], lock[1]


def _kind(snapshot: Snapshot, relation: int) -> str:
    row = snapshot.relation(relation)
    return row.kind if row else ""
