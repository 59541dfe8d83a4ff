"""migration_status: what is applied, what waits, and what does not fit."""

from __future__ import annotations

from collections.abc import Sequence

from schemawarden.flows.inspect import HistoryStatus, status
from schemawarden.ports import Progress
from schemawarden.tools.door import Door
from schemawarden.tools.paging import some
from schemawarden.tools.phrases import call, listed
from schemawarden.tools.tool import READS, Arguments, Target, Tool
from schemawarden.wire import Status

_NEWEST = 20


class MigrationStatus(Arguments):
    target: Target


async def _run(door: Door, arguments: MigrationStatus, progress: Progress) -> Status:
    ctx = door.context(arguments.target)
    seen = await status(ctx)
    return Status(
        target=ctx.alias,
        current=seen.applied[-1] if seen.applied else "none",
        applied=list(seen.applied[-_NEWEST:]),
        applied_total=len(seen.applied),
        pending=some(seen.pending, 50),
        problems=some(seen.problems, 20),
        drift=some(seen.drift, 20, "statements"),
        next_step=_next(ctx.alias, seen),
    )


def _next(alias: str, seen: HistoryStatus) -> str:
    if any(problem.startswith("SUM") for problem in seen.problems):
        sealed = call("write_migration", target=alias, content="sum_only")
        return f"{sealed}, then {call('lint_migrations', target=alias)}"
    if seen.problems:
        shown = call("lint_migrations", target=alias)
        return f"The history does not fit; tell a human what the problems say before you go on. {shown}"
    if seen.drift:
        return f"The live schema drifted; {call('inspect_schema', target=alias)} and tell a human."
    return call("lint_migrations" if seen.pending else "advise_workflow", target=alias)


def _words(result: Status) -> Sequence[str]:
    return [
        f"{result.target}: at {result.current}, {result.applied_total} applied, {len(result.pending)} pending",
        *listed("pending", result.pending),
        *listed("problems", result.problems),
        *listed("drift; what would undo it", result.drift),
    ]


TOOL = Tool(
    name="migration_status",
    title="Migration status",
    description="Applied and pending migrations of a target, rewritten or missing history, and drift of the live schema.",
    arguments=MigrationStatus,
    result=Status,
    hints=READS,
    run=_run,
    words=_words,
)
