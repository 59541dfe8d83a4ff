"""diff_schema: the SQL between two of a target's schemas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from schemawarden.flows.differences import Difference, difference
from schemawarden.flows.sources import Which
from schemawarden.ports import Progress
from schemawarden.tools.door import Door
from schemawarden.tools.paging import clean_page, rest, some
from schemawarden.tools.phrases import call, listed
from schemawarden.tools.tool import PAGE, READS, Arguments, Limit, Offset, Target, Tool
from schemawarden.wire import Diffed

_MOST = 20
Side = Literal["live", "migrations", "desired"]


class DiffSchema(Arguments):
    target: Target
    from_: Side = Field(alias="from")
    to: Side
    offset: Offset = 0
    limit: Limit = PAGE


async def _run(door: Door, arguments: DiffSchema, progress: Progress) -> Diffed:
    ctx = door.context(arguments.target)
    snapshot = await ctx.workspace.snapshot()
    seen = await difference(ctx, snapshot, Which(arguments.from_), Which(arguments.to))
    text = "".join(f"{statement.rstrip().removesuffix(';')};\n" for statement in seen.statements)
    fields = await clean_page(text, arguments.offset, arguments.limit)
    more = rest(fields)
    step = _next(ctx.alias, arguments, seen)
    if more is not None:
        step = call("diff_schema", target=ctx.alias, from_=arguments.from_, to=arguments.to, offset=more)
    return Diffed(
        target=ctx.alias,
        **fields,
        statements=len(seen.statements),
        left_out=some(seen.left_out, _MOST),
        next_step=step,
    )


def _next(alias: str, arguments: DiffSchema, seen: Difference) -> str:
    if not seen.statements and seen.left_out:
        written = call("write_migration", target=alias, name="what_it_does", content="empty")
        return f"Atlas plans nothing for what differs. Where the files are to change: {written}, and write the SQL there."
    if not seen.statements:
        return f"The two schemas agree. {call('advise_workflow', target=alias)}"
    if (arguments.from_, arguments.to) == ("migrations", "desired"):
        return call("write_migration", target=alias, name="what_it_does", content="from_diff")
    if (arguments.from_, arguments.to) == ("live", "migrations"):
        return call("lint_migrations", target=alias)
    return call("validate_schema", target=alias)


def _words(result: Diffed) -> Sequence[str]:
    number = "no difference" if not result.statements else f"{result.statements} statements"
    if result.statements == 1:
        number = "1 statement"
    cut = f"; characters {result.offset} to {result.offset + len(result.text)} of {result.total}"
    return [
        f"{result.target}: {number}{cut if result.truncated else ''}",
        *listed("not in the statements", result.left_out),
    ]


TOOL = Tool(
    name="diff_schema",
    title="Compare two schemas",
    description="The statements that would turn one of a target's schemas (live, migrations, desired) into another. "
    "Nothing is run.",
    arguments=DiffSchema,
    result=Diffed,
    hints=READS,
    run=_run,
    words=_words,
    page=lambda result: result.text,
)
