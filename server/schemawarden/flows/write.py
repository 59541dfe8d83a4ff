"""write_migration: the next file from the difference, an empty file to fill in, the baseline, or the sum after an edit.

The agent names the migration; the engine writes the SQL. What can be done in steps that let others work is parted into files
of their own, once the engine has proven that they lead to the same schema. They are linted before they are written, so that
the result can say what a human will see.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from schemawarden.errors import EngineError, InputError, StateError
from schemawarden.flows.context import Context
from schemawarden.flows.differences import left_out
from schemawarden.flows.examine import Examination
from schemawarden.flows.history import version_of
from schemawarden.flows.lint import lint_snapshot, with_files
from schemawarden.flows.requests import as_request
from schemawarden.flows.sources import Which, source
from schemawarden.ports import AuditEvent, Snapshot, SourceFile
from schemawarden_policy.staging import in_stages

_NAME = re.compile(r"[a-z0-9_]{1,64}")


class Content(StrEnum):
    """What to write."""

    FROM_DIFF = "from_diff"
    EMPTY = "empty"
    BASELINE = "baseline"
    """What is live already, as the first file of a database that grew up without Atlas."""
    SUM_ONLY = "sum_only"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be written."""

    files: tuple[SourceFile, ...] = ()
    unstaged: str = ""
    """Why the change stays in one file, where it could have been in safer steps; empty when it is not so."""
    left_out: tuple[str, ...] = ()
    """What the desired schema has otherwise and Atlas plans nothing for."""


@dataclass(frozen=True, slots=True)
class Written:
    draft: Draft
    """Without files when nothing was to be written, or only the sum."""
    examination: Examination | None


async def write(ctx: Context, name: str, content: Content) -> Written:
    """Write the next migration. Raises InputError INVALID_NAME, WorkspaceError, EngineError, PolicyError."""
    if not _NAME.fullmatch(name):
        raise InputError(
            "INVALID_NAME",
            f"{name[:80]!a} can't be a migration's name.",
            "Use 1 to 64 of a-z, 0-9 and _; the version and .sql are added.",
        )
    snapshot = await ctx.workspace.snapshot()
    draft = await _draft(ctx, snapshot, name, content)
    if not draft.files and content is Content.FROM_DIFF:
        return Written(draft, None)
    planned = with_files(snapshot, draft.files)
    sum_file = await _sum(ctx, planned)
    generated = content in (Content.FROM_DIFF, Content.BASELINE)
    examination = await lint_snapshot(ctx, replace(planned, sum_file=sum_file)) if generated else None
    await _record(ctx, draft.files)
    await ctx.workspace.write_migrations(draft.files, sum_file, snapshot.digest)
    return Written(draft, examination)


async def _draft(ctx: Context, snapshot: Snapshot, name: str, content: Content) -> Draft:
    version = _next_version(snapshot, ctx.clock.now())
    if content is Content.SUM_ONLY:
        return Draft()
    if content is Content.EMPTY:
        text = f"-- {name.replace('_', ' ')}\n"
        return Draft((SourceFile(f"{version:014d}_{name}.sql", text.encode()),))
    if content is Content.BASELINE:
        return Draft((SourceFile(f"{version:014d}_{name}.sql", await _baseline(ctx, snapshot)),))
    async with source(ctx, snapshot, Which.DESIRED) as desired:
        request = {
            "migrations": as_request(snapshot.migrations),
            "to": desired,
            "name": name,
            "version": f"{version:014d}",
        }
        answer = await ctx.engine.call("plan", ctx.dialect, request)
        planned, left = answer["file"], left_out(answer)
        if not planned:
            return Draft(left_out=left)
        stages = in_stages(name, planned["text"], ctx.dialect)
        files = tuple(
            SourceFile(f"{version + at:014d}_{stage.name}.sql", stage.text.encode())
            for at, stage in enumerate(stages)
        )
        whole = (SourceFile(planned["name"], planned["text"].encode()),)
        unstaged = "" if files == whole else await _fails(ctx, snapshot, desired, files)
    return Draft(whole if unstaged else files, unstaged, left)


async def _fails(
    ctx: Context, snapshot: Snapshot, desired: Mapping[str, Any], files: tuple[SourceFile, ...]
) -> str:
    """Why the stages do not lead to the desired schema, by the engine's own replay; empty when they do."""
    request = {
        "from": {"migrations": as_request(with_files(snapshot, files).migrations)},
        "to": desired,
    }
    try:
        answer = await ctx.engine.call("diff", ctx.dialect, request)
    except EngineError as error:
        return f"in separate steps it does not run: {error.message}"
    rest = [statement["text"] for statement in answer["statements"]]
    return f"in separate steps it leaves a difference: {rest[0]}" if rest else ""


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


async def _sum(ctx: Context, snapshot: Snapshot) -> bytes:
    answer = await ctx.engine.call("hash", ctx.dialect, {"migrations": as_request(snapshot.migrations)})
    return str(answer["sum"]).encode()


async def _record(ctx: Context, files: tuple[SourceFile, ...]) -> None:
    fields = {"target": ctx.alias, "file": ", ".join(file.name for file in files) or "atlas.sum"}
    await ctx.store.record(AuditEvent("migration.written", ctx.clock.now(), ctx.requester.principal, fields))


def _next_version(snapshot: Snapshot, now: datetime) -> int:
    """The clock's YYYYMMDDHHMMSS in UTC, or one more than the newest file if that is not earlier."""
    version = int(now.astimezone(UTC).strftime("%Y%m%d%H%M%S"))
    taken = [int(found) for file in snapshot.migrations if (found := version_of(file.name)).isdigit()]
    return max([version, *(number + 1 for number in taken)])
