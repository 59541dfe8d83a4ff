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
from schemawarden.wire import NewFile, Written
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
        files=[NewFile(name=file.name, content=file.content.decode()) for file in written.draft.files],
        unstaged=written.draft.unstaged,
        left_out=some(written.draft.left_out, _MOST),
        verdict=report.verdict.value if report else "not linted",
        findings=found(report)[:_MOST] if report else [],
        next_step=_next(ctx.alias, content, written, report),
    )


def _next(alias: str, content: flow.Content, written: flow.Written, report: Report | None) -> str:
    if content is flow.Content.SUM_ONLY:
        return call("lint_migrations", target=alias)
    files = written.draft.files
    if not files and written.draft.left_out:
        empty = call("write_migration", target=alias, name="what_it_does", content="empty")
        return f"Atlas plans nothing for what differs: {empty}, and write the SQL there."
    if not files:
        return f"Nothing was written: the migrations make the desired schema. {call('migration_status', target=alias)}"
    if content is flow.Content.EMPTY:
        sealed = call("write_migration", target=alias, content="sum_only")
        return (
            f"Write the SQL into {files[0].name}, then {sealed}, then {call('lint_migrations', target=alias)}"
        )
    if report and report.verdict is Verdict.DENY:
        return f"Mend what is forbidden, then {call('lint_migrations', target=alias)}"
    steps = "Each file is a step; where a comment asks for a deploy, apply the ones before it first. "
    return (steps if len(files) > 1 else "") + call("dry_run", target=alias)


def _words(result: Written) -> Sequence[str]:
    names = ", ".join(file.name for file in result.files)
    what = f"wrote {names}" if names else "no migration file was written"
    if result.verdict == "not linted":
        return [f"{result.target}: {what}", *listed("not in the file", result.left_out)]
    return [
        f"{result.target}: {what}; {result.verdict}, {tally(result.findings)}",
        *worst(result.findings),
        *listed("not in safer steps", [result.unstaged] if result.unstaged else []),
        *listed("not in the file", result.left_out),
    ]


def _page(result: Written) -> str:
    if len(result.files) == 1:
        return result.files[0].content
    return "\n".join(f"-- {file.name}\n{file.content}" for file in result.files)


TOOL = Tool(
    name="write_migration",
    title="Write a migration",
    description="Writes the next migration and atlas.sum into the workspace; the SQL comes from the difference between the "
    "migrations and the desired schema, in several files where that lets others work meanwhile.",
    arguments=WriteMigration,
    result=Written,
    hints=Hints(read_only=False, destructive=False, idempotent=False),
    run=_run,
    words=_words,
    page=_page,
)
