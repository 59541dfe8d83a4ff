"""--facts FILE: what is known of the server and its tables, so that a rule can tell a large table from a small one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from schemawarden.errors import InputError

_WORDS = ("server_version", "time_zone", "lock_timeout")
_TABLE = {"name": str, "schema": str, "rows": int, "bytes": int}
_HINT = (
    'As in {"server_version": "16.4", "tables": [{"name": "users", "schema": "public", "rows": 1200000}]}.'
)
_MOST_BYTES = 16_777_216


def read_facts(path: str) -> dict[str, Any]:
    """The file's facts, checked. Raises InputError FACTS_UNREADABLE or FACTS_INVALID."""
    try:
        with Path(path).open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise InputError(
            "FACTS_UNREADABLE", f"{path} can't be read: {error.strerror}.", "Check --facts."
        ) from None
    try:
        facts = json.loads(content[:_MOST_BYTES].decode())
    except (ValueError, RecursionError):
        raise _invalid(path, "it is not JSON in UTF-8") from None
    if problem := _problem(facts):
        raise _invalid(path, problem)
    return dict(facts)


def _problem(facts: Any) -> str:
    """What is wrong, in words that follow "because"; empty when all is well."""
    if not isinstance(facts, dict):
        return "it is not an object"
    for key, value in facts.items():
        if key in _WORDS and isinstance(value, str):
            continue
        if key != "tables" or not isinstance(value, list):
            return f"{key[:40]!a} is no fact, or not of the right type"
        for table in value:
            if not _is_table(table):
                return "a table is an object of name, schema, rows and bytes"
    return ""


def _is_table(table: Any) -> bool:
    return (
        isinstance(table, dict)
        and bool(table.get("name"))
        and all(key in _TABLE and _fits(value, _TABLE[key]) for key, value in table.items())
    )


def _fits(value: Any, kind: type) -> bool:
    if kind is int:
        return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)
    return isinstance(value, str)


def _invalid(path: str, why: str) -> InputError:
    return InputError("FACTS_INVALID", f"{path} is not a file of facts: {why}.", _HINT)
