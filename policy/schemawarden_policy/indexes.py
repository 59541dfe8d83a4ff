"""Which columns an index holds: from its definition as a catalogue gives it, and by what is known of a table."""

from __future__ import annotations

from schemawarden_policy.change import CreateIndex
from schemawarden_policy.facts import Index, Schema, Table
from schemawarden_policy.names import Names
from schemawarden_policy.parse import parse
from schemawarden_policy.statement import Dialect, Place, RawStatement


def index_of(name: str, definition: str, dialect: Dialect) -> Index:
    """The index; without columns when its definition can't be read."""
    read = parse(RawStatement(Place("", 0, 1), definition, 0), dialect)
    made = next((change for change in read.changes if isinstance(change, CreateIndex)), None)
    return Index(name, made.columns, made.unique, bool(made.where)) if made else Index(name)


def may_be_indexed(table: Table | None, column: str) -> bool:
    """An index of the table holds the column, or may: the table is not known, or an index's columns are not."""
    if table is None or column in table.primary_key:
        return True
    return any(column in held for index in table.indexes for held in index.columns or (column,))


def table_of_index(before: Schema | None, key: tuple[str, str], names: Names) -> Table | None:
    """The table that the index of that name (`Names.key`) is on, by the schema before."""
    for table in before.tables if before else ():
        if any(names.key(index.name, table.schema) == key for index in table.indexes):
            return table
    return None
