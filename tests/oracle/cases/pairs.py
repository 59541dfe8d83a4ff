"""What a comparison of schemas is made of: a name, a schema before and a schema after. All are compared both ways."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pair:
    name: str
    before: str
    after: str

    def __str__(self) -> str:
        return self.name


def pairs(table: dict[str, tuple[str, str]]) -> tuple[Pair, ...]:
    return tuple(Pair(name, before.strip(), after.strip()) for name, (before, after) in table.items())
