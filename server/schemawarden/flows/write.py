"""write_migration: the next file from the difference, an empty file to fill in, the baseline, or the sum after an edit.

The agent names the migration; the engine writes the SQL. The file is linted before it is written, so that the result can
say what a human will see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from schemawarden.errors import InputError, StateError
from schemawarden.flows.context import Context
from schemawarden.flows.differences import left_out
from schemawarden.flows.examine import Examination
from schemawarden.flows.history import version_of
from schemawarden.flows.lint import lint_snapshot, with_file
from schemawarden.flows.requests import as_request
from schemawarden.flows.sources import Which, source
from schemawarden.ports import AuditEvent, Snapshot, SourceFile

_NAME = re.compile(r"[a-z0-9_]{1,64}")


class Content(StrEnum):
    """What to write."""

    FROM_DIFF = "from_diff"
    EMPTY = "empty"
    BASELINE = "baseline"
    """What is live already, as the first file of a database that grew up without Atlas."""
    SUM_ONLY = "sum_only"


@dataclass(frozen=True, slots=True)
class Written:
    file: SourceFile | None
    """None when nothing was to be written, or only the sum."""
    examination: Examination | None
    left_out: tuple[str, ...] = ()
    """What the desired schema has otherwise and Atlas plans nothing for."""


async def write(ctx: Context, name: str, content: Content) -> Written:
    """Write the next migration. Raises InputError INVALID_NAME, WorkspaceError, EngineError, PolicyError."""
    if not _NAME.fullmatch(name):
        raise InputError(
            "INVALID_NAME",
            f"{name[:80]!a} can't be a migration's name.",
            "Use 1 to 64 of a-z, 0-9 and _; the version and .sql are added.",
        )
    snapshot = await ctx.workspace.snapshot()
    file, left = await _file(ctx, snapshot, name, content)
    if file is None and content is Content.FROM_DIFF:
        return Written(None, None, left)
    sum_file = await _sum(ctx, snapshot, file)
    planned = with_file(snapshot, file, sum_file) if file else snapshot
    generated = content in (Content.FROM_DIFF, Content.BASELINE)
    examination = await lint_snapshot(ctx, planned) if generated else None
    await _record(ctx, file)
    await ctx.workspace.write_migration(file, sum_file, snapshot.digest)
    return Written(file, examination, left)


async def _file(
    ctx: Context, snapshot: Snapshot, name: str, content: Content
) -> tuple[SourceFile | None, tuple[str, ...]]:
    version = _next_version(snapshot, ctx.clock.now())
    if content is Content.SUM_ONLY:
        return None, ()
    if content is Content.EMPTY:
        text = f"-- {name.replace('_', ' ')}\n"
        return SourceFile(f"{version}_{name}.sql", text.encode()), ()
    if content is Content.BASELINE:
        return SourceFile(f"{version}_{name}.sql", await _baseline(ctx, snapshot)), ()
    async with source(ctx, snapshot, Which.DESIRED) as desired:
        request = {
            "migrations": as_request(snapshot.migrations),
            "to": desired,
            "name": name,
            "version": version,
        }
        answer = await ctx.engine.call("plan", ctx.dialect, request)
    planned = answer["file"]
    file = SourceFile(planned["name"], planned["text"].encode()) if planned else None
    return file, left_out(answer)


async def _baseline(ctx: Context, snapshot: Snapshot) -> bytes:
    live = await ctx.target.read()
    if snapshot.migrations or live.revisions or live.empty:
        raise StateError(
            "NO_BASELINE",
            f"A baseline begins the history of a database that has a schema; {ctx.alias} has "
            + ("no schema yet." if live.empty else "migrations or a history already."),
            'Use content="from_diff".',
        )
    async with ctx.target.replica() as replica:
        return "".join(f"{statement.rstrip().rstrip(';')};\n" for statement in replica.ddl).encode()


async def _sum(ctx: Context, snapshot: Snapshot, file: SourceFile | None) -> bytes:
    files = with_file(snapshot, file, b"").migrations if file else snapshot.migrations
    answer = await ctx.engine.call("hash", ctx.dialect, {"migrations": as_request(files)})
    return str(answer["sum"]).encode()


async def _record(ctx: Context, file: SourceFile | None) -> None:
    fields = {"target": ctx.alias, "file": file.name if file else "atlas.sum"}
    await ctx.store.record(AuditEvent("migration.written", ctx.clock.now(), ctx.requester.principal, fields))


def _next_version(snapshot: Snapshot, now: datetime) -> str:
    """The clock's YYYYMMDDHHMMSS in UTC, or one more than the newest file if that is not earlier."""
    version = int(now.astimezone(UTC).strftime("%Y%m%d%H%M%S"))
    taken = [int(found) for file in snapshot.migrations if (found := version_of(file.name)).isdigit()]
    return f"{max([version, *(number + 1 for number in taken)]):014d}"
