"""A plan as the human at the terminal sees it, rendered from its stored bytes.

- Risk class first, then the target, then the exact SQL with every hidden character made visible.
- What the agent said stands in a box that says so, and last.
- Nothing is interpreted: markup in names or SQL is text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from schemawarden.flows.plans import document_of
from schemawarden.ports import StoredPlan
from schemawarden_policy.envelope import grouped
from schemawarden_policy.locking import blocks
from schemawarden_policy.visible import visible

_RISK_STYLE = {"destructive": "bold white on red", "routine": "bold black on green"}
_SEVERITY_STYLE = {
    "error": "bold red",
    "warning": "yellow",
    "notice": "cyan",
    "forbidden": "bold white on red",
}


def plan_view(plan: StoredPlan) -> RenderableType:
    """The whole plan, top to bottom."""
    document = document_of(plan)
    return Group(
        _risk(document),
        _facts(plan, document),
        *_files(document),
        _rehearsal(document),
        *_locks(document),
        *_findings(document),
        *_gaps(document),
        *_note(document),
        _digest(plan),
    )


def plans_table(plans: tuple[StoredPlan, ...]) -> Table:
    """One line a plan."""
    table = Table("plan", "target", "state", "risk", "files", "expires", box=None, pad_edge=False)
    for plan in plans:
        document = document_of(plan)
        files = ", ".join(file["name"] for file in document["files"])
        table.add_row(
            plan.id, plan.target, plan.state.value, document["risk"], _text(files), document["expires"]
        )
    return table


def _risk(document: Mapping[str, Any]) -> RenderableType:
    counts: dict[str, int] = {}
    for finding in document["findings"]:
        counts[finding["severity"]] = counts.get(finding["severity"], 0) + 1
    found = ", ".join(f"{count} {word}" for word, count in counts.items()) or "no findings"
    title = Text(f" {document['risk'].upper()} ", style=_RISK_STYLE[document["risk"]])
    return title + Text(f"  {found}", style="default")


def _facts(plan: StoredPlan, document: Mapping[str, Any]) -> Table:
    table = Table.grid(padding=(0, 2))
    for name, value in (
        ("plan", plan.id),
        ("state", plan.state.value),
        ("target", f"{document['target']} ({document['dialect']})"),
        ("identity", document["identity"]),
        ("asked for by", document["requester"]),
        ("needs", _needed(document["needs"])),
        ("expires", document["expires"]),
        ("engine", f"{document['engine']['version']}"),
    ):
        table.add_row(Text(name, style="dim"), _text(value))
    return table


def _needed(needs: Mapping[str, Any] | None) -> str:
    if not needs:
        return "nothing: allowed by policy"
    words = [f"{needs['quorum']} approver(s), assurance {needs['assurance']}"]
    words += [f"an owner: {' or '.join(group)}" for group in needs.get("owners", ())]
    words += ["the name of a backup (--backup)"] if needs.get("backup") else []
    return "\n".join(words)


def _files(document: Mapping[str, Any]) -> Iterator[RenderableType]:
    for file in document["files"]:
        lines = Text()
        for number, statement in enumerate(file["statements"], 1):
            lines.append(f"{number:>3}  ", style="dim")
            lines.append(visible(statement).replace("\n", "\n     ") + "\n")
        title = _text(
            f"{file['name']}  (transaction: {file['tx_mode']}, {len(file['statements'])} statements)"
        )
        lines.rstrip()
        yield Panel(lines, title=title, title_align="left")


def _rehearsal(document: Mapping[str, Any]) -> RenderableType:
    if not document["rehearsal"]:
        return Text("Not rehearsed.", style="bold red")
    table = Table("file", "#", "what the rehearsal saw", title="Rehearsal", title_justify="left", box=None)
    for run in document["rehearsal"]:
        table.add_row(_text(run["file"]), str(run["statement"] + 1), _text(_seen(run)))
    return table


def _locks(document: Mapping[str, Any]) -> Iterator[RenderableType]:
    """What each statement keeps others from doing while it runs, and what it writes anew."""
    runs = [run for run in document["rehearsal"] if run["locks"] or run["rewrites"]]
    if not runs:
        return
    table = Table("file", "#", "lock", "on", "blocks", title="Locks", title_justify="left", box=None)
    for run in runs:
        place = (_text(run["file"]), str(run["statement"] + 1))
        for mode, relation in run["locks"]:
            table.add_row(*place, mode, _text(relation), blocks(mode) or "nothing")
        if run["rewrites"]:
            table.add_row(*place, Text("rewrites", style="bold red"), _text(", ".join(run["rewrites"])), "")
    yield table


def _seen(run: Mapping[str, Any]) -> str:
    if run["refused"]:
        return f"refused: {run['refused']}"
    if run["error"]:
        return f"failed: {run['error']}"
    return (
        ", ".join(f"{e['verb']} {e['object']} {e['name']}" for e in run["effects"])
        or "no effect on the schema"
    )


def _findings(document: Mapping[str, Any]) -> Iterator[RenderableType]:
    for finding in document["findings"]:
        line = Text(f"{finding['severity']}: ", style=_SEVERITY_STYLE[finding["severity"]])
        line.append(f"{finding['rule']}  ", style="bold")
        line.append(visible(f"{finding['file']}:{finding['line']}  {finding['message']}"), style="default")
        if finding["suggestion"]:
            line.append(
                "\n  instead: " + visible(finding["suggestion"]).replace("\n", "\n           "), style="green"
            )
        yield line


def _gaps(document: Mapping[str, Any]) -> Iterator[RenderableType]:
    for gap in document["coverage"]["gaps"]:
        yield Text(f"not seen ({gap['eye']}): ", style="yellow") + _text(gap["reason"])


def _note(document: Mapping[str, Any]) -> Iterator[RenderableType]:
    if document["note"]:
        yield Panel(
            _text(document["note"]),
            title="what the agent says (not checked)",
            title_align="left",
            style="dim",
        )


def _digest(plan: StoredPlan) -> RenderableType:
    groups = grouped(plan.digest).split(" ")
    return Text("digest  ", style="dim") + Text(" ".join(groups[:8]) + "\n        " + " ".join(groups[8:]))


def _text(value: str) -> Text:
    return Text(visible(str(value)))
