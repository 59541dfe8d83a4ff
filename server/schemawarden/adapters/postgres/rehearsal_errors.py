"""What may be told of an error: its SQLSTATE, the condition's name, and the server's words when they can hold no secret.

Words of user code (RAISE), and words that quote what stands neither in the statement nor in the schema (a value that was
computed, a file's content), are left out. Details and hints always are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import asyncpg

_MOST_CHARACTERS = 300
_OF_LANGUAGES = ("pl_exec.c", "plperl.c", "plpy_elog.c", "pltcl.c")
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z][a-z0-9]*|[A-Z]+")
_UNLIKE_THEIR_CLASS = {
    "42601": "syntax_error",
    "58000": "system_error",
    "58030": "io_error",
    "P0001": "raise_exception",
    "XX000": "internal_error",
}


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a statement failed."""

    sqlstate: str
    words: str
    position: int = -1
    """In characters from 0; -1 when the server did not say."""


def failure_of(error: asyncpg.PostgresError, text: str, known: Callable[[str], bool]) -> Failure:
    """`known` tells whether a name stands in the schema."""
    sqlstate = error.sqlstate or ""
    condition = f"{sqlstate} {condition_name(error)}"
    message = str(error.args[0]) if error.args else ""
    position = getattr(error, "position", None)
    start = int(position) - 1 if position and str(position).isdigit() else -1
    return Failure(
        sqlstate, f"{condition}: {message}" if _may_be_told(error, message, text, known) else condition, start
    )


def condition_name(error: asyncpg.PostgresError) -> str:
    """PostgreSQL's own name of the condition, from the class that asyncpg gives it: undefined_table."""
    words = _WORD.findall(type(error).__name__.removesuffix("Error"))
    return _UNLIKE_THEIR_CLASS.get(error.sqlstate or "", "_".join(word.lower() for word in words))


def _may_be_told(error: asyncpg.PostgresError, message: str, text: str, known: Callable[[str], bool]) -> bool:
    if getattr(error, "context", None) or getattr(error, "server_source_filename", "") in _OF_LANGUAGES:
        return False
    quoted = message.split('"')[1::2]
    return (
        0 < len(message) <= _MOST_CHARACTERS
        and message.isprintable()
        and message.count('"') % 2 == 0
        and all(each in text or known(each) for each in quoted)
    )
