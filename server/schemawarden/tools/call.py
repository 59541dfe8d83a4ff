"""One tool call, from raw arguments to a reply. Every tool goes this way, so the laws hold for all of them.

- Arguments are refused by name; what was rejected is never repeated, since it could be a secret.
- A refusal has a stable code, a sentence and a next step, and is recorded; if it can't be recorded it stands all the same.
- What nobody foresaw is told as INTERNAL and nothing more; the traceback goes to the operator's log.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import structlog
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from schemawarden.errors import EngineError, InputError, SchemawardenError
from schemawarden.flows.inspect import located
from schemawarden.ports import AuditEvent, Progress
from schemawarden.tools.door import Door
from schemawarden.tools.tool import Arguments, Link, Tool
from schemawarden.wire import Result, several_lines

_log = structlog.get_logger(__name__)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back to the client."""

    text: str
    structure: Mapping[str, Any] | None = None
    """None for a refusal."""
    page: str = ""
    links: Sequence[Link] = ()

    @property
    def refused(self) -> bool:
        return self.structure is None


async def answer(
    tools: Sequence[Tool[Any, Any]], door: Door, name: str, raw: Mapping[str, Any], progress: Progress
) -> Reply:
    """Run the tool called `name`. Never raises but for cancellation."""
    try:
        tool = _named(tools, name)
        result = await tool.run(door, _arguments(tool, raw), progress)
        return _reply(tool, result)
    except SchemawardenError as error:
        await _record(door, name if name in {each.name for each in tools} else "", raw, error)
        return Reply(several_lines(_told(error)))
    except Exception:  # noqa: BLE001 - nothing of a crash may reach the client
        _log.exception("tool_crashed", tool=name[:64])
        return Reply(
            "INTERNAL: The tool failed for a reason of its own. The operator finds it in the server's log."
        )


def _named(tools: Sequence[Tool[Any, Any]], name: str) -> Tool[Any, Any]:
    for tool in tools:
        if tool.name == name:
            return tool
    near = get_close_matches(name, [tool.name for tool in tools], 1)
    raise InputError(
        "TOOL_UNKNOWN",
        "There is no such tool.",
        f"Did you mean {near[0]}?" if near else "tools/list names them.",
    )


def _arguments(tool: Tool[Any, Any], raw: Mapping[str, Any]) -> Arguments:
    try:
        arguments: Arguments = tool.arguments.model_validate(raw)
    except ValidationError as error:
        raise _refused(
            tool, error.errors(include_url=False, include_context=False, include_input=False)
        ) from None
    return arguments


def _refused(tool: Tool[Any, Any], problems: Sequence[ErrorDetails]) -> InputError:
    """The unknown argument first: misspelling a name makes another one missing."""
    known = [field.alias or name for name, field in tool.arguments.model_fields.items()]
    takes = f"{tool.name} takes {', '.join(known) or 'no arguments'}."
    extra = [str(problem["loc"][0]) for problem in problems if problem["type"] == "extra_forbidden"]
    if extra:
        near = get_close_matches(extra[0], known, 1)
        hint = f"Did you mean `{near[0]}`? {takes}" if near else takes
        return InputError("UNKNOWN_ARGUMENT", f"{tool.name} has no argument {_name(extra[0])}.", hint)
    problem = problems[0]
    where = _name(str(problem["loc"][0]))
    why = "is missing" if problem["type"] == "missing" else f"was refused: {problem['msg']}"
    return InputError("INVALID_ARGUMENT", f"The argument {where} of {tool.name} {why}.", takes)


def _name(text: str) -> str:
    return f"`{text}`" if _NAME.fullmatch(text) else "of that name"


def _told(error: SchemawardenError) -> str:
    """An engine's refusal is told with its place."""
    if isinstance(error, EngineError):
        hint = error.hint or "validate_schema tells which files load."
        return f"{error.code}: {located(error)} {hint}"
    return str(error)


def _reply(tool: Tool[Any, Any], result: Result) -> Reply:
    lines = [*tool.words(result), f"next: {result.next_step}"]
    return Reply(
        "\n".join(lines), result.model_dump(mode="json", by_alias=True), tool.page(result), tool.links(result)
    )


async def _record(door: Door, tool: str, raw: Mapping[str, Any], error: SchemawardenError) -> None:
    target = raw.get("target")
    ctx = door.contexts.get(target) if isinstance(target, str) else None
    requester = ctx or next(iter(door.contexts.values()), None)
    event = AuditEvent(
        "call.refused",
        door.clock.now(),
        requester.requester.principal if requester else "agent",
        {"tool": tool, "code": error.code, "target": ctx.alias if ctx else ""},
    )
    try:
        await door.store.record(event)
    except SchemawardenError as unavailable:
        _log.error("refusal_not_recorded", tool=tool, code=error.code, because=unavailable.code)
