"""The demo's database, with which the agent never talks: what the story needs to know of it, whatever its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

CUSTOMERS = 1000


@dataclass(frozen=True, slots=True)
class Attack:
    """A migration that no approval can cover."""

    title: str
    sql: str


class Shop(Protocol):
    """A shop's database with customers in it."""

    words: str
    """Such as "a real SQLite database"."""
    dialect: str
    config: str
    """The keys of the target that say where the database is."""

    @property
    def environment(self) -> Mapping[str, str]:
        """What the server needs to find it."""
        ...

    first_schema: str
    second_schema: str
    attack: Attack

    async def state(self) -> str:
        """A hash of everything in it."""
        ...

    async def customers(self) -> int: ...

    async def columns(self) -> list[str]:
        """Of the table customers."""
        ...

    async def insert_customers(self) -> None:
        """A thousand of them."""
        ...
