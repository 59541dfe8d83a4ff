"""Reads Atlas's revisions table, as any edition of Atlas writes it to SQLite.

A table that is not exactly Atlas's is refused: half-understood history would call pending what was applied.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from schemawarden.adapters.sqlite.catalogue import REVISIONS, Entry, same
from schemawarden.errors import StateError
from schemawarden.ports import Revision
from schemawarden_policy.canonical import NotCanonicalError, canonical, digest

_CLOUD_ROW = ".atlas_cloud_identifier"
"""Atlas keeps the target's identity for its cloud in a row that is not a migration."""

COLUMNS = {
    "version": str,
    "description": str,
    "type": int,
    "applied": int,
    "total": int,
    "executed_at": str,
    "execution_time": int,
    "error": str,
    "error_stmt": str,
    "hash": str,
    "partial_hashes": str,
    "operator_version": str,
}
_NULLABLE = ("error", "error_stmt", "partial_hashes")
_AS_TEXT = ("executed_at", "partial_hashes")
"""Some drivers store these as blobs."""

Row = tuple[Any, ...]


def table_of(found: Sequence[Entry]) -> Entry | None:
    """The revisions table itself."""
    named = [entry for entry in found if same(entry.name, REVISIONS)]
    if any(entry.type != "table" or entry.module for entry in named):
        raise _unreadable("it is not an ordinary table")
    return next(iter(named), None)


def rows_of(connection: sqlite3.Connection, table: Entry | None) -> list[Row]:
    """The revisions in the order of their versions, all columns in Atlas's order."""
    if table is None:
        return []
    names = {
        row[0] for row in connection.execute("SELECT name FROM pragma_table_xinfo(?, 'main')", [table.name])
    }
    if names != set(COLUMNS):
        raise _unreadable(f"its columns differ from Atlas's: {', '.join(sorted(names ^ set(COLUMNS)))}")
    picked = ", ".join(f"CAST({name} AS TEXT)" if name in _AS_TEXT else name for name in COLUMNS)
    query = f"SELECT {picked} FROM main.{REVISIONS} WHERE version <> ? ORDER BY version COLLATE BINARY"  # noqa: S608 - constants
    return [_checked(row) for row in connection.execute(query, [_CLOUD_ROW])]


def _checked(row: Row) -> Row:
    for value, (name, kind) in zip(row, COLUMNS.items(), strict=True):
        if type(value) is not kind and not (value is None and name in _NULLABLE):
            raise _unreadable(f"{name} of version {row[0]!a} is not of the kind that Atlas writes")
    return row


def revision(row: Row) -> Revision:
    values = dict(zip(COLUMNS, row, strict=True))
    hashes = _hashes(values.pop("partial_hashes"))
    error, statement = values.pop("error") or "", values.pop("error_stmt") or ""
    return Revision(**values, error=error, error_stmt=statement, partial_hashes=hashes)


def _hashes(text: str | None) -> tuple[str, ...]:
    try:
        hashes = json.loads(text or "[]") or []
    except ValueError:
        raise _unreadable("partial_hashes is not JSON") from None
    if not isinstance(hashes, list) or not all(isinstance(each, str) for each in hashes):
        raise _unreadable("partial_hashes is not a list of strings")
    return tuple(hashes)


def digest_of(rows: Sequence[Row]) -> str:
    """SHA-256 over all columns of all revisions; a missing table is the same as an empty one."""
    try:
        return digest("schemawarden-revisions-v1", canonical([[*row] for row in rows]))
    except NotCanonicalError:
        raise _unreadable("a value is not UTF-8, or too large") from None


def _unreadable(reason: str) -> StateError:
    return StateError(
        "HISTORY_UNREADABLE",
        f"Atlas's revisions table {REVISIONS} can't be read: {reason}.",
        "Look at it with `atlas migrate status`, and repair or remove what does not belong there.",
    )
