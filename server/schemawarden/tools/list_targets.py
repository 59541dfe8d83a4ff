"""list_targets: what there is to work on."""

from __future__ import annotations

from collections.abc import Sequence

import anyio

from schemawarden.errors import SchemawardenError
from schemawarden.flows.context import Context
from schemawarden.ports import LiveState, Progress
from schemawarden.tools.door import Door
from schemawarden.tools.phrases import call
from schemawarden.tools.tool import READS, Arguments, Tool
from schemawarden.wire import TargetRow, Targets
from schemawarden_policy.plan import Needs

_SECONDS = 10.0


class ListTargets(Arguments):
    """No arguments."""


async def _run(door: Door, arguments: ListTargets, progress: Progress) -> Targets:
    rows: dict[str, TargetRow] = {}
    async with anyio.create_task_group() as group:
        for ctx in door.contexts.values():
            group.start_soon(_look, ctx, rows)
    first = next(iter(door.contexts), "")
    step = (
        call("advise_workflow", target=first) if first else "The operator adds a target to schemawarden.toml."
    )
    return Targets(targets=[rows[alias] for alias in door.contexts], next_step=step)


async def _look(ctx: Context, rows: dict[str, TargetRow]) -> None:
    """One target that can't be read must not hide the others."""
    server, gaps = "did not answer", []
    with anyio.move_on_after(_SECONDS):
        try:
            live = await ctx.target.read()
            server, gaps = _server(live), [f"{gap.eye}: {gap.reason}" for gap in live.gaps]
        except SchemawardenError as error:
            server = f"can't be read: {error.code}"
    rows[ctx.alias] = _row(ctx, server, gaps)


def _server(live: LiveState) -> str:
    return live.server_version or "unknown version"


def _row(ctx: Context, server: str, gaps: list[str]) -> TargetRow:
    return TargetRow(
        target=ctx.alias,
        dialect=ctx.dialect.value,
        mode=ctx.settings.mode.value,
        disposable=ctx.settings.disposable,
        needs=_needs(ctx),
        installation=ctx.installation.value,
        desired=ctx.has_desired,
        server=server,
        not_seen=gaps,
    )


def _needs(ctx: Context) -> str:
    """`1 x advisory (destructive: 2 x advisory, with the name of a backup), owners of what is touched among them`."""
    destructive = [_level(ctx.destructive)] if ctx.destructive != ctx.routine else []
    destructive += ["with the name of a backup"] if ctx.backup else []
    words = _level(ctx.routine) + (f" (destructive: {', '.join(destructive)})" if destructive else "")
    return words + (", owners of what is touched among them" if ctx.settings.ownership else "")


def _level(needs: Needs) -> str:
    return f"{needs.quorum} x {needs.assurance}"


def _words(result: Targets) -> Sequence[str]:
    lines = [f"{len(result.targets)} target{'' if len(result.targets) == 1 else 's'}"]
    for row in result.targets[:10]:
        lines.append(f"- {row.target}: {row.dialect} {row.server}, mode {row.mode}, approvals {row.needs}")
    return lines


TOOL = Tool(
    name="list_targets",
    title="List targets",
    description="The databases that the operator configured: alias, dialect, server, policy mode, what approvals plans "
    "need, and what can't be seen there.",
    arguments=ListTargets,
    result=Targets,
    hints=READS,
    run=_run,
    words=_words,
)
