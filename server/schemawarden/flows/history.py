"""How the workspace's files fit what the target has applied.

- Pending is every file whose version the target has not finished, never "the latest N".
- A revision's hash is cumulative, as Atlas writes it: it is compared with the sum over the applied files alone, and only
  the first file that differs is named, since every later one differs with it.
- atlas.sum is data: a wrong one is reported, and never decides what is pending.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemawarden.flows.context import Context
from schemawarden.flows.requests import as_request
from schemawarden.ports import LiveState, Revision, Snapshot, SourceFile
from schemawarden_policy.allow import normal_form, waivers
from schemawarden_policy.facts import History


def version_of(name: str) -> str:
    """The version of a migration file, as Atlas reads it from the name."""
    return name.removesuffix(".sql").split("_", 1)[0]


def finished(revision: Revision) -> bool:
    return not revision.error and revision.applied == revision.total


def pending_files(snapshot: Snapshot, live: LiveState | None, baseline: str = "") -> tuple[SourceFile, ...]:
    """The files that the target has not finished, in running order; the baseline is not run."""
    done = {r.version for r in live.revisions if finished(r)} if live else set()
    waiting = (file for file in snapshot.migrations if version_of(file.name) not in done)
    return tuple(file for file in waiting if file.name != baseline)


async def read_history(
    ctx: Context, snapshot: Snapshot, live: LiveState | None, sums: Mapping[str, Any], baseline: str = ""
) -> History:
    """Compare files, revisions and atlas.sum. `sums` is the engine's `hash` over the whole directory."""
    revisions = live.revisions if live else ()
    done = {r.version: r for r in revisions if finished(r)}
    files = tuple(file for file in snapshot.migrations if version_of(file.name) in done)
    versions = {version_of(file.name) for file in snapshot.migrations}
    newest = max(done, default="")
    return History(
        applied=tuple(done),
        rewritten=_first_rewritten(await _hashes(ctx, snapshot, files, sums), done),
        missing=tuple(r.version for r in revisions if r.version not in versions and not _is_baseline(r)),
        out_of_order=tuple(f.name for f in pending_files(snapshot, live) if version_of(f.name) < newest),
        partial=tuple(r.version for r in revisions if not finished(r)),
        baseline=baseline,
        sum_problem=_sum_problem(snapshot, str(sums["sum"])),
        waivers=frozenset(
            normal_form(w) for file in files for w in waivers(file.content.decode(), ctx.dialect)
        ),
    )


def _is_baseline(revision: Revision) -> bool:
    """A baseline row (Atlas type bit 1) stands for history without files."""
    return bool(revision.type & 1)


async def _hashes(
    ctx: Context, snapshot: Snapshot, applied: tuple[SourceFile, ...], sums: Mapping[str, Any]
) -> Mapping[str, str]:
    """Applied file -> its hash over the applied files alone. As long as nothing was slipped in, `sums` has it already."""
    if applied != snapshot.migrations[: len(applied)]:
        sums = await ctx.engine.call("hash", ctx.dialect, {"migrations": as_request(applied)})
    return {entry["name"]: entry["hash"] for entry in sums["files"][: len(applied)]}


def _first_rewritten(hashes: Mapping[str, str], done: Mapping[str, Revision]) -> tuple[str, ...]:
    for name, found in hashes.items():
        recorded = done[version_of(name)].hash
        if recorded and recorded != found:
            return (name,)
    return ()


def _sum_problem(snapshot: Snapshot, expected: str) -> str:
    if snapshot.sum_file is None:
        return "atlas.sum is missing" if snapshot.migrations else ""
    if snapshot.sum_file.decode(errors="replace").strip() != expected.strip():
        return "atlas.sum does not fit the files"
    return ""
