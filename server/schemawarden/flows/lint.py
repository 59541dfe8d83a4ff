"""lint_migrations: what every eye but the rehearsal sees in the pending files. Stores nothing."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from schemawarden.beside import beside
from schemawarden.flows.context import Context
from schemawarden.flows.examine import Examination, examine_analyzed, examine_text, read_live
from schemawarden.ports import Snapshot, SourceFile


async def lint(ctx: Context) -> Examination:
    """Examine the workspace's pending files."""
    async with ctx.engine.analyzing() as engine:
        return await lint_snapshot(replace(ctx, engine=engine), await ctx.workspace.snapshot())


async def lint_snapshot(ctx: Context, snapshot: Snapshot) -> Examination:
    """Examine the pending files of a snapshot."""
    async with beside(partial(read_live, ctx)) as live:
        return await examine_analyzed(ctx, await examine_text(ctx, snapshot, live))


def with_file(snapshot: Snapshot, file: SourceFile, sum_file: bytes) -> Snapshot:
    """The snapshot as it would be with one more migration."""
    files = tuple(sorted((*snapshot.migrations, file), key=lambda each: each.name))
    return replace(snapshot, digest="", migrations=files, sum_file=sum_file)
