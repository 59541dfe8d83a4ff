"""write_migration: the next file, generated, empty, the baseline, or only the sum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from schemawarden.flows import write as flow
from schemawarden.ports import Progress
from schemawarden.tools.door import Door
from schemawarden.tools.paging import some
from schemawarden.tools.phrases import call, found, listed, tally, worst
from schemawarden.tools.tool import Arguments, Hints, Target, Tool
from schemawarden.wire import Written
from schemawarden_policy.check import Report
from schemawarden_policy.verdict import Verdict

_MOST = 20


class WriteMigration(Arguments):
    target: Target
    name: str = Field(
        default="change",
        max_length=200,
        description="What it does; the version is put in front.",
        json_schema_extra={"pattern": "^[a-z0-9_]{1,64}$"},
    )
    """The flow refuses other names as INVALID_NAME; the pattern here only tells clients."""
    content: Literal["from_diff", "empty", "baseline", "sum_only"] = Field(
        default="from_diff",
        description="from_diff: migrations to desired schema; empty: a file for your SQL; baseline: what is live, as the "
        "first file; sum_only: atlas.sum after an edit.",
    )


async def _run(door: Door, arguments: WriteMigration, progress: Progress) -> Written:
    ctx = door.context(arguments.target)
    content = flow.Content(arguments.content)
    written = await flow.write(ctx, arguments.name, content)
    report = written.examination.report if written.examination else None
    return Written(
        target=ctx.alias,
        file=written.file.name if written.file else "",
        content=written.file.content.decode() if written.file else "",
        left_out=some(written.left_out, _MOST),
        verdict=report.verdict.value if report else "not linted",
        findings=found(report)[:_MOST] if report else [],
        next_step=_next(ctx.alias, content, written, report),
    )


def _next(alias: str, content: flow.Content, written: flow.Written, report: Report | None) -> str:
    if content is flow.Content.SUM_ONLY:
        return call("lint_migrations", target=alias)
    if written.file is None and written.left_out:
        empty = call("write_migration", target=alias, name="what_it_does", content="empty")
        return f"Atlas plans nothing for what differs: {empty}, and write the SQL there."
    if written.file is None:
        return f"Nothing was written: the migrations make the desired schema. {call('migration_status', target=alias)}"
    if content is flow.Content.EMPTY:
        sealed = call("write_migration", target=alias, content="sum_only")
        return f"Write the SQL into {written.file.name}, then {sealed}, then {call('lint_migrations', target=alias)}"
    if report and report.verdict is Verdict.DENY:
        return f"Mend what is forbidden, then {call('lint_migrations', target=alias)}"
    return call("dry_run", target=alias)


def _words(result: Written) -> Sequence[str]:
    what = f"wrote {result.file}" if result.file else "no migration file was written"
    if result.verdict == "not linted":
        return [f"{result.target}: {what}", *listed("not in the file", result.left_out)]
    return [
        f"{result.target}: {what}; {result.verdict}, {tally(result.findings)}",
        *worst(result.findings),
        *listed("not in the file", result.left_out),
    ]


TOOL = Tool(
    name="write_migration",
    title="Write a migration",
    description="Writes the next migration file and atlas.sum into the workspace; the SQL comes from the difference between "
    "the migrations and the desired schema.",
    arguments=WriteMigration,
    result=Written,
    hints=Hints(read_only=False, destructive=False, idempotent=False),
    run=_run,
    words=_words,
    page=lambda result: result.content,
)
