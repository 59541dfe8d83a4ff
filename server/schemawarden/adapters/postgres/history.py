"""Reads Atlas's revisions table, as any edition of Atlas writes it to PostgreSQL.

- Where it is follows from the scope, as in Atlas: with one schema it lies there, else in the schema `atlas_schema_revisions`.
  A table in the other place may be the real history; it is refused, not guessed.
- A table that is not exactly Atlas's is refused too: half-understood history would call pending what was applied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from schemawarden.adapters import revisions
from schemawarden.adapters.postgres.connection import Connection
from schemawarden.adapters.postgres.quoting import quoted
from schemawarden.adapters.revisions import AS_TEXT, CLOUD_ROW, REVISIONS, Row, checked, unreadable
from schemawarden.errors import StateError

NO_TABLE = 2**32 - 1
"""An oid that no table has. Zero would not do: catalogues have it where they mean nothing."""
_KINDS = {str: "text", int: "bigint"}
COLUMNS = {name: _KINDS[kind] for name, kind in revisions.COLUMNS.items()} | {
    "executed_at": "timestamp with time zone",
    "partial_hashes": "jsonb",
}
"""What a value is taken as; Atlas itself says `character varying` for most."""
_FOUND = """
    SELECT c.oid::text AS oid, n.nspname AS schema, c.relkind::text AS kind,
        ARRAY(SELECT a.attname::text FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relname = 'atlas_schema_revisions' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND n.nspname = ANY($1::text[])"""


@dataclass(frozen=True, slots=True)
class RevisionsTable:
    oid: int
    schema: str
    rows: tuple[Row, ...]
    """By version."""

    @property
    def name(self) -> str:
        return f"{quoted(self.schema)}.{REVISIONS}"


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
        raise unreadable("it is not an ordinary table")
    if set(row["columns"]) != set(COLUMNS):
        differing = set(row["columns"]) ^ set(COLUMNS)
        raise unreadable(f"its columns differ from Atlas's: {', '.join(sorted(differing))}")
    return await _with_rows(connection, RevisionsTable(int(row["oid"]), row["schema"], ()))


async def _with_rows(connection: Connection, table: RevisionsTable) -> RevisionsTable:
    picked = ", ".join(
        f"{name}::text" if name in AS_TEXT else f"{name}::{kind}" for name, kind in COLUMNS.items()
    )
    try:
        rows = await connection.fetch(
            f'SELECT {picked} FROM ONLY {table.name} WHERE version <> $1 ORDER BY version COLLATE "C"',  # noqa: S608 - quoted
            CLOUD_ROW,
        )
    except asyncpg.InsufficientPrivilegeError:
        raise unreadable("the role in the target's URL may not read it, or not all of its rows") from None
    except asyncpg.DataError:
        raise unreadable("its values are not of the kinds that Atlas writes") from None
    return RevisionsTable(table.oid, table.schema, tuple(checked(tuple(row)) for row in rows))


def _ambiguous(expected: str) -> StateError:
    return StateError(
        "REVISIONS_AMBIGUOUS",
        f"Atlas's revisions table is in another schema than {expected}, where the target's `schemas` put it.",
        "Set targets.NAME.schemas to the scope with which the history was written: the one schema in which the table is,"
        " or none when it is in the schema atlas_schema_revisions. If it is left over, remove it.",
    )
