"""What the live database knows of its tables, put on a schema that a replay of the files made."""

from __future__ import annotations

from dataclasses import replace

from schemawarden_policy.facts import Schema, Table
from schemawarden_policy.names import Names


def sized(schema: Schema, live: Schema, names: Names) -> Schema:
    """The schema with the rows, bytes and partitioning of the tables that are live as well."""
    known = {names.key(table.name, table.schema): table for table in live.tables}
    tables = (_like(table, known.get(names.key(table.name, table.schema))) for table in schema.tables)
    return replace(schema, tables=tuple(tables))


def _like(table: Table, live: Table | None) -> Table:
    if live is None:
        return table
    return replace(table, rows=live.rows, bytes=live.bytes, partitioned=live.partitioned)
