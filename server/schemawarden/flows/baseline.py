"""Taking over a database that grew up without Atlas.

When the target has a schema but no history, and its schema is exactly what the first migration file makes, that file is the
baseline: an apply records it and does not run it. The comparison is Atlas's own diff in both directions of what it models, and
the names of all that it does not model.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemawarden.errors import EngineError, PolicyError
from schemawarden.flows.context import Context
from schemawarden.flows.requests import as_request
from schemawarden.flows.sources import screen
from schemawarden.ports import LiveState, Snapshot


async def find_baseline(ctx: Context, snapshot: Snapshot, live: LiveState | None) -> str:
    """The baseline's file name; empty when there is a history, no schema, or no file that makes it."""
    if live is None or live.revisions or live.empty or not snapshot.migrations:
        return ""
    first = snapshot.migrations[:1]
    try:
        await screen(ctx, first)
        async with ctx.target.replica() as replica:
            there, file = {"url": replica.url}, {"migrations": as_request(first)}
            diff = await ctx.engine.call("diff", ctx.dialect, {"from": there, "to": file})
            if diff["statements"]:
                return ""
            same = await _unmodelled(ctx, "inspect", there) == await _unmodelled(ctx, "load", file)
    except (EngineError, PolicyError):
        return ""  # the examination that follows says what is wrong with the file
    return first[0].name if same else ""


async def _unmodelled(ctx: Context, op: str, source: Mapping[str, Any]) -> object:
    answer = await ctx.engine.call(op, ctx.dialect, {"source": source})
    return answer["schema"]["not_modelled"]
