"""What the tools return. Short names and few nested models: the schemas travel in every tools/list.

- Every text cleans itself when a result is made: secrets masked, hidden characters written out, length capped. What came
  from a database or the workspace stands in fields of its own; it is data.
- Statements of a stored plan (`Exact`) are only escaped, never altered: they are what runs.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

from schemawarden.redact import redact
from schemawarden_policy.visible import visible

_LINE = 600
_BLOCK = 4_000
CUT = " … [cut]"


def one_line(text: str) -> str:
    return _capped(visible(redact(text), keep="").strip(), _LINE)


def several_lines(text: str) -> str:
    return _capped(clean(text), _BLOCK)


def clean(text: str) -> str:
    """Of any length: secrets masked, hidden characters written out."""
    return visible(redact(text))


def _capped(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - len(CUT)] + CUT


Line = Annotated[str, AfterValidator(one_line)]
"""One line; a line feed in it is written out, so it can't pass for another line."""
Block = Annotated[str, AfterValidator(several_lines)]
Long = Annotated[str, AfterValidator(clean)]
"""A page of a longer text; `tools.paging` caps it."""
Exact = Annotated[str, AfterValidator(visible)]
"""A stored plan's own text: escaped, and nothing else."""

Verdict = Literal["allow", "approve", "deny"]


class Wire(BaseModel):
    """Base of all results."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Result(Wire):
    next_step: Block


class TargetRow(Wire):
    target: Line
    dialect: Line
    mode: Line
    disposable: bool
    needs: Line
    """What approvals of a routine plan must be, and of a destructive one when it differs."""
    installation: Line
    """Assurance that this installation can give."""
    desired: bool
    server: Line
    """Version, or why it can't be read."""
    not_seen: list[Line]


class Targets(Result):
    targets: list[TargetRow]


class Advice(Result):
    target: Line
    workflow: Literal["versioned", "declarative"]
    reason: Block
    pending: list[Line]


class Page(Result):
    """Text of any length, a page at a time."""

    target: Line
    text: Long
    offset: int
    total: int
    """Characters of the whole text."""
    truncated: bool
    """There is more before or after this page."""


class Inspected(Page):
    not_modelled: list[Line]


class Diffed(Page):
    statements: int
    left_out: list[Line]
    """What differs besides; no statement covers it."""


class Found(Wire):
    rule: Line
    severity: Line
    file: Line
    line: int
    column: int
    """In characters, from 1, as lines count."""
    end_line: int
    end_column: int
    """Exclusive."""
    message: Block
    suggestion: Block
    excerpt: Block
    aliases: list[Line]


class Linted(Result):
    target: Line
    verdict: Verdict
    risk: Line
    pending: list[Line]
    findings: list[Found]
    more_findings: int
    statements: int
    understood: int
    not_covered: list[Line]


class Validated(Result):
    target: Line
    desired_loads: bool | None
    migrations_replay: bool
    problems: list[Block]
    missing_in_migrations: list[Block]
    missing_in_live: list[Block]


class NewFile(Wire):
    name: Line
    content: Block


class Written(Result):
    target: Line
    files: list[NewFile]
    """In the order in which they run; empty when none was written."""
    unstaged: Line
    """Why the change is in one file as Atlas planned it, where it could have been in safer steps; empty when it is not so."""
    left_out: list[Line]
    """What the desired schema has otherwise; Atlas plans nothing for it."""
    verdict: Literal["allow", "approve", "deny", "not linted"]
    findings: list[Found]


class Ran(Wire):
    file: Line
    statement: int
    sql: Block
    effects: list[Line]
    locks: list[Line]
    """On PostgreSQL: each lock and what it blocks, and what is written anew."""
    error: Line


class DryRun(Result):
    target: Line
    plan_id: Line
    """Empty when no plan was stored."""
    digest: Line
    verdict: Verdict
    risk: Line
    needs: Block
    where_to_approve: Line
    expires: Line
    statements: list[Ran]
    more_statements: int
    findings: list[Found]
    more_findings: int
    not_covered: list[Line]


class Status(Result):
    target: Line
    current: Line
    applied: list[Line]
    """The newest ones, oldest first."""
    applied_total: int
    pending: list[Line]
    problems: list[Block]
    drift: list[Block]


class Applied(Result):
    plan_id: Line
    outcome: Literal[
        "applied",
        "already_applied",
        "needs_approval",
        "failed",
        "failed_partial",
        "unknown",
        "in_progress",
    ]
    explanation: Block
    digest: Line
    where_to_approve: Line
    files: list[Line]
    evidence: list[Line]
    workspace_differs: list[Line]


class PlanRow(Wire):
    plan_id: Line
    target: Line
    state: Line
    risk: Line
    files: list[Line]
    created: Line
    expires: Line


class Plans(Result):
    plans: list[PlanRow]


class ShownPlan(Result):
    plan_id: Line
    target: Line
    state: Line
    digest: Line
    verdict: Line
    risk: Line
    requester: Line
    agents_note: Block
    """What the agent said about the plan; nobody checked it."""
    needs: Block
    where_to_approve: Line
    expires: Line
    outcome: Block
    text: Exact
    offset: int
    total: int
    truncated: bool


class Withdrawn(Result):
    plan_id: Line
    state: Line


class RulePage(Result):
    rule: Line
    page: Long
