"""Runs statements of unknown intent on a disposable database, as the engine will run them, and observes what they do.

- One session of a role that may do nothing but own this database. A file with a transaction runs in one, a file without
  statement by statement.
- Each statement runs in a savepoint, so that what it wrote can be told from what those before it wrote. PostgreSQL treats
  savepoints as it treats no savepoint, but for COPY FREEZE and SET TRANSACTION.
- Statements of a file without a transaction run in one of their own, where that is the same; those that can't (CREATE INDEX
  CONCURRENTLY, VACUUM) run plainly, and their locks are seen by holding them up.
- Locks are those that a statement took anew: in a transaction, those of the statements before it are still held.
- Time is limited from outside; the statements can't change that. It stops at the first statement that fails.
"""

from __future__ import annotations

import time
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from typing import Any

from schemawarden.adapters.postgres.dev.wanted import DevDatabase
from schemawarden.adapters.postgres.locks import Held, held_by, locks_of
from schemawarden.adapters.postgres.observing import Seen
from schemawarden.adapters.postgres.reading import Scope
from schemawarden.adapters.postgres.rehearsal_session import Outcome, SavepointGone
from schemawarden.adapters.postgres.rehearsal_stage import BROKEN, Stage, opened, unavailable
from schemawarden.ports import FileToRun, Progress
from schemawarden_policy.facts import Effect, Lock, StatementRun

SECONDS_A_STATEMENT = 0.1
_CANT_RUN_IN_TRANSACTION = ("25001", "2D000")
"""active_sql_transaction; invalid_transaction_termination: a procedure that commits."""
_MOVES_ROWS = ("ALTER TABLE", "CLUSTER", "VACUUM")
"""They write a table anew with all its rows, and not all say so."""
_NEEDS_TRANSACTION = ("LOCK TABLE", "DECLARE CURSOR")
"""Alone they are an error (25P01), which a transaction of ours would hide."""


class PostgresRehearsal:
    """
    Args:
        scope: one schema of it is the search path; its owner role may be taken.
        seconds: for all statements of one rehearsal together, and a little more for each.
    """

    def __init__(self, scope: Scope, seconds: float = 10.0) -> None:
        self._scope = scope
        self._seconds = seconds

    async def run(
        self, database: DevDatabase, files: Sequence[FileToRun], progress: Progress | None = None
    ) -> tuple[StatementRun, ...]:
        """`database` holds the target's schema and is used up.

        Raises UnavailableError REHEARSAL_UNAVAILABLE.
        """
        total = sum(len(file.statements) - file.first for file in files)
        if not total:
            return ()
        async with opened(database, self._scope, self._seconds + total * SECONDS_A_STATEMENT) as stage:
            return await _Performance(stage, progress, total).play(files)


class _Performance:
    """One rehearsal under way."""

    def __init__(self, stage: Stage, progress: Progress | None, total: int) -> None:
        self._stage = stage
        self._session = stage.session
        self._snapshot = stage.observer.snapshot
        self._progress = progress
        self._total = total
        self._held = Held()
        self._runs: list[StatementRun] = []

    async def play(self, files: Sequence[FileToRun]) -> tuple[StatementRun, ...]:
        for file in files:
            await self._session.next_file()
            await (self._together(file) if file.transaction else self._one_by_one(file))
            if self._stopped:
                break
        return tuple(self._runs)

    @property
    def _stopped(self) -> bool:
        return bool(self._runs and (self._runs[-1].error or self._runs[-1].refused))

    async def _together(self, file: FileToRun) -> None:
        """In one transaction. What its end does is told of the last statement."""
        texts = list(enumerate(file.statements))[file.first :]
        for number, text in texts:
            await self._report(
                await self._attempt(file, number, self._next(text, first=number == file.first))
            )
            if self._stopped:
                return
        if texts:
            last = self._runs.pop()
            self._runs.append(await self._attempt(file, last.statement, self._committed(last)))

    async def _one_by_one(self, file: FileToRun) -> None:
        for number, text in list(enumerate(file.statements))[file.first :]:
            run = await self._attempt(file, number, self._alone(text))
            await self._report(replace(run, autocommit=True))
            if self._stopped:
                return

    async def _attempt(
        self, file: FileToRun, number: int, act: Coroutine[Any, Any, StatementRun]
    ) -> StatementRun:
        """The run under its place; when the session breaks on the way, the reason."""
        try:
            run = await act
        except SavepointGone:
            run = _refused("TRANSACTION CONTROL")
        except BROKEN as error:
            run = await self._broken(error)
        return replace(run, file=file.name, statement=number)

    async def _next(self, text: str, *, first: bool) -> StatementRun:
        """A statement in the transaction; the first one opens it."""
        if first:
            await self._begin()
        return (await self._observed(text))[0]

    async def _committed(self, run: StatementRun) -> StatementRun:
        """Deferred constraints and triggers are at work now."""
        outcome = await self._session.commit()
        if outcome.failure:
            return _failed(outcome, run.seconds)
        if not (self._held.transactions and self._snapshot.defers):
            return run
        async with self._session.looking_outside():
            seen = await self._stage.observer.see_all(self._held.oldest)
        return replace(run, effects=(*run.effects, *seen.effects))

    async def _alone(self, text: str) -> StatementRun:
        """In a transaction of its own if that is the same, else plainly."""
        await self._begin()
        run, tag = await self._observed(text)
        if run.refused:
            return run
        if run.sqlstate in _CANT_RUN_IN_TRANSACTION or tag in _NEEDS_TRANSACTION:
            await self._session.rollback()
            return await self._plain(text)
        return run if run.error else await self._committed(run)

    async def _plain(self, text: str) -> StatementRun:
        oldest = await self._stage.next_transaction()
        (outcome, seconds), codes = await self._stage.gates.watch(lambda: self._timed(text))
        locks = locks_of(codes, self._snapshot)
        async with self._session.looking_outside():
            refusal = await self._session.refusal(outcome.tag)
            seen = await self._stage.observer.see_all(oldest)
            called = await self._stage.reach.of(outcome.tag, text, codes, ())
        if outcome.failure:
            return _failed(outcome, seconds)
        return _refused(refusal) if refusal else _ran(outcome, seconds, locks, seen, called)

    async def _begin(self) -> None:
        await self._session.begin()
        self._held = Held()
        async with self._session.looking():
            await self._stage.observer.begin()

    async def _observed(self, text: str) -> tuple[StatementRun, str]:
        """One statement in a transaction, and the server's word for it."""
        if await self._stage.reader.holds_several(text):
            return _refused("SEVERAL STATEMENTS"), ""
        outcome, seconds = await self._timed(text)
        if outcome.failure:
            return _failed(outcome, seconds), outcome.tag
        held = await held_by(self._stage.outside, self._stage.pid)
        fresh = held.codes - self._held.codes
        locks = locks_of(fresh, self._snapshot)
        self._held = held
        async with self._session.looking():
            if refusal := await self._session.refusal(outcome.tag):
                return _refused(refusal), outcome.tag
            seen = await self._stage.observer.see(held.newest, held.written(self._snapshot))
            called = await self._stage.reach.of(outcome.tag, text, fresh, held.codes)
        return _ran(outcome, seconds, locks, seen, called), outcome.tag

    async def _timed(self, text: str) -> tuple[Outcome, float]:
        self._stage.watch.statement = len(self._runs) + 1
        started = time.monotonic()
        outcome = await self._session.execute(text)
        self._stage.watch.statement = 0
        return outcome, time.monotonic() - started

    async def _broken(self, error: BaseException) -> StatementRun:
        """Whose doing was it that the session does not answer? Raises REHEARSAL_UNAVAILABLE when it was nobody's."""
        watch = self._stage.watch
        if watch.expired:
            return _error("TIMEOUT: the rehearsal had to be stopped while this statement ran.")
        if watch.starved:
            return _error(
                "57014 query_canceled: the statement waits for rows that a migration can't send.", "57014"
            )
        if not await self._stage.answers():
            raise unavailable(error) from None
        if self._session.lost:
            return _error("57P01 admin_shutdown: the session was ended while this statement ran.", "57P01")
        sqlstate = getattr(error, "sqlstate", None) or "XX000"
        return _error(f"{sqlstate}: what the statement did could not be observed.", sqlstate)

    async def _report(self, run: StatementRun) -> None:
        """Tell the observer; its time is not the session's."""
        self._runs.append(run)
        if self._progress is not None:
            before = time.monotonic()
            await self._progress.reached("rehearsal.statement", len(self._runs), self._total)
            self._stage.watch.extend(time.monotonic() - before)


def _ran(
    outcome: Outcome, seconds: float, locks: tuple[Lock, ...], seen: Seen, called: tuple[Effect, ...]
) -> StatementRun:
    emptied = tuple(Effect("rows_deleted", "rows", name) for name in _emptied(outcome, seen))
    return StatementRun(
        "",
        0,
        seen.effects + emptied + called,
        seconds=seconds,
        locks=locks,
        rewrites=seen.rewrites,
        notes=outcome.notes,
    )


def _emptied(outcome: Outcome, seen: Seen) -> list[str]:
    """Tables that lie in a new file though nobody said that they were rewritten: TRUNCATE, wherever it stood."""
    if outcome.tag in _MOVES_ROWS:
        return []
    said = {f'rewriting table "{name.rsplit(".", 1)[-1]}"': name for name in seen.rewritten_tables}
    return [name for note, name in said.items() if note not in outcome.notes]


def _failed(outcome: Outcome, seconds: float) -> StatementRun:
    failure = outcome.failure
    assert failure is not None
    return StatementRun(
        "",
        0,
        error=failure.words,
        seconds=seconds,
        notes=outcome.notes,
        sqlstate=failure.sqlstate,
        position=failure.position,
    )


def _refused(what: str) -> StatementRun:
    return StatementRun("", 0, refused=what)


def _error(words: str, sqlstate: str = "") -> StatementRun:
    return StatementRun("", 0, error=words, sqlstate=sqlstate)
