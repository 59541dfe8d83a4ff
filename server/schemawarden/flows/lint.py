"""lint_migrations: what every eye but the rehearsal sees in the pending files. Stores nothing.

The last answer is remembered for each target: the same files and the same live state are the same report, and the engine need
not be asked again. Both are read anew for each call; the files by their digest, the state as a whole.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from schemawarden.beside import beside
from schemawarden.flows.context import Context
from schemawarden.flows.examine import Examination, examine_analyzed, examine_text, read_live
from schemawarden.ports import Snapshot, SourceFile


async def lint(ctx: Context) -> Examination:
    """Examine the workspace's pending files."""
    snapshot = await ctx.workspace.snapshot()
    if ctx.linted.begins_with(snapshot.digest):
        known = ctx.linted.of(snapshot.digest, await read_live(ctx))
        if isinstance(known, Examination):
            return known
    async with ctx.engine.analyzing() as engine:
        seen = await lint_snapshot(replace(ctx, engine=engine), snapshot)
    if seen.live is not None and set(seen.report.coverage.gaps) <= set(seen.live.gaps):
        ctx.linted.keep(seen, snapshot.digest, seen.live)
    return seen


async def lint_snapshot(ctx: Context, snapshot: Snapshot) -> Examination:
    """Examine the pending files of a snapshot."""
    async with beside(partial(read_live, ctx)) as live:
        return await examine_analyzed(ctx, await examine_text(ctx, snapshot, live))


def with_files(snapshot: Snapshot, files: tuple[SourceFile, ...]) -> Snapshot:
    """The snapshot as it would be with more migrations; its sum is that of before."""
    if not files:
        return snapshot
    every = tuple(sorted((*snapshot.migrations, *files), key=lambda each: each.name))
    return replace(snapshot, digest="", migrations=every)
