"""Which routines of the database a statement may set off: by a trigger, a default, a check, a policy, a view, an operator.

On a copy without rows they do not run, or take other ways than on the target. So what hangs on the relations that a statement
locked is followed in the catalogue, and what the routines do is read from their text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import asyncpg

from schemawarden.adapters.postgres.locks import relations_of
from schemawarden.adapters.postgres.snapshot import Snapshot
from schemawarden_policy.facts import Effect
from schemawarden_policy.lexing_postgres import lex
from schemawarden_policy.parse.postgres_conduct import conduct
from schemawarden_policy.token import TokenKind, UnclosedError

_OWN = "oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')"
_ROUTINES = f"""SELECT oid::bigint, proname::text,
    CASE WHEN prokind IN ('f', 'p') THEN pg_get_functiondef(oid) ELSE '' END,
    EXISTS (SELECT FROM pg_proc b WHERE b.oid < 16384 AND b.proname = p.proname)
        OR (pronargs = 1 AND EXISTS (SELECT FROM pg_type t WHERE t.oid = proargtypes[0] AND t.typtype IN ('c', 'p')))
    FROM pg_proc p WHERE {_OWN}"""  # noqa: S608 - constants
"""The last column: a statement may call it without looking like it, since it has the name of one of the server's own
functions, or because `row.name` is a call."""
_HUNG = """WITH hung (relation, kind, catalogue, object) AS (
        SELECT adrelid, 'w', 'pg_attrdef'::regclass::oid, oid FROM pg_attrdef
        UNION ALL SELECT conrelid, 'w', 'pg_constraint'::regclass, oid FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0
        UNION ALL SELECT attrelid, 'w', 'pg_constraint'::regclass, c.oid FROM pg_constraint c JOIN pg_attribute ON atttypid = contypid WHERE contypid <> 0
        UNION ALL SELECT attrelid, 'w', 'pg_type'::regclass, t.oid FROM pg_type t JOIN pg_attribute ON atttypid = t.oid WHERE typtype = 'd'
        UNION ALL SELECT indrelid, 'w', 'pg_class'::regclass, indexrelid FROM pg_index
        UNION ALL SELECT polrelid, 'r', 'pg_policy'::regclass, oid FROM pg_policy
        UNION ALL SELECT ev_class, 'r', 'pg_rewrite'::regclass, oid FROM pg_rewrite WHERE ev_enabled <> 'D')
    SELECT tgrelid::bigint, 't'::text, tgfoid::bigint FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'
    UNION SELECT relation::bigint, kind::text, coalesce(oprcode::oid, refobjid)::bigint FROM hung
        JOIN pg_depend ON classid = catalogue AND objid = object LEFT JOIN pg_operator o ON refclassid = 'pg_operator'::regclass AND o.oid = refobjid
        WHERE refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass) AND refobjid >= 16384"""
_BEHIND = """SELECT ev_class::bigint, refobjid::bigint FROM pg_rewrite r JOIN pg_depend
    ON classid = 'pg_rewrite'::regclass AND objid = r.oid
    WHERE refclassid = 'pg_class'::regclass AND refobjid <> ev_class AND refobjid >= 16384"""
"""What a view reads, and where a rule writes to."""
_SYMBOLS = """SELECT oprname::text, oprcode::oid::bigint FROM pg_operator WHERE oid >= 16384
    UNION ALL SELECT '', castfunc::bigint FROM pg_cast WHERE castfunc >= 16384"""
"""Whoever uses the sign means it, perhaps; a cast needs no sign at all."""
_ONLY_SAYS = ("CREATE ", "COMMENT", "GRANT", "REVOKE", "DROP ", "SET", "RESET", "LOCK", "SHOW")
_FIRES = ("INSERT", "UPDATE", "DELETE", "MERGE", "COPY", "TRUNCATE", "SELECT")


@dataclass(slots=True)
class _Catalogue:
    definitions: dict[int, str] = field(default_factory=dict)
    named: dict[str, list[int]] = field(default_factory=dict)
    """Name -> the routines that have it."""
    hidden: set[int] = field(default_factory=set)
    """Routines that a statement may call without looking like it."""
    hung: dict[int, list[tuple[str, int]]] = field(default_factory=dict)
    """Relation -> what hangs on it: t(rigger), w(hen it is written), r(ead as well); and the routine."""
    behind: dict[int, list[int]] = field(default_factory=dict)
    """View or ruled table -> the relations that it leads to."""
    symbols: list[tuple[str, int]] = field(default_factory=list)


class Reach:
    """Its questions are asked between PINNED and a rollback, by who owns the session."""

    def __init__(self, session: asyncpg.Connection[asyncpg.Record], snapshot: Snapshot) -> None:
        self._session = session
        self._snapshot = snapshot

    async def of(
        self, tag: str, text: str, fresh: Collection[int], held: Collection[int]
    ) -> tuple[Effect, ...]:
        """The routines that it may set off and that lose something. `fresh` are the locks that it took anew."""
        if not self._snapshot.rows["pg_proc"] or (tag.startswith(_ONLY_SAYS) and tag != "CREATE INDEX"):
            return ()
        known, words = await self._read(), _words(text)
        writes, reads = relations_of(fresh)
        again_writes, again_reads = relations_of(held)
        writes |= {oid for oid in again_writes if self._named(oid) in words}
        reads |= {oid for oid in again_reads if self._named(oid) in words}
        begun = _begun(known, writes, reads, words, fires=tag.startswith(_FIRES))
        losing = {oid for oid in self._followed(known, begun) if conduct(known.definitions[oid]).loses}
        rows = self._snapshot.rows["pg_proc"]
        names = sorted(self._snapshot.name(rows[oid]) for oid in losing if oid in rows)
        return tuple(Effect("called", "routine", name) for name in names)

    async def _read(self) -> _Catalogue:
        found = _Catalogue()
        for oid, name, definition, hidden in await self._session.fetch(_ROUTINES):
            found.definitions[oid] = definition
            found.named.setdefault(name, []).append(oid)
            if hidden:
                found.hidden.add(oid)
        for relation, kind, oid in await self._session.fetch(_HUNG):
            found.hung.setdefault(relation, []).append((kind, oid))
        for relation, other in await self._session.fetch(_BEHIND):
            found.behind.setdefault(relation, []).append(other)
        found.symbols = [(sign, oid) for sign, oid in await self._session.fetch(_SYMBOLS)]
        return found

    def _followed(self, known: _Catalogue, begun: Iterable[int]) -> set[int]:
        """With the routines that those call, and those that hang on the tables which they fill."""
        seen: set[int] = set()
        left = list(begun)
        while left:
            oid = left.pop()
            if oid in seen or oid not in known.definitions:
                continue
            seen.add(oid)
            does = conduct(known.definitions[oid])
            left += [other for name in does.calls for other in known.named.get(name, ())]
            left += [
                other
                for relation, hung in known.hung.items()
                if self._named(relation) in does.fills
                for _, other in hung
            ]
        return seen

    def _named(self, relation: int) -> str:
        row = self._snapshot.relation(relation)
        return row.name if row else ""


def _begun(
    known: _Catalogue, writes: set[int], reads: set[int], words: Collection[str], *, fires: bool
) -> set[int]:
    """The routines that hang on what it locked, and those that its own words may mean."""
    reads = _led_to(reads | writes, known) - writes
    kinds = dict.fromkeys(reads, "r") | dict.fromkeys(writes, "wrt" if fires else "wr")
    hung = {oid for relation, of in kinds.items() for kind, oid in known.hung.get(relation, ()) if kind in of}
    meant = {oid for name in words for oid in known.named.get(name, ()) if oid in known.hidden}
    return hung | meant | {oid for sign, oid in known.symbols if not sign or sign in words}


def _led_to(relations: set[int], known: _Catalogue) -> set[int]:
    """With those behind views."""
    seen: set[int] = set()
    left = list(relations)
    while left:
        relation = left.pop()
        if relation not in seen:
            seen.add(relation)
            left += known.behind.get(relation, ())
    return seen


def _words(text: str) -> frozenset[str]:
    """Names and signs, as the server compares them."""
    try:
        tokens = list(lex(text))
    except UnclosedError:
        return frozenset()
    plain = (t.text.lower() if t.kind is TokenKind.WORD else t.text for t in tokens)
    return frozenset(word.strip('"').replace('""', '"') for word in plain)
