"""Taking over a database that grew up without Atlas.

When the target has a schema but no history, and its schema is exactly what the first migration file makes, that file is the
baseline: an apply records it and does not run it. The comparison is Atlas's own diff of what it models, and the definitions of
all that it does not model.
"""

from __future__ import annotations

from schemawarden.errors import EngineError, PolicyError
from schemawarden.flows.context import Context
from schemawarden.flows.differences import between
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
            found = await between(ctx, there, file)
    except (EngineError, PolicyError):
        return ""  # the examination that follows says what is wrong with the file
    return "" if found.words else first[0].name
