"""What the rehearsal's locks mean together with the work that was done under them.

A run lists the locks that its statement took anew. In a file with a transaction, those of the statements before it are
held as well; the server's own notes name tables without their schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from schemawarden_policy.facts import StatementRun
from schemawarden_policy.locking import STRENGTH, blocks
from schemawarden_policy.migration import Migration
from schemawarden_policy.statement import Place

_BUILT = re.compile(r'building index "(.+)" on table "(.+)"')
_READ = re.compile(r'(?:rewriting|verifying) table "(.+)"')

Held = dict[str, str]
"""Relation -> the strongest mode held on it."""


def runs_with_locks(runs: Iterable[StatementRun]) -> Iterator[tuple[StatementRun, Held]]:
    """Each run with what its transaction holds, its own locks included."""
    held: Held = {}
    file = ""
    for run in runs:
        if run.file != file or run.autocommit:
            held, file = {}, run.file
        for lock in run.locks:
            held[lock.relation] = max(lock.mode, held.get(lock.relation, ""), key=_strength)
        yield run, dict(held)


def run_of(migration: Migration, place: Place) -> StatementRun | None:
    """What the rehearsal saw of a statement; None when it did not run through."""
    runs = migration.facts.runs or ()
    found = next((run for run in runs if (run.file, run.statement) == (place.file, place.statement)), None)
    return found if found and not found.error and not found.refused else None


def kept_storage(migration: Migration, place: Place, table: str) -> bool:
    """The rehearsal ran the statement, and did not see the table ("public.users") written anew."""
    run = run_of(migration, place)
    return run is not None and table not in run.rewrites


def stopped(held: Held, relation: str) -> str:
    """ "writes" or "reads and writes" of the relation that wait; empty when others can work."""
    what = blocks(held[relation]) if relation in held else ""
    return "" if what == "schema changes" else what


def tables_told(run: StatementRun) -> dict[str, list[str]]:
    """Table -> its indexes that were built, by the server's notes; names without schema."""
    found: dict[str, list[str]] = {}
    for note in run.notes:
        if built := _BUILT.fullmatch(note):
            found.setdefault(built.group(2), []).append(built.group(1))
        elif read := _READ.fullmatch(note):
            found.setdefault(read.group(1), [])
    return found


def relation_named(name: str, known: Iterable[str]) -> str:
    """The relation of that name among those known with their schema; the bare name when there is none."""
    return next((each for each in known if each.rsplit(".", 1)[-1] == name), name)


def _strength(mode: str) -> int:
    return -1 if not mode else STRENGTH.index(mode) if mode in STRENGTH else len(STRENGTH)
