"""The three schemas of a target, as the engine takes them: live, what the migrations make, and the desired one.

- Live is always a private copy of the schema; the engine is never shown the target itself for a question.
- Desired SQL is looked at by the policy first: what no approval could cover is not shown to an engine either.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from enum import StrEnum
from typing import Any

from anyio import to_thread

from schemawarden.errors import InputError, PolicyError
from schemawarden.flows.context import Context
from schemawarden.flows.requests import as_request
from schemawarden.ports import Snapshot, SourceFile
from schemawarden_policy.check import check
from schemawarden_policy.facts import Facts
from schemawarden_policy.migration import Migration
from schemawarden_policy.reading import read_file
from schemawarden_policy.rule import Finding, Severity
from schemawarden_policy.settings import Limits

_NO_LIMITS = Limits(files=2**31, statements=2**31, bytes=2**31)


class Which(StrEnum):
    LIVE = "live"
    MIGRATIONS = "migrations"
    DESIRED = "desired"


@asynccontextmanager
async def source(ctx: Context, snapshot: Snapshot, which: Which) -> AsyncIterator[Mapping[str, Any]]:
    """The engine's `source` for one of the three. Raises InputError, PolicyError, StateError."""
    if which is Which.LIVE:
        async with ctx.target.replica() as replica:
            yield {"url": replica.url}
    elif which is Which.MIGRATIONS:
        yield {"migrations": as_request(snapshot.migrations)}
    else:
        yield await _desired(ctx, snapshot)


async def _desired(ctx: Context, snapshot: Snapshot) -> Mapping[str, Any]:
    if not ctx.has_desired:
        raise InputError(
            "NO_DESIRED_SCHEMA",
            f"{ctx.alias} has no desired schema.",
            f"The operator names its files under [targets.{ctx.alias}] desired.",
        )
    if not snapshot.desired:
        raise InputError(
            "DESIRED_MISSING",
            f"The desired schema's files of {ctx.alias} are not in the workspace.",
            "Create them at the place that the operator configured.",
        )
    if all(file.name.endswith(".hcl") for file in snapshot.desired):
        return {"files": as_request(snapshot.desired), "format": "hcl"}
    await screen(ctx, snapshot.desired)
    return {"files": as_request(snapshot.desired), "format": "sql"}


async def screen(ctx: Context, files: tuple[SourceFile, ...]) -> None:
    """Raise PolicyError FORBIDDEN_SQL if the text holds what no approval can cover."""
    await to_thread.run_sync(_screen, ctx, files)


def _screen(ctx: Context, files: tuple[SourceFile, ...]) -> None:
    parsed = tuple(read_file(file.name, file.content.decode(), ctx.dialect) for file in files)
    settings = replace(ctx.settings, limits=_NO_LIMITS)
    report = check(Migration(ctx.dialect, parsed, Facts()), settings)
    for finding in report.findings:
        if finding.severity is Severity.FORBIDDEN:
            raise _forbidden(finding)


def _forbidden(finding: Finding) -> PolicyError:
    return PolicyError(
        "FORBIDDEN_SQL",
        f"{finding.place.file}, line {finding.place.line}: {finding.message} ({finding.rule})",
        f"explain_rule {finding.rule} tells why; take the statement out.",
    )
