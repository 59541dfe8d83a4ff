"""What is allowed loses nothing when SQLite itself runs it: its authorizer sees every table that a statement touches.

The texts are put together from statements that are known, so that each by itself is real; SQLite decides what they do.
"""

from __future__ import annotations

import random
import sqlite3

import pytest

from schemawarden_policy.statement import Dialect
from schemawarden_policy.verdict import Verdict
from tests.policy.fuzz.mutations import spoil
from tests.policy.fuzz.texts import SECONDS, judge, pieces, texts, tries

CASES = 700
_LOSING = {
    sqlite3.SQLITE_DELETE: "DELETE",
    sqlite3.SQLITE_DROP_TABLE: "DROP TABLE",
    sqlite3.SQLITE_DROP_TRIGGER: "DROP TRIGGER",
    sqlite3.SQLITE_DROP_VIEW: "DROP VIEW",
    sqlite3.SQLITE_ATTACH: "ATTACH",
    sqlite3.SQLITE_DETACH: "DETACH",
}
_OWN = ("sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_sequence", "sqlite_stat1")
_TABLES = ("users", "t", "a", "posts", "orders", "audit", "logins", "sessions")

pytestmark = pytest.mark.timeout(120 + 3 * SECONDS)


class _Witness:
    """A database with some tables; it remembers what a text does to those."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.database = sqlite3.connect(":memory:", isolation_level=None)
        for name in _TABLES:
            self.database.execute(
                f"CREATE TABLE {name} (id INTEGER PRIMARY KEY, email TEXT, name TEXT, user_id INTEGER)"
            )
            self.database.execute(f"INSERT INTO {name} VALUES (1, 'a', 'b', 1), (2, 'c', 'd', 2)")
        self.database.set_authorizer(self._asked)

    def _asked(
        self, action: int, first: str | None, _: str | None, schema: str | None, __: str | None
    ) -> int:
        named = first or ""
        ours = named in _TABLES or action in (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH)
        if action in _LOSING and ours and schema != "temp" and named not in _OWN:
            self.seen.append(f"{_LOSING[action]} {named}")
        return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_ATTACH else sqlite3.SQLITE_OK

    def rows(self) -> dict[str, int]:
        self.database.set_authorizer(None)
        known = {
            row[0] for row in self.database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        return {
            name: self.database.execute(f"SELECT count(*) FROM main.{name}").fetchone()[0]
            for name in _TABLES
            if name in known
        }


def _lost(text: str) -> list[str]:
    """What the text does to the tables, as far as SQLite takes it."""
    witness = _Witness()
    try:
        for piece in pieces(text, Dialect.SQLITE):
            witness.database.execute(piece)
    except (sqlite3.Error, sqlite3.Warning, ValueError, UnicodeError):
        pass
    fewer = [name for name, rows in witness.rows().items() if rows < 2]
    witness.database.close()
    return witness.seen + fewer


def _put_together(rng: random.Random) -> str:
    """Statements of several texts, some of them spoilt, on the tables that there are."""
    known = texts(Dialect.SQLITE)
    found = [piece for _ in range(rng.randint(1, 3)) for piece in pieces(rng.choice(known), Dialect.SQLITE)]
    chosen = rng.sample(found, min(len(found), rng.randint(1, 4)))
    return "\n".join(spoil(piece, rng, known) if rng.random() < 0.3 else piece for piece in chosen)


def test_what_is_allowed_loses_nothing_when_sqlite_runs_it() -> None:
    allowed, broken = 0, []
    for rng in tries(CASES):
        text = _put_together(rng)
        if judge(Dialect.SQLITE, text).verdict is Verdict.ALLOW:
            allowed += 1
            if lost := _lost(text):
                broken.append((text, lost))
    assert broken == []
    assert allowed > CASES / 20, "too little is allowed to tell"
