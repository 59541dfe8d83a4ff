"""server/docs/locks.md, written from the rows that a test has compared with real servers."""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.locking import STRENGTH, blocks
from tests.server.postgres.rehearsal.lock_rows import LOCK_ROWS, Row, Seen

_HEAD = """# What PostgreSQL locks, rewrites and reads

Measured by the rehearsal itself on PostgreSQL 15 and 18; a test compares each row with both. `t`, `p`, `part1`, `part2` are
tables, `part` is a partitioned one, `mv` a materialized view, `v` a view, and a name such as `t_b` an index. Indexes are
listed where their lock is stronger than their table's. Where 18 does otherwise than 15, its row follows.

| statement | locks | meanwhile wait | written anew | reads or builds |
|---|---|---|---|---|
"""
_ALONE = """
## Outside a transaction

A file with `-- atlas:txmode none`. The locks are those that a statement holds or asks for where it has to wait for others.

| statement | locks | meanwhile wait | written anew | reads or builds |
|---|---|---|---|---|
"""


def lock_page() -> str:
    together = [line for row in LOCK_ROWS if row.transaction for line in _lines(row)]
    alone = [line for row in LOCK_ROWS if not row.transaction for line in _lines(row)]
    return _HEAD + "\n".join(together) + "\n" + _ALONE + "\n".join(alone) + "\n"


def _lines(row: Row) -> Iterator[str]:
    yield _line(_code(row.statement), row.seen)
    if row.on_18:
        yield _line(f"{_code(row.statement)} on 18", row.on_18)


def _line(statement: str, seen: Seen) -> str:
    if seen.sqlstate:
        return f"| {statement} | fails: {seen.sqlstate} | | | {_notes(seen)} |"
    return f"| {statement} | {_locks(seen)} | {_waiting(seen)} | {_names(seen.rewrites)} | {_notes(seen)} |"


def _locks(seen: Seen) -> str:
    return ", ".join(f"{_code(name)} {mode}" for name, mode in _strongest_first(seen))


def _waiting(seen: Seen) -> str:
    found: dict[str, list[str]] = {}
    for name, mode in _strongest_first(seen):
        if what := blocks(mode):
            found.setdefault(what, []).append(_code(name))
    return "; ".join(f"{what} of {', '.join(names)}" for what, names in found.items())


def _strongest_first(seen: Seen) -> list[tuple[str, str]]:
    pairs = [(name, mode) for name, _, mode in (each.partition(":") for each in seen.locks.split())]
    return sorted(pairs, key=lambda pair: -STRENGTH.index(pair[1]))


def _names(words: str) -> str:
    return ", ".join(_code(word) for word in words.split())


def _notes(seen: Seen) -> str:
    return "; ".join(note.replace('"', "`") for note in seen.notes)


def _code(text: str) -> str:
    return f"`{text}`".replace("|", "\\|")
