"""inspect_schema, diff_schema, validate_schema and migration_status: questions that change nothing anywhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from schemawarden.errors import EngineError, InputError
from schemawarden.flows.context import Context
from schemawarden.flows.differences import between, difference
from schemawarden.flows.history import finished, pending_files, read_history, version_of
from schemawarden.flows.requests import as_request
from schemawarden.flows.schemas import capped, mermaid
from schemawarden.flows.sources import Which, source
from schemawarden.ports import LiveState, Snapshot
from schemawarden_policy.facts import History


@dataclass(frozen=True, slots=True)
class Inspected:
    text: str
    not_modelled: tuple[str, ...]
    """Objects that Atlas's library does not see."""


async def inspect(ctx: Context, which: Which, form: str, tables: Sequence[str]) -> Inspected:
    """One schema as "sql", "hcl", "json" or "mermaid". Raises InputError TABLE_UNKNOWN and the ports' errors."""
    snapshot = await ctx.workspace.snapshot()
    async with source(ctx, snapshot, which) as origin:
        op = "inspect" if which is Which.LIVE else "load"
        answer = await ctx.engine.call(op, ctx.dialect, {"source": origin, "tables": list(tables)})
    tree = answer["schema"]
    _refuse_unknown(ctx, tables, tree)
    unseen = tuple(f"{item['type']} {item['name']}" for item in tree["not_modelled"])
    if form in ("sql", "hcl"):
        return Inspected(str(answer[form]), unseen)
    short = capped(tree)
    return Inspected(mermaid(short) if form == "mermaid" else json.dumps(short, indent=1), unseen)


def _refuse_unknown(ctx: Context, tables: Sequence[str], tree: dict[str, Any]) -> None:
    found = {table["name"] for schema in tree["schemas"] for table in schema["tables"]}
    missing = [name for name in tables if name not in found]
    if missing:
        raise InputError(
            "TABLE_UNKNOWN",
            f"{ctx.alias} has no table {missing[0]!a} there.",
            "Leave the filter out to see all tables.",
        )


@dataclass(frozen=True, slots=True)
class Validation:
    desired_loads: bool | None
    """None when no desired schema is configured."""
    migrations_replay: bool
    problems: tuple[str, ...]
    missing_in_migrations: tuple[str, ...]
    """What would bring the migrations' schema to the desired one: statements, then what Atlas plans nothing for."""
    missing_in_live: tuple[str, ...]
    """What would bring the live schema to that of all migrations, likewise."""


async def validate(ctx: Context) -> Validation:
    """Does the desired schema load, do the migrations replay, and do the three agree?"""
    snapshot = await ctx.workspace.snapshot()
    problems: list[str] = []
    replay = await _loads(ctx, snapshot, Which.MIGRATIONS, problems)
    desired = await _loads(ctx, snapshot, Which.DESIRED, problems) if ctx.has_desired else None
    ahead: tuple[str, ...] = ()
    if replay and desired:
        ahead = (await difference(ctx, snapshot, Which.MIGRATIONS, Which.DESIRED)).words
    behind = (await difference(ctx, snapshot, Which.LIVE, Which.MIGRATIONS)).words if replay else ()
    return Validation(desired, replay, tuple(problems), ahead, behind)


async def _loads(ctx: Context, snapshot: Snapshot, which: Which, problems: list[str]) -> bool:
    try:
        async with source(ctx, snapshot, which) as origin:
            await ctx.engine.call("load", ctx.dialect, {"source": origin})
    except EngineError as error:
        problems.append(located(error))
        return False
    return True


def located(error: EngineError) -> str:
    """An engine error with its place, for people."""
    where = f"{error.file}, statement {error.statement + 1}: " if error.file and error.statement >= 0 else ""
    return f"{where}{error.message}"


@dataclass(frozen=True, slots=True)
class HistoryStatus:
    applied: tuple[str, ...]
    """Versions, oldest first."""
    pending: tuple[str, ...]
    """File names in running order."""
    problems: tuple[str, ...]
    drift: tuple[str, ...]
    """What would bring the live schema back to what the applied files make."""


async def status(ctx: Context) -> HistoryStatus:
    """Applied, pending, what does not fit, and drift of the live schema from its history."""
    snapshot = await ctx.workspace.snapshot()
    live = await ctx.target.read()
    sums = await ctx.engine.call("hash", ctx.dialect, {"migrations": as_request(snapshot.migrations)})
    history = await read_history(ctx, snapshot, live, sums)
    problems = _problems(history)
    drift, failure = await _drift(ctx, snapshot, live)
    return HistoryStatus(
        applied=history.applied,
        pending=tuple(file.name for file in pending_files(snapshot, live)),
        problems=(*problems, *failure, *(gap.reason for gap in live.gaps)),
        drift=drift,
    )


async def _drift(
    ctx: Context, snapshot: Snapshot, live: LiveState
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    done = {revision.version for revision in live.revisions if finished(revision)}
    applied = tuple(file for file in snapshot.migrations if version_of(file.name) in done)
    if not applied:
        return (), ()
    try:
        async with ctx.target.replica() as replica:
            found = await between(ctx, {"url": replica.url}, {"migrations": as_request(applied)})
    except EngineError as error:
        return (), (f"the applied history does not replay: {located(error)}",)
    return found.words, ()


def _problems(history: History) -> tuple[str, ...]:
    return (
        *(f"HISTORY_REWRITTEN: {name} is not what was applied any more" for name in history.rewritten),
        *(f"HISTORY_MISSING: version {version} is applied but has no file" for version in history.missing),
        *(f"OUT_OF_ORDER: {name} sorts before the newest applied version" for name in history.out_of_order),
        *(f"PARTIAL: version {version} stopped in the middle" for version in history.partial),
        *((f"SUM: {history.sum_problem}",) if history.sum_problem else ()),
    )
