"""Reads Atlas's revisions table, as any edition of Atlas writes it to SQLite.

A table that is not exactly Atlas's is refused: half-understood history would call pending what was applied.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from schemawarden.adapters.revisions import AS_TEXT, CLOUD_ROW, COLUMNS, REVISIONS, Row, checked, unreadable
from schemawarden.adapters.sqlite.catalogue import Entry, same


def table_of(found: Sequence[Entry]) -> Entry | None:
    """The revisions table itself."""
    named = [entry for entry in found if same(entry.name, REVISIONS)]
    if any(entry.type != "table" or entry.module for entry in named):
        raise unreadable("it is not an ordinary table")
    return next(iter(named), None)


def rows_of(connection: sqlite3.Connection, table: Entry | None) -> list[Row]:
    """The revisions in the order of their versions."""
    if table is None:
        return []
    names = {
        row[0] for row in connection.execute("SELECT name FROM pragma_table_xinfo(?, 'main')", [table.name])
    }
    if names != set(COLUMNS):
        raise unreadable(f"its columns differ from Atlas's: {', '.join(sorted(names ^ set(COLUMNS)))}")
    picked = ", ".join(f"CAST({name} AS TEXT)" if name in AS_TEXT else name for name in COLUMNS)
    query = f"SELECT {picked} FROM main.{REVISIONS} WHERE version <> ? ORDER BY version COLLATE BINARY"  # noqa: S608 - constants
    return [checked(row) for row in connection.execute(query, [CLOUD_ROW])]
