"""Reads Atlas's revisions table, as any edition of Atlas writes it to PostgreSQL.

- Where it is follows from the scope, as in Atlas: with one schema it lies there, else in the schema `atlas_schema_revisions`.
  A table in the other place may be the real history; it is refused, not guessed.
- A table that is not exactly Atlas's is refused too: half-understood history would call pending what was applied.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg

from schemawarden.adapters.postgres.connection import Connection
from schemawarden.errors import StateError
from schemawarden.ports import Revision
from schemawarden_policy.canonical import NotCanonicalError, canonical, digest

REVISIONS = "atlas_schema_revisions"
"""The table's name, and that of the schema that Atlas makes for it."""
NO_TABLE = 2**32 - 1
"""An oid that no table has. Zero would not do: catalogues have it where they mean nothing."""
_CLOUD_ROW = ".atlas_cloud_identifier"
"""Atlas keeps the target's identity for its cloud in a row that is not a migration."""

COLUMNS = {
    "version": "text",
    "description": "text",
    "type": "bigint",
    "applied": "bigint",
    "total": "bigint",
    "executed_at": "timestamp with time zone",
    "execution_time": "bigint",
    "error": "text",
    "error_stmt": "text",
    "hash": "text",
    "partial_hashes": "jsonb",
    "operator_version": "text",
}
"""What a value is taken as; Atlas itself says `character varying` for most."""
_NULLABLE = ("error", "error_stmt", "partial_hashes")
_AS_TEXT = ("executed_at", "partial_hashes")
_FOUND = """
    SELECT c.oid::text AS oid, n.nspname AS schema, c.relkind::text AS kind,
        ARRAY(SELECT a.attname::text FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relname = 'atlas_schema_revisions' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND n.nspname = ANY($1::text[])"""

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class RevisionsTable:
    oid: int
    schema: str
    rows: tuple[Row, ...]
    """All columns in Atlas's order, times and JSON as text, by version."""

    @property
    def name(self) -> str:
        return f'"{self.schema.replace(chr(34), chr(34) * 2)}".{REVISIONS}'


def place(schemas: Sequence[str]) -> str:
    """The schema in which Atlas keeps the history of that scope."""
    return schemas[0] if len(schemas) == 1 else REVISIONS


async def read_table(
    connection: Connection, schemas: Sequence[str], in_scope: Sequence[str]
) -> RevisionsTable | None:
    """`schemas` is the operator's key, `in_scope` the names of the schemas that it comes to here."""
    expected = place(schemas)
    found = await connection.fetch(_FOUND, sorted({expected, REVISIONS, *in_scope}))
    if any(row["schema"] != expected for row in found):
        raise _ambiguous(expected)
    if not found:
        return None
    row = found[0]
    if row["kind"] != "r":
        raise _unreadable("it is not an ordinary table")
    if set(row["columns"]) != set(COLUMNS):
        differing = set(row["columns"]) ^ set(COLUMNS)
        raise _unreadable(f"its columns differ from Atlas's: {', '.join(sorted(differing))}")
    return await _with_rows(connection, RevisionsTable(int(row["oid"]), row["schema"], ()))


async def _with_rows(connection: Connection, table: RevisionsTable) -> RevisionsTable:
    picked = ", ".join(
        f"{name}::text" if name in _AS_TEXT else f"{name}::{kind}" for name, kind in COLUMNS.items()
    )
    try:
        rows = await connection.fetch(
            f'SELECT {picked} FROM ONLY {table.name} WHERE version <> $1 ORDER BY version COLLATE "C"',  # noqa: S608 - quoted
            _CLOUD_ROW,
        )
    except asyncpg.InsufficientPrivilegeError:
        raise _unreadable("the role in the target's URL may not read it, or not all of its rows") from None
    except asyncpg.DataError:
        raise _unreadable("its values are not of the kinds that Atlas writes") from None
    return RevisionsTable(table.oid, table.schema, tuple(_checked(tuple(row)) for row in rows))


def _checked(row: Row) -> Row:
    for value, name in zip(row, COLUMNS, strict=True):
        if value is None and name not in _NULLABLE:
            raise _unreadable(f"{name} of version {row[0]!a} is empty")
    return row


def revision(row: Row) -> Revision:
    values = dict(zip(COLUMNS, row, strict=True))
    hashes = _hashes(values.pop("partial_hashes"))
    error, statement = values.pop("error") or "", values.pop("error_stmt") or ""
    return Revision(**values, error=error, error_stmt=statement, partial_hashes=hashes)


def _hashes(text: str | None) -> tuple[str, ...]:
    hashes = json.loads(text or "null")
    if hashes is None:
        return ()
    if not isinstance(hashes, list) or not all(isinstance(each, str) for each in hashes):
        raise _unreadable("partial_hashes is not a list of strings")
    return tuple(hashes)


def digest_of(rows: Sequence[Row]) -> str:
    """SHA-256 over all columns of all revisions; a missing table is the same as an empty one."""
    try:
        return digest("schemawarden-revisions-v1", canonical([[*row] for row in rows]))
    except NotCanonicalError:
        raise _unreadable("a value is too large") from None


def _unreadable(reason: str) -> StateError:
    return StateError(
        "HISTORY_UNREADABLE",
        f"Atlas's revisions table {REVISIONS} can't be read: {reason}.",
        "Look at it with `atlas migrate status`, and repair or remove what does not belong there.",
    )


def _ambiguous(expected: str) -> StateError:
    return StateError(
        "REVISIONS_AMBIGUOUS",
        f"Atlas's revisions table is in another schema than {expected}, where the target's `schemas` put it.",
        "Set targets.NAME.schemas to the scope with which the history was written: the one schema in which the table is,"
        " or none when it is in the schema atlas_schema_revisions. If it is left over, remove it.",
    )
