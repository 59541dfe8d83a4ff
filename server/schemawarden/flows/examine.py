"""Looking at the pending files with every eye there is. Lint and dry run both begin here.

- The text comes first: what the policy denies is never shown to an engine, a sandbox or a database.
- An eye that could not look is a gap in the report. A gap makes the verdict stricter, never softer.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeAlias

from anyio import to_thread

from schemawarden.beside import beside
from schemawarden.errors import EngineError, StateError, UnavailableError
from schemawarden.flows.baseline import find_baseline
from schemawarden.flows.context import Context
from schemawarden.flows.differences import named
from schemawarden.flows.history import pending_files, read_history, version_of
from schemawarden.flows.requests import apply_request, as_request
from schemawarden.flows.schemas import schema_of
from schemawarden.ports import FileToRun, LiveState, Progress, Replica, Snapshot
from schemawarden_policy.check import Report, check
from schemawarden_policy.drift import drift
from schemawarden_policy.facts import AnalyzerFinding, Facts, Gap, StatementRun
from schemawarden_policy.migration import Migration, MigrationFile, tx_mode
from schemawarden_policy.names import names_of
from schemawarden_policy.reading import read_file
from schemawarden_policy.sizes import sized
from schemawarden_policy.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Examination:
    snapshot: Snapshot
    live: LiveState | None
    migration: Migration
    report: Report
    baseline: str = ""
    """A file that is recorded as already there and not run; empty when there is none."""
    fingerprint_after: str = ""
    """Of the disposable copy after the rehearsed apply; empty when it did not get there."""

    @property
    def empty(self) -> bool:
        """There is nothing to run and nothing to record."""
        return not self.pending and not self.baseline

    @property
    def pending(self) -> tuple[str, ...]:
        return tuple(file.name for file in self.migration.files)


Live: TypeAlias = Callable[[], Awaitable[LiveState | Gap]]
"""The target's state, which is being read, or the gap that its absence leaves."""


async def read_live(ctx: Context) -> LiveState | Gap:
    """The target's state, or the gap that its absence leaves."""
    try:
        return await ctx.target.read()
    except StateError as error:
        return Gap("history", f"{error.code}: {error.message} All files count as pending.")


async def examine_text(ctx: Context, snapshot: Snapshot, live: Live) -> Examination:
    """What the text, its history and Atlas's own lexer tell. `live` is awaited when nothing else is left to do."""
    request = {"migrations": as_request(snapshot.migrations)}
    async with beside(partial(ctx.engine.call, "hash", ctx.dialect, request)) as hashed:
        found = await live()
        state, gaps = (None, (found,)) if isinstance(found, Gap) else (found, found.gaps)
        baseline = await find_baseline(ctx, snapshot, state)
        files = await to_thread.run_sync(_parse, ctx, snapshot, state, baseline)
        try:
            sums = await hashed()
            history = await read_history(ctx, snapshot, state, sums, baseline)
        except EngineError as error:
            gap = Gap("split", f"Atlas can't read the directory: {error.message}")
            facts = Facts(before=state.schema if state else None, gaps=(*gaps, gap))
        else:
            facts = Facts(
                before=state.schema if state else None,
                engine_statements=_engine_statements(sums),
                history=history,
                gaps=gaps,
                server_version=state.server_version if state else "",
                time_zone=state.time_zone if state else "",
                lock_timeout=state.lock_timeout if state else "",
            )
    migration = Migration(ctx.dialect, files, facts)
    report = await to_thread.run_sync(check, migration, ctx.settings)
    return Examination(snapshot, state, migration, report, baseline)


async def examine_analyzed(ctx: Context, seen: Examination) -> Examination:
    """Adds Atlas's analyzers and the schema before and after, from a replay on a disposable database."""
    if seen.report.verdict is Verdict.DENY or not seen.pending:
        return seen
    request = {"migrations": as_request(seen.snapshot.migrations), "pending": list(seen.pending)}
    try:
        answer = await ctx.engine.call("analyze", ctx.dialect, request)
    except EngineError as error:
        return await _recheck(ctx, seen, **_failed_replay(seen, error))
    except UnavailableError as error:
        if error.code != "ENGINE_MEMORY":
            raise
        return await _recheck(ctx, seen, runs=(StatementRun(seen.pending[0], 0, error=str(error)),))
    before = schema_of(answer["before"])
    if seen.live is not None:
        before = sized(before, seen.live.schema, names_of(seen.migration, ctx.settings))
    history = seen.migration.facts.history
    if seen.live is not None and history.applied:
        names = names_of(seen.migration, ctx.settings)
        history = replace(history, drift=drift(before, seen.live.schema, ctx.exclude, names))
    return await _recheck(
        ctx,
        seen,
        history=history,
        before=before,
        after=schema_of(answer["after"]),
        outside=_outside(answer),
        analyzers=_diagnostics(answer),
    )


async def examine_rehearsed(ctx: Context, seen: Examination, progress: Progress) -> Examination:
    """Adds what the statements do, one by one, on a disposable copy of the live schema, and then the engine's own apply.

    The sandbox looks first, statement by statement; only what it let through is shown to the engine.
    """
    live = seen.live
    if live is None or seen.report.verdict is Verdict.DENY or seen.empty:
        return seen
    async with ctx.target.replica() as replica:
        runs = await replica.rehearse(_to_run(seen, live), progress)
        seen = _with_gaps(seen, replica.gaps)
    if any(run.error or run.refused for run in runs):
        return await _recheck(ctx, seen, before=live.schema, after=None, runs=runs)
    await progress.reached("rehearsing_apply")
    async with ctx.target.replica() as replica:
        return await _rehearse_apply(ctx, seen, live, replica, runs)


async def _rehearse_apply(
    ctx: Context, seen: Examination, live: LiveState, replica: Replica, runs: tuple[StatementRun, ...]
) -> Examination:
    request = apply_request(
        replica.url, as_request(seen.snapshot.migrations), list(seen.pending), seen.baseline
    )
    try:
        answer = await ctx.engine.call("apply", ctx.dialect, request)
    except EngineError as error:
        failed = StatementRun((*seen.pending, seen.baseline)[0], 0, error=_why(seen, error))
        return await _recheck(ctx, seen, before=live.schema, after=None, runs=(*runs, failed))
    if answer["failed"]:
        stop = answer["failed"]
        failed = StatementRun(stop["file"], stop["statement"], error=stop["message"])
        return await _recheck(ctx, seen, before=live.schema, after=None, runs=(*runs, failed))
    after = await replica.read()
    seen = await _recheck(ctx, seen, before=live.schema, after=after.schema, runs=runs)
    return replace(seen, fingerprint_after=after.fingerprint if replica.faithful else "")


def _to_run(seen: Examination, live: LiveState) -> tuple[FileToRun, ...]:
    done = {revision.version: revision.applied for revision in live.revisions}
    return tuple(
        FileToRun(
            file.name,
            tuple(statement.text for statement in file.statements),
            first=done.get(version_of(file.name), 0),
            transaction=tx_mode(file) != "none",
        )
        for file in seen.migration.files
    )


def _with_gaps(seen: Examination, gaps: tuple[Gap, ...]) -> Examination:
    facts = replace(seen.migration.facts, gaps=(*seen.migration.facts.gaps, *gaps))
    return replace(seen, migration=replace(seen.migration, facts=facts))


def _why(seen: Examination, error: EngineError) -> str:
    """The engine's refusal of the rehearsed apply; for a database without history, with the way out."""
    live = seen.live
    if error.code == "HISTORY_MISMATCH" and live and not live.empty and not live.revisions:
        return (
            "the database has a schema but no history, and the first file does not make exactly that schema. Begin with"
            ' write_migration content="baseline" in an empty migration directory'
        )
    return f"{error.code}: {error.message}"


def _parse(
    ctx: Context, snapshot: Snapshot, live: LiveState | None, baseline: str
) -> tuple[MigrationFile, ...]:
    pending = pending_files(snapshot, live, baseline)
    return tuple(read_file(file.name, file.content.decode(), ctx.dialect) for file in pending)


async def _recheck(ctx: Context, seen: Examination, **facts: Any) -> Examination:
    migration = replace(seen.migration, facts=replace(seen.migration.facts, **facts))
    report = await to_thread.run_sync(check, migration, ctx.settings)
    return replace(seen, migration=migration, report=report)


def _engine_statements(sums: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {file["name"]: tuple(s["text"] for s in file["statements"]) for file in sums["files"]}


def _diagnostics(answer: Mapping[str, Any]) -> tuple[AnalyzerFinding, ...]:
    return tuple(
        AnalyzerFinding(item["code"], item["text"], file["name"], item["statement"])
        for file in answer["files"]
        for item in file["diagnostics"]
    )


def _outside(answer: Mapping[str, Any]) -> tuple[str, ...]:
    """What the pending files make outside of the target's schemas."""
    before = {named(item) for item in answer["before"]["outside_scope"]}
    return tuple(found for item in answer["after"]["outside_scope"] if (found := named(item)) not in before)


def _failed_replay(seen: Examination, error: EngineError) -> dict[str, Any]:
    if error.file in seen.pending:
        return {"runs": (StatementRun(error.file, error.statement, error=error.message),)}
    where = f" in {error.file}" if error.file else ""
    gap = Gap("analyzers", f"the history does not replay{where}: {error.message}")
    return {"gaps": (*seen.migration.facts.gaps, gap)}
