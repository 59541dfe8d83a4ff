"""Sees what a statement did to the catalogue, from inside the session that ran it: nobody else sees it before the commit.

- We look in a savepoint that is rolled back: nothing of ours stays, and whatever the statement did to search_path,
  timeouts or prepared statements has no say in our questions.
- The session's own counters tell which catalogues were written to; only these are read, and of these only the new rows.
  Where there are no counters (the statement committed by itself, or the server does not count), all are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from schemawarden.adapters.postgres import effects
from schemawarden.adapters.postgres.connection import Connection
from schemawarden.adapters.postgres.rehearsal_questions import (
    BY_NAME,
    CATALOGUES,
    EVERYTHING,
    keys_question,
    rows_question,
)
from schemawarden.adapters.postgres.snapshot import Row, Snapshot, row_of
from schemawarden_policy.facts import Effect

Counts: TypeAlias = dict[int, tuple[int, ...]]
"""Rows inserted, updated and deleted by the session, by relation."""

PINNED = """SET LOCAL search_path = pg_catalog, pg_temp; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0;
    SET LOCAL enable_seqscan = on; SET LOCAL enable_indexscan = off; SET LOCAL enable_bitmapscan = off"""
"""The newest rows of a catalogue are found fastest by reading it from end to end."""
_ALL = {catalogue.name for catalogue in CATALOGUES}
_DELETED_FROM = _ALL - {"pg_attribute"}
"""A dropped column's row stays, and goes only with its table."""
_OIDS = [catalogue.oid for catalogue in CATALOGUES]
_COUNTS = """SELECT array_agg(pg_stat_get_xact_tuples_inserted(o)), array_agg(pg_stat_get_xact_tuples_updated(o)),
    array_agg(pg_stat_get_xact_tuples_deleted(o)) FROM unnest($1::oid[]) o"""
_MEMBERS = """SELECT c.relname::text, d.objid::bigint FROM pg_depend d JOIN pg_class c ON c.oid = d.classid
    WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a statement did."""

    effects: tuple[Effect, ...] = ()
    rewrites: tuple[str, ...] = ()
    rewritten_tables: tuple[str, ...] = ()
    """Those of them that are tables."""


class Observer:
    """Its questions are asked between PINNED and a rollback, by who owns the session."""

    def __init__(self, session: Connection, snapshot: Snapshot) -> None:
        self._session = session
        self.snapshot = snapshot
        self._counts: Counts = {}
        self._members: set[effects.Key] = set()
        self._counted = False

    async def load(self) -> None:
        """The first look: everything."""
        self._counted = await self._session.fetchval("SELECT current_setting('track_counts')") == "on"
        self.snapshot.apply(await self._rows(_ALL, EVERYTHING), ())
        self._members = await self._read_members()

    async def begin(self) -> None:
        """At the start of a transaction: the counters may still tell of the one before."""
        self._counts = await self._count([oid for oid in self._counts if oid not in _OIDS])

    async def see(self, oldest: int, written: Collection[int]) -> Seen:
        """After a statement in a transaction. `oldest` is the first transaction id that may have written for it, 0 when
        none was given out; `written` are the tables to which rows may have been written."""
        if not self._counted:
            return await self.see_all(oldest) if oldest else Seen()
        counts = await self._count(written)
        delta = {relation: _minus(now, self._counts.get(relation)) for relation, now in counts.items()}
        self._counts |= counts
        new = {c.name for c in CATALOGUES if delta[c.oid][0] or delta[c.oid][1]}
        fewer = {name for name in _DELETED_FROM if delta[BY_NAME[name].oid][2]}
        rows = {self.snapshot.name(self.snapshot.relation(relation)): delta[relation] for relation in written}
        return await self._see(oldest, new if oldest else (), fewer, rows)

    async def see_all(self, oldest: int) -> Seen:
        """After a statement that has committed, or when nothing is known of what it wrote to."""
        return await self._see(oldest, _ALL, _DELETED_FROM, {})

    async def _see(
        self, oldest: int, new: Collection[str], fewer: Collection[str], rows: Mapping[str, tuple[int, ...]]
    ) -> Seen:
        found = await self._rows(new, oldest) if new else []
        changes = self.snapshot.apply(found, await self._gone(fewer) if fewer else ())
        hidden: set[effects.Key] = set()
        if any(change.row.catalogue == "pg_extension" for change in changes):
            members = await self._read_members()
            hidden, self._members = members | self._members, members
        told = effects.effects_of(changes, self.snapshot, hidden)
        rewrites = effects.rewrites_of(changes)
        return Seen(
            (*told, *effects.row_effects(rows)),
            tuple(sorted(name for _, name in rewrites)),
            tuple(name for kind, name in rewrites if kind == "table"),
        )

    async def _count(self, written: Collection[int]) -> Counts:
        oids = [*_OIDS, *written]
        inserted, updated, deleted = await self._session.fetchrow(_COUNTS, oids)
        return dict(zip(oids, zip(inserted, updated, deleted, strict=True), strict=True))

    async def _rows(self, names: Collection[str], oldest: int) -> list[Row]:
        return [row_of(record) for record in await self._session.fetch(rows_question(names), oldest)]

    async def _gone(self, names: Collection[str]) -> list[tuple[str, int]]:
        there = {name: set(keys or ()) for name, keys in await self._session.fetch(keys_question(names))}
        return [(name, key) for name in there for key in self.snapshot.rows[name].keys() - there[name]]

    async def _read_members(self) -> set[effects.Key]:
        return {(catalogue, key) for catalogue, key in await self._session.fetch(_MEMBERS)}


def _minus(now: tuple[int, ...], before: tuple[int, ...] | None) -> tuple[int, ...]:
    return tuple(b - a for a, b in zip(before or (0, 0, 0), now, strict=True))
