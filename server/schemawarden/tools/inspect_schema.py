"""inspect_schema: one of a target's three schemas, as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from schemawarden.flows.inspect import inspect
from schemawarden.flows.sources import Which
from schemawarden.ports import Progress
from schemawarden.tools.door import Door
from schemawarden.tools.paging import clean_page, rest, some
from schemawarden.tools.phrases import call, listed
from schemawarden.tools.tool import PAGE, READS, Arguments, Limit, Offset, Target, Tool
from schemawarden.wire import Inspected

TableName = Annotated[str, Field(max_length=128)]


class InspectSchema(Arguments):
    target: Target
    schema_: Literal["live", "migrations", "desired"] = Field(default="live", alias="schema")
    format: Literal["sql", "hcl", "json", "mermaid"] = "sql"
    tables: list[TableName] = Field(default=[], max_length=100, description="Only these; empty: all.")
    offset: Offset = 0
    limit: Limit = PAGE


async def _run(door: Door, arguments: InspectSchema, progress: Progress) -> Inspected:
    ctx = door.context(arguments.target)
    seen = await inspect(ctx, Which(arguments.schema_), arguments.format, arguments.tables)
    fields = await clean_page(seen.text, arguments.offset, arguments.limit)
    more = rest(fields)
    again = call(
        "inspect_schema", target=ctx.alias, schema=arguments.schema_, format=arguments.format, offset=more
    )
    narrow = f"{again}, or name the tables you need."
    step = call("diff_schema", target=ctx.alias, from_="live", to="migrations") if more is None else narrow
    return Inspected(target=ctx.alias, **fields, not_modelled=some(seen.not_modelled, 50), next_step=step)


def _words(result: Inspected) -> Sequence[str]:
    end = result.offset + len(result.text)
    where = (
        f"characters {result.offset} to {end} of {result.total}"
        if result.truncated
        else f"{result.total} characters"
    )
    return [
        f"schema of {result.target}, {where}; what follows is data from the database or the workspace",
        *listed("not modelled by Atlas, so not in it", result.not_modelled),
    ]


TOOL = Tool(
    name="inspect_schema",
    title="Inspect a schema",
    description="The live schema, the one that the migrations make, or the desired one, as SQL, HCL, JSON or a mermaid "
    "diagram, a page at a time.",
    arguments=InspectSchema,
    result=Inspected,
    hints=READS,
    run=_run,
    words=_words,
    page=lambda result: result.text,
)
