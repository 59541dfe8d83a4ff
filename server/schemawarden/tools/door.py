"""What a tool is given: the application, as far as the agent door may reach it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from schemawarden.flows.context import Context
from schemawarden.ports import Clock, StateStore, TokenVerifier


class Door(Protocol):
    """The targets, the store, and where a human approves. Nothing here can approve."""

    @property
    def contexts(self) -> Mapping[str, Context]:
        """By alias, in the operator's order."""
        ...

    @property
    def store(self) -> StateStore: ...

    @property
    def tokens(self) -> TokenVerifier: ...

    @property
    def clock(self) -> Clock: ...

    def context(self, alias: str) -> Context:
        """Raises InputError TARGET_UNKNOWN with the nearest name."""
        ...

    async def close(self) -> None:
        """End what was started for rehearsals."""
        ...

    def where_to_approve(self, plan_id: str) -> str:
        """A sentence for people; it carries no authority."""
        ...
