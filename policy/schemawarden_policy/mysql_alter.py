"""ALTER TABLE on MySQL and MariaDB: the clauses by which a statement makes the server refuse rather than copy or block.

- ALGORITHM=INSTANT, NOCOPY and INPLACE refuse a copy; LOCK=NONE refuses whatever keeps others from writing.
- An engine change and partitioning heed INPLACE and LOCK=NONE only: with INSTANT, MariaDB 10.11 copies all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from schemawarden_policy.change import AlterTable, Change
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import shown
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement

_REFUSE_A_COPY = ("INSTANT", "NOCOPY", "INPLACE")
_LONGEST = 400
"""Characters of a statement that a suggestion repeats."""

AnyChange = TypeVar("AnyChange", bound=Change)


@dataclass(frozen=True, slots=True)
class Clauses:
    """In upper case; empty when the statement has none."""

    algorithm: str = ""
    lock: str = ""

    @property
    def refuse_a_copy(self) -> bool:
        return self.algorithm in _REFUSE_A_COPY or self.lock == "NONE"

    @property
    def refuse_to_block(self) -> bool:
        """Others can write while it runs."""
        return self.algorithm == "INSTANT" or self.lock == "NONE"

    @property
    def refuse_another_engine(self) -> bool:
        return self.algorithm == "INPLACE" or self.lock == "NONE"


def clauses(statement: Statement) -> Clauses:
    said = {c.form: c.name.upper() for c in statement.changes if isinstance(c, AlterTable)}
    return Clauses(said.get("ALGORITHM", ""), said.get("LOCK", ""))


def alterations(
    migration: Migration, settings: Settings, *kinds: type[AnyChange]
) -> Iterator[tuple[Statement, AnyChange]]:
    """The changes of these kinds on tables that existed before the change set."""
    for statement, change, lifetimes in steps(migration, settings):
        if isinstance(change, kinds) and not lifetimes.born(*name_and_schema(change)):
            yield statement, change


def table_of(change: Change) -> str:
    """The table that it is about, as the statement names it."""
    return shown(*name_and_schema(change))


def name_and_schema(change: Change) -> tuple[str, str]:
    """Of the table that it is about."""
    return getattr(change, "table", ""), getattr(change, "schema", "")


def guarded(statement: Statement) -> str:
    """The statement with the clauses that make the server refuse rather than copy or block."""
    text = statement.text.rstrip().rstrip(";").rstrip()
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ..."
    comma = "," if text.upper().startswith("ALTER") else ""
    return (
        f"{text}{comma} ALGORITHM=INPLACE{comma} LOCK=NONE;  -- the server refuses rather than copy or block"
    )
