"""Atlas's revisions table, alike in every dialect: its columns, one revision of a row, the digest of all rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from schemawarden.errors import StateError
from schemawarden.ports import Revision
from schemawarden_policy.canonical import NotCanonicalError, canonical, digest

REVISIONS = "atlas_schema_revisions"
CLOUD_ROW = ".atlas_cloud_identifier"
"""Atlas keeps the target's identity for its cloud in a row that is not a migration."""

COLUMNS: dict[str, type] = {
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
"""In Atlas's order, with what a value is here."""
AS_TEXT = ("executed_at", "partial_hashes")
"""What databases and drivers keep in kinds of their own; it is read as text."""
_NULLABLE = ("error", "error_stmt", "partial_hashes")

Row = tuple[Any, ...]
"""All columns in Atlas's order."""


def checked(row: Row) -> Row:
    for value, (name, kind) in zip(row, COLUMNS.items(), strict=True):
        if type(value) is not kind and not (value is None and name in _NULLABLE):
            raise unreadable(f"{name} of version {row[0]!a} is not of the kind that Atlas writes")
    return row


def revision(row: Row) -> Revision:
    values = dict(zip(COLUMNS, row, strict=True))
    hashes = _hashes(values.pop("partial_hashes"))
    error, statement = values.pop("error") or "", values.pop("error_stmt") or ""
    return Revision(**values, error=error, error_stmt=statement, partial_hashes=hashes)


def _hashes(text: str | None) -> tuple[str, ...]:
    try:
        hashes = json.loads(text or "null")
    except ValueError:
        raise unreadable("partial_hashes is not JSON") from None
    if hashes is None:
        return ()
    if not isinstance(hashes, list) or not all(isinstance(each, str) for each in hashes):
        raise unreadable("partial_hashes is not a list of strings")
    return tuple(hashes)


def digest_of(rows: Sequence[Row]) -> str:
    """SHA-256 over all columns of all revisions; a missing table is the same as an empty one."""
    try:
        return digest("schemawarden-revisions-v1", canonical([[*row] for row in rows]))
    except NotCanonicalError:
        raise unreadable("a value is not UTF-8, or too large") from None


def unreadable(reason: str) -> StateError:
    return StateError(
        "HISTORY_UNREADABLE",
        f"Atlas's revisions table {REVISIONS} can't be read: {reason}.",
        "Look at it with `atlas migrate status`, and repair or remove what does not belong there.",
    )
