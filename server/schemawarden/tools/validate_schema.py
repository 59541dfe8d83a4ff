"""validate_schema: do the three schemas load and agree?"""

from __future__ import annotations

from collections.abc import Sequence

from schemawarden.flows.inspect import Validation, validate
from schemawarden.ports import Progress
from schemawarden.tools.door import Door
from schemawarden.tools.paging import some
from schemawarden.tools.phrases import call, listed
from schemawarden.tools.tool import READS, Arguments, Target, Tool
from schemawarden.wire import Validated

_MOST = 20


class ValidateSchema(Arguments):
    target: Target


async def _run(door: Door, arguments: ValidateSchema, progress: Progress) -> Validated:
    ctx = door.context(arguments.target)
    seen = await validate(ctx)
    return Validated(
        target=ctx.alias,
        desired_loads=seen.desired_loads,
        migrations_replay=seen.migrations_replay,
        problems=some(seen.problems, _MOST),
        missing_in_migrations=some(seen.missing_in_migrations, _MOST, "statements"),
        missing_in_live=some(seen.missing_in_live, _MOST, "statements"),
        next_step=_next(ctx.alias, seen),
    )


def _next(alias: str, seen: Validation) -> str:
    if seen.problems:
        return f"Mend the files, then {call('validate_schema', target=alias)}"
    if seen.missing_in_migrations:
        return call("write_migration", target=alias, name="what_it_does", content="from_diff")
    if seen.missing_in_live:
        return call("lint_migrations", target=alias)
    return f"The schemas agree. {call('advise_workflow', target=alias)}"


def _words(result: Validated) -> Sequence[str]:
    loads = {None: "not configured", True: "loads", False: "does not load"}[result.desired_loads]
    replay = "replay" if result.migrations_replay else "do not replay"
    return [
        f"{result.target}: desired schema {loads}, migrations {replay}",
        *listed("problems", result.problems),
        *listed("migrations lack", result.missing_in_migrations),
        *listed("the live schema lacks", result.missing_in_live),
    ]


TOOL = Tool(
    name="validate_schema",
    title="Validate the schemas",
    description="Whether the desired schema loads, the migrations replay on an empty database, and desired, migrations "
    "and live schema agree.",
    arguments=ValidateSchema,
    result=Validated,
    hints=READS,
    run=_run,
    words=_words,
)
