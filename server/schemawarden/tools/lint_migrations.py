"""lint_migrations: what the policy says of the pending files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from schemawarden.flows.examine import Examination
from schemawarden.flows.lint import lint
from schemawarden.ports import Progress
from schemawarden.tools.door import Door
from schemawarden.tools.paging import some
from schemawarden.tools.phrases import call, found, listed, not_covered, tally, worst
from schemawarden.tools.tool import READS, Arguments, Target, Tool
from schemawarden.wire import Linted
from schemawarden_policy.verdict import Verdict

_MOST = 20


class LintMigrations(Arguments):
    target: Target
    offset: Annotated[int, Field(ge=0, description="Findings to pass over; the worst come first.")] = 0


async def _run(door: Door, arguments: LintMigrations, progress: Progress) -> Linted:
    ctx = door.context(arguments.target)
    seen = await lint(ctx)
    findings = found(seen.report)
    end = arguments.offset + _MOST
    more = max(0, len(findings) - end)
    step = call("lint_migrations", target=ctx.alias, offset=end) if more else _next(ctx.alias, seen)
    return Linted(
        target=ctx.alias,
        verdict=seen.report.verdict.value,
        risk=risk(seen),
        pending=some(seen.pending, 50),
        findings=findings[arguments.offset : end],
        more_findings=more,
        statements=seen.report.coverage.statements,
        understood=seen.report.coverage.statements - seen.report.coverage.opaque,
        not_covered=not_covered(seen.report),
        next_step=step,
    )


def risk(seen: Examination) -> str:
    return "destructive" if seen.report.needs_destructive_level else "routine"


def _next(alias: str, seen: Examination) -> str:
    if not seen.pending:
        return f"Nothing is pending. {call('migration_status', target=alias)}"
    if seen.report.verdict is Verdict.DENY:
        rule = found(seen.report)[0].rule
        return f"Mend what is forbidden ({call('explain_rule', rule=rule)}), then lint again."
    return call("dry_run", target=alias)


def _words(result: Linted) -> Sequence[str]:
    files = f"{len(result.pending)} pending file{'' if len(result.pending) == 1 else 's'}"
    return [
        f"{result.target}: {result.verdict}, {result.risk}; {tally(result.findings, result.more_findings)} in {files}",
        *worst(result.findings),
        *listed("not covered", result.not_covered),
    ]


TOOL = Tool(
    name="lint_migrations",
    title="Lint pending migrations",
    description="Checks every pending migration file against the policy: verdict, findings with safer SQL, and what could "
    "not be seen. Stores nothing.",
    arguments=LintMigrations,
    result=Linted,
    hints=READS,
    run=_run,
    words=_words,
)
