"""`schemawarden audit`: read the chain, and prove that it is whole."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from schemawarden.cli.common import ConfigOption, JsonOption, guarded, open_application
from schemawarden.cli.terminal import emit
from schemawarden.errors import UnavailableError
from schemawarden_policy.audit import Broken, Record, verify
from schemawarden_policy.envelope import grouped
from schemawarden_policy.visible import visible

audit_app = typer.Typer(help="Read and verify the audit chain.", no_args_is_help=True)


@audit_app.command(name="verify")
@guarded
async def verify_chain(as_json: JsonOption = False, config: ConfigOption = None) -> None:
    """Check every record against the chain; names the first that does not fit."""
    records = await open_application(config).store.audit()
    head = verify(records)
    if isinstance(head, Broken):
        raise UnavailableError(
            "AUDIT_BROKEN",
            f"The audit breaks at record {head.sequence}: {head.reason}.",
            "Records before it are as they were written. Find out who could write to the state directory.",
        )
    words = f"{len(records)} records, the chain is whole.\nHead: {grouped(head)}\nNote the head elsewhere: a cut tail shows only by it."
    emit({"records": len(records), "head": head, "whole": True}, as_json, words)


@audit_app.command()
@guarded
async def show(
    last: Annotated[int, typer.Option("--last", min=1, help="How many records, the newest.")] = 50,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Show the newest records."""
    records = (await open_application(config).store.audit())[-last:]
    emit([_data(record) for record in records], as_json, _table(records))


def _data(record: Record) -> dict[str, Any]:
    return {**json.loads(record.content), "hash": record.hash}


def _table(records: tuple[Record, ...]) -> Table:
    table = Table("#", "at", "event", "by", "what", box=None, pad_edge=False)
    for record in records:
        data = _data(record)
        fields = ", ".join(f"{name}={value}" for name, value in data["fields"].items())
        table.add_row(
            str(record.sequence), data["at"], data["event"], _text(data["principal"]), _text(fields)
        )
    return table


def _text(value: str) -> Text:
    return Text(visible(value, keep=""))
