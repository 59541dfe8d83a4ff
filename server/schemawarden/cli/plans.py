"""`schemawarden plans`, `deny` and `revoke`: what waits for a human, and saying no."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from schemawarden.cli.common import ConfigOption, JsonOption, guarded, open_application
from schemawarden.cli.render import plan_view, plans_table
from schemawarden.cli.terminal import console, emit
from schemawarden.errors import InputError
from schemawarden.flows import decide
from schemawarden.flows.integrity import refuse_altered
from schemawarden.flows.plans import current_plan, document_of
from schemawarden.ports import StoredPlan
from schemawarden_policy.envelope import backup_objection, statement

PlanArgument = Annotated[str, typer.Argument(metavar="PLAN", help="The plan's id.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; the agent is told.")]

plans_app = typer.Typer(help="List, show and export plans.", invoke_without_command=True)


@plans_app.callback()
def plans(
    context: typer.Context,
    target: Annotated[str | None, typer.Option(help="Only this target's plans.")] = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """List recent plans, newest first."""
    if context.invoked_subcommand is None:
        _list(target, as_json, config)


@guarded
async def _list(target: str | None, as_json: bool, config: Path | None) -> None:
    app = open_application(config)
    if target is not None:
        app.context(target)
    found = await app.store.plans(target)
    current = tuple([await current_plan(app.store, app.clock, plan.id) for plan in found])
    words = plans_table(current) if current else "No plans. An agent makes one with the dry_run tool."
    emit([_row(plan) for plan in current], as_json, words)


@plans_app.command()
@guarded
async def show(plan_id: PlanArgument, as_json: JsonOption = False, config: ConfigOption = None) -> None:
    """Show one plan as it is stored."""
    app = open_application(config)
    plan = await current_plan(app.store, app.clock, plan_id)
    refuse_altered(plan)
    emit(_row(plan) | {"document": document_of(plan)}, as_json, plan_view(plan))


@plans_app.command()
@guarded
async def export(
    plan_id: PlanArgument,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A new file; stdout otherwise.")
    ] = None,
    backup: Annotated[
        str, typer.Option("--backup", help="The bytes for an approval that names this backup.")
    ] = "",
    config: ConfigOption = None,
) -> None:
    """Write the envelope's bytes, to be signed elsewhere: ssh-keygen -Y sign -n schemawarden-approval-v1 -f KEY FILE."""
    app = open_application(config)
    plan = await current_plan(app.store, app.clock, plan_id)
    refuse_altered(plan)
    if backup and (why := backup_objection(backup)):
        raise InputError("BACKUP_INVALID", f"What was given with --backup {why}.", "Name it otherwise.")
    content = statement(plan.envelope, backup)
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        with output.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise InputError("FILE_EXISTS", f"{output} is there already.", "Name a new file.") from None
    console(stderr=True).print(f"Wrote {output}.", markup=False)


@guarded
async def deny(plan_id: PlanArgument, reason: ReasonOption = "", config: ConfigOption = None) -> None:
    """Say no to a plan; the same statements are refused for 24 hours."""
    app = open_application(config)
    await decide.deny(app.store, app.clock, plan_id, getpass.getuser(), reason)
    console().print(f"Plan {plan_id} is denied.", markup=False)


@guarded
async def revoke(plan_id: PlanArgument, reason: ReasonOption = "", config: ConfigOption = None) -> None:
    """Take an approval back; works until the apply begins."""
    app = open_application(config)
    await decide.revoke(app.store, app.clock, plan_id, getpass.getuser(), reason)
    console().print(f"Plan {plan_id} is revoked.", markup=False)


def _row(plan: StoredPlan) -> dict[str, Any]:
    document = document_of(plan)
    return {
        "plan_id": plan.id,
        "target": plan.target,
        "state": plan.state.value,
        "risk": document["risk"],
        "files": [file["name"] for file in document["files"]],
        "digest": plan.digest,
        "created": document["created"],
        "expires": document["expires"],
        "outcome": dict(plan.outcome),
    }
