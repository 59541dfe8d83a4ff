"""What a tool is: a name, a page, a closed set of arguments, and one function from them to a result.

A tool knows nothing of the SDK; `server` speaks MCP for all of them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from schemawarden.ports import Progress
from schemawarden.tools.door import Door
from schemawarden.wire import Result

UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"

Target = Annotated[str, Field(min_length=1, max_length=64, description="Alias, from list_targets.")]
PlanId = Annotated[str, Field(pattern=UUID)]
Offset = Annotated[int, Field(ge=0, description="Where the page starts, in characters.")]
Limit = Annotated[int, Field(ge=1, le=50_000, description="Most characters of a page.")]
PAGE = 20_000


class Arguments(BaseModel):
    """Base of all arguments: nothing extra, nothing converted ("5" is not 5), nothing echoed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


@dataclass(frozen=True, slots=True)
class Hints:
    """MCP's annotations, each said out loud. The world of a tool is closed: the operator's targets and workspaces."""

    read_only: bool
    destructive: bool
    idempotent: bool
    open_world: bool = False


READS = Hints(read_only=True, destructive=False, idempotent=True)


@dataclass(frozen=True, slots=True)
class Link:
    """A resource that holds what a result had no room for."""

    uri: str
    name: str
    mime_type: str


A = TypeVar("A", bound=Arguments)
R = TypeVar("R", bound=Result)


def _no_links(result: Any) -> Sequence[Link]:
    return ()


def _no_page(result: Any) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Tool(Generic[A, R]):
    name: str
    title: str
    description: str
    arguments: type[A]
    result: type[R]
    hints: Hints
    run: Callable[[Door, A, Progress], Awaitable[R]]
    """Raises SchemawardenError for every refusal."""
    words: Callable[[R], Sequence[str]]
    """The result in a few lines, `next_step` left out. Made of the result's own texts, which are clean."""
    page: Callable[[R], str] = _no_page
    """Text that goes into a content block of its own, for clients that read no structure."""
    links: Callable[[R], Sequence[Link]] = _no_links

    def input_schema(self) -> dict[str, Any]:
        return _schema(self.arguments, descriptions=True)

    def output_schema(self) -> dict[str, Any]:
        return _schema(self.result, descriptions=False)


def _schema(model: type[BaseModel], *, descriptions: bool) -> dict[str, Any]:
    schema: dict[str, Any] = _pruned(model.model_json_schema(by_alias=True), descriptions=descriptions)
    return schema


def _pruned(schema: Any, *, descriptions: bool = True, names: bool = False) -> Any:
    """The schema without what pydantic adds for people: schemas travel in every tools/list.

    `names` says that the keys here are names of properties or definitions, not keywords.
    """
    if isinstance(schema, list):
        return [_pruned(item, descriptions=descriptions) for item in schema]
    if not isinstance(schema, dict):
        return schema
    dropped = (
        ()
        if names
        else ("title",)
        if descriptions and "properties" not in schema
        else ("title", "description")
    )
    return {
        key: _pruned(value, descriptions=descriptions, names=not names and key in ("properties", "$defs"))
        for key, value in schema.items()
        if key not in dropped
    }
