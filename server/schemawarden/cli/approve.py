"""`schemawarden approve`: the human looks at the plan, and signs exactly that."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from schemawarden.adapters.tokens.ssh import make_token
from schemawarden.app import Application
from schemawarden.cli.common import ConfigOption, JsonOption, guarded, open_application
from schemawarden.cli.render import plan_view
from schemawarden.cli.signing import sign
from schemawarden.cli.terminal import console, emit
from schemawarden.errors import ApprovalError, InputError, StateError
from schemawarden.flows.integrity import refuse_altered
from schemawarden.flows.plans import Weighed, current_plan, needs_of, record_approval, verified, weigh
from schemawarden.ports import StoredPlan
from schemawarden.settings.secrets import holds_password
from schemawarden_policy.approval import State
from schemawarden_policy.envelope import backup_objection, grouped, statement
from schemawarden_policy.visible import visible

KeyOption = Annotated[
    Path | None, typer.Option("--key", help="Your private key (or the .pub of a key in ssh-agent).")
]
SignatureOption = Annotated[
    Path | None,
    typer.Option(
        "--signature", help="A signature made elsewhere over the exported envelope (ssh-keygen -Y sign)."
    ),
]
BackupOption = Annotated[
    str,
    typer.Option(
        "--backup",
        help="What a restore would start from; it is signed along, recorded and shown to everybody.",
    ),
]


@guarded
async def approve(
    plan_id: Annotated[str, typer.Argument(metavar="PLAN", help="The plan's id.")],
    key: KeyOption = None,
    signature: SignatureOption = None,
    backup: BackupOption = "",
    token: Annotated[bool, typer.Option("--token", help="Print the confirmation token as well.")] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Look at a plan and approve it by signing its envelope.

    Shows the plan as it is stored, asks for the first group of its digest, and signs with your key.
    """
    app = open_application(config)
    plan = await _approvable(app, plan_id)
    await _refuse_backup(app, plan, backup)
    armored = signature.read_text() if signature else _signed_here(plan, key, backup, console(stderr=as_json))
    approver = app.tokens.approver_of_key(armored)
    text = make_token(plan.id, plan.digest, approver, armored, backup)
    weighed = await _record(app, plan, text)
    result = {
        "plan_id": plan.id,
        "approver": approver,
        "state": (await app.store.plan(plan.id)).state.value,
        "approvals": len(weighed.standing.counted),
        "needed": weighed.standing.needed,
        "owners_missing": [list(group) for group in weighed.standing.owners],
        "backup": weighed.standing.backup,
        **({"token": text} if token else {}),
    }
    emit(result, as_json, _sentence(result))


async def _approvable(app: Application, plan_id: str) -> StoredPlan:
    plan = await current_plan(app.store, app.clock, plan_id)
    refuse_altered(plan)
    if plan.state not in (State.PROPOSED, State.APPROVED):
        raise StateError(
            "PLAN_NOT_PENDING",
            f"Plan {plan.id} is {plan.state}.",
            "`schemawarden plans` lists the pending ones.",
        )
    return plan


async def _refuse_backup(app: Application, plan: StoredPlan, backup: str) -> None:
    """A text that can't name a backup, or none where the first approval has to name one."""
    why = backup_objection(backup) if backup else ""
    if why or holds_password(backup):
        raise InputError(
            "BACKUP_INVALID",
            f"What was given with --backup {why or 'looks like it holds a password'}.",
            'Name the backup as you would find it again: --backup "pitr 2026-11-24T03:00Z".',
        )
    needs = needs_of(plan)
    if needs and needs.backup and not backup:
        weighed = await weigh(app.store, app.tokens, app.clock, plan)
        if not weighed.standing.backup:
            raise InputError(
                "BACKUP_REQUIRED",
                f"Plan {plan.id} is destructive, and the operator demands a backup for such plans.",
                'Make one, and name it: --backup "pitr 2026-11-24T03:00Z".',
            )


def _signed_here(plan: StoredPlan, key: Path | None, backup: str, terminal: Console) -> str:
    """Show the plan, have the human type the digest's first group, sign."""
    if not sys.stdin.isatty():
        raise InputError(
            "NEEDS_TERMINAL",
            "Approving shows the plan and asks a human; there is no terminal here.",
            "Run it in a terminal, or sign the exported envelope elsewhere and pass --signature.",
        )
    if key is None:
        raise InputError("KEY_MISSING", "No key was named.", "Name your private key with --key.")
    terminal.print(plan_view(plan))
    if backup:
        terminal.print(f"backup  {visible(backup)}", markup=False)
    first = grouped(plan.digest).split(" ", 1)[0]
    typed = terminal.input(f"\nTo sign this plan with {key}, type the digest's first group ({first}): ")
    if typed.strip().lower() != first:
        raise InputError("NOT_CONFIRMED", "That is not the digest's first group.", "Nothing was signed.")
    return sign(statement(plan.envelope, backup), key)


async def _record(app: Application, plan: StoredPlan, token: str) -> Weighed:
    evidence = verified(app.tokens, app.clock, plan, token)
    weighed = await weigh(app.store, app.tokens, app.clock, plan, token)
    for refused in weighed.standing.refused:
        if refused.approver == evidence.approver:
            raise ApprovalError(
                refused.code,
                f"This approval would not count: {refused.reason}.",
                "Someone else has to approve.",
            )
    if evidence in weighed.standing.counted:  # otherwise one of theirs that names a backup counts already
        await record_approval(app.store, app.clock, plan, evidence, token, enough=weighed.standing.enough)
    return weighed


def _sentence(result: Mapping[str, Any]) -> str:
    told = f"{result['approver']} approved plan {result['plan_id']} ({result['approvals']} of {result['needed']} needed)."
    done = result["state"] == State.APPROVED.value
    owners = [" or ".join(group) for group in result["owners_missing"]]
    who = f" An owner of what it touches is missing: {'; '.join(owners)}." if owners else ""
    rest = (
        "The agent can apply it now: apply_plan with this plan's id."
        if done
        else f"More approvals are needed.{who}"
    )
    token = f"\nToken: {result['token']}" if "token" in result else ""
    return f"{told} {rest}{token}"
