"""What a routine of the database does when it runs, by its own text: a rehearsal without rows takes other ways through it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from schemawarden_policy.change import InsertRows, LockTable, RunRoutine
from schemawarden_policy.parse.postgres import changes_of
from schemawarden_policy.parse.postgres_bodies import body_of
from schemawarden_policy.parse.postgres_tree import concrete, tree
from schemawarden_policy.parse.reader import UnknownSyntaxError
from schemawarden_policy.token import UnclosedError

_TELLS = ("pg_notify", "NOTIFY")
"""Other sessions hear of it; here nothing changes."""


@dataclass(frozen=True, slots=True)
class Conduct:
    calls: frozenset[str] = frozenset()
    """Routines that it runs, without their schema."""
    fills: frozenset[str] = frozenset()
    """Tables into which it inserts rows, without their schema."""
    loses: bool = False
    """It changes or deletes rows, or anything else, or its text can't be read."""


_UNKNOWN = Conduct(loses=True)


@cache
def conduct(definition: str) -> Conduct:
    """`definition` is a CREATE FUNCTION or CREATE PROCEDURE."""
    try:
        body = body_of(tree(definition))
        changes = [change for statement in body.statements for change in changes_of(concrete(statement))]
    except (UnknownSyntaxError, UnclosedError, RecursionError):
        return _UNKNOWN
    if body.dynamic:
        return _UNKNOWN
    runs = {
        c.name.rpartition(".")[2]
        for c in changes
        if isinstance(c, RunRoutine) and not c.name.startswith(_TELLS)
    }
    fills = {c.table for c in changes if isinstance(c, InsertRows)}
    rest = [c for c in changes if not isinstance(c, InsertRows | RunRoutine | LockTable)]
    return Conduct(frozenset(runs), frozenset(fills), bool(rest))
