"""advise_workflow: how schema changes are made for this target, and where its work stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from schemawarden.errors import SchemawardenError
from schemawarden.flows.context import Context
from schemawarden.flows.differences import difference
from schemawarden.flows.examine import read_live
from schemawarden.flows.history import pending_files
from schemawarden.flows.sources import Which
from schemawarden.ports import LiveState


class Workflow(StrEnum):
    """Where a change begins. Either way it reaches the database as a reviewed migration file."""

    VERSIONED = "versioned"
    """In a new migration file."""
    DECLARATIVE = "declarative"
    """In the desired schema; the file is generated from the difference."""


@dataclass(frozen=True, slots=True)
class Advice:
    workflow: Workflow
    pending: tuple[str, ...]
    ahead: int
    """How many statements and other differences the migrations lack to make the desired schema."""
    takeover: bool
    """The target has a schema, and neither it nor the workspace has a history: begin with a baseline."""
    trouble: str
    """Why the difference could not be told; empty when it could."""


async def advise(ctx: Context) -> Advice:
    """Look at the workspace and the target; change nothing. Raises WorkspaceError."""
    snapshot = await ctx.workspace.snapshot()
    live = await read_live(ctx)
    state = live if isinstance(live, LiveState) else None
    takeover = bool(state and not state.empty and not state.revisions and not snapshot.migrations)
    pending = pending_files(snapshot, state)
    names = tuple(file.name for file in pending)
    if not (ctx.has_desired and snapshot.desired):
        return Advice(Workflow.VERSIONED, names, 0, takeover, "")
    try:
        ahead = (await difference(ctx, snapshot, Which.MIGRATIONS, Which.DESIRED)).words
    except SchemawardenError as error:
        return Advice(Workflow.DECLARATIVE, names, 0, takeover, str(error))
    return Advice(Workflow.DECLARATIVE, names, len(ahead), takeover, "")
