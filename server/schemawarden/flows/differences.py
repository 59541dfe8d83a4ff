"""The way from one schema to another, and what no statement of it covers.

Atlas plans for what it models. Views, functions, triggers and the like are compared by their definitions and named; so are
schemas that only the first side has, which are never dropped, and objects outside of the target's schemas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from schemawarden.flows.context import Context
from schemawarden.flows.sources import Which, source
from schemawarden.ports import Snapshot

_UNSEEN = {
    "only_from": "is there before and not after",
    "only_to": "is there after and not before",
    "differs": "is not the same",
}


@dataclass(frozen=True, slots=True)
class Difference:
    statements: tuple[str, ...]
    """They turn the first schema into the second, in order."""
    left_out: tuple[str, ...]
    """What differs besides, in words; somebody has to write that SQL by hand."""

    @property
    def words(self) -> tuple[str, ...]:
        return (*self.statements, *self.left_out)


async def difference(ctx: Context, snapshot: Snapshot, left: Which, right: Which) -> Difference:
    """Between two of a target's schemas."""
    async with source(ctx, snapshot, left) as one, source(ctx, snapshot, right) as other:
        return await between(ctx, one, other)


async def between(ctx: Context, left: Mapping[str, Any], right: Mapping[str, Any]) -> Difference:
    """Between two sources, as the engine takes them."""
    answer = await ctx.engine.call("diff", ctx.dialect, {"from": left, "to": right})
    return Difference(tuple(statement["text"] for statement in answer["statements"]), left_out(answer))


def left_out(answer: Mapping[str, Any]) -> tuple[str, ...]:
    """Of the engine's answer to `diff` or `plan`."""
    return tuple(_left_out(answer))


def _left_out(answer: Mapping[str, Any]) -> Iterator[str]:
    for item in answer["unseen"]:
        yield f"{named(item)} {_UNSEEN[item['change']]}; Atlas plans nothing for it"
    for name in answer["left_alone"]:
        yield f"schema {name} is there before and not after; no plan drops a schema"
    for item in answer["outside_scope"]:
        yield f"{named(item)} is outside of the schemas that this target covers"


def named(item: Mapping[str, Any]) -> str:
    """`view totals`, `trigger audit of orders`."""
    return f"{item['type']} {item['name']}" + (f" of {item['table']}" if item.get("table") else "")
