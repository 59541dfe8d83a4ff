"""ADD, DROP, MODIFY and CHANGE of ALTER TABLE: columns, indexes, constraints."""

from __future__ import annotations

from schemawarden_policy.change import (
    AddColumn,
    AddConstraint,
    AlterTable,
    Change,
    CreateIndex,
    DropColumn,
    DropConstraint,
    ModifyColumn,
    RenameColumn,
)
from schemawarden_policy.lexing import fold
from schemawarden_policy.parse.mysql_columns import read_column
from schemawarden_policy.parse.mysql_indexes import Key, dropped_index, read_key, starts_key
from schemawarden_policy.parse.mysql_reader import MySqlReader
from schemawarden_policy.parse.reader import split_commas

Table = tuple[str, str]
"""(schema, name) of the table that is altered."""

Form = tuple[Change, ...] | None
"""What a form does; None when another form is meant."""


def read_add(reader: MySqlReader, table: Table) -> Form:
    if reader.peek_word(1) == "PARTITION":
        return None
    if (reader.peek_word(1), reader.peek_word(2)) in (("SYSTEM", "VERSIONING"), ("PERIOD", "FOR")):
        return _add_special(reader, table)
    reader.expect("ADD")
    if starts_key(reader):
        return (_added_key(read_key(reader), table),)
    reader.take("COLUMN")
    if_not_exists = reader.if_not_exists()
    if reader.peek_text() == "(":
        parts = split_commas(reader.group())
        return tuple(c for part in parts for c in _add_listed(MySqlReader(part), table, if_not_exists))
    return _added_column(reader, table, if_not_exists)


def _add_special(reader: MySqlReader, table: Table) -> Form:
    schema, name = table
    if reader.take("ADD", "SYSTEM", "VERSIONING"):
        return (AlterTable(name, "ADD SYSTEM VERSIONING", "", schema),)
    if reader.take("ADD", "PERIOD", "FOR"):
        reader.if_not_exists()
        period = reader.name()
        reader.group()
        return (AlterTable(name, "ADD PERIOD", period, schema),)
    return None


def _add_listed(reader: MySqlReader, table: Table, if_not_exists: bool) -> tuple[Change, ...]:
    """One of `ADD (a int, b int, KEY (a))`."""
    if starts_key(reader):
        found: tuple[Change, ...] = (_added_key(read_key(reader), table),)
    else:
        found = _added_column(reader, table, if_not_exists)
    reader.end()
    return found


def _added_column(reader: MySqlReader, table: Table, if_not_exists: bool) -> tuple[Change, ...]:
    schema, name = table
    read = read_column(reader)
    added = AddColumn(name, read.column, schema, if_not_exists, _position(reader))
    checks = (
        AddConstraint(name, check.name, "check", check.columns, check.expression, schema=schema)
        for check in read.constraints
    )
    return (added, *checks)


def _position(reader: MySqlReader) -> str:
    if reader.take("FIRST"):
        return "FIRST"
    return f"AFTER {reader.name()}" if reader.take("AFTER") else ""


def _added_key(key: Key, table: Table) -> Change:
    schema, name = table
    if key.kind in ("check", "foreign_key", "primary_key"):
        return AddConstraint(
            *(name, "" if key.kind == "primary_key" else key.name, key.kind, key.columns),
            expression=key.expression,
            references=key.references,
            not_valid=not key.enforced,
            schema=schema,
        )
    return CreateIndex(
        *(key.name, name, key.columns),
        unique=key.kind == "unique",
        if_not_exists=key.if_not_exists,
        schema=schema,
        kind=key.kind.upper() if key.kind not in ("unique", "index") else "",
    )


def read_drop(reader: MySqlReader, table: Table) -> Form:
    schema, name = table
    if reader.peek_word(1) == "PARTITION":
        return None
    reader.expect("DROP")
    if reader.take("SYSTEM", "VERSIONING"):
        return (AlterTable(name, "DROP SYSTEM VERSIONING", "", schema),)
    if reader.take("PERIOD", "FOR"):
        reader.if_exists()
        return (AlterTable(name, "DROP PERIOD", reader.name(), schema),)
    if reader.take("PRIMARY", "KEY"):
        return (DropConstraint(name, "", schema=schema, kind="primary_key"),)
    if reader.take("INDEX") or reader.take("KEY"):
        if_exists = reader.if_exists()
        return (dropped_index(reader.name(), schema, name, if_exists),)
    if kind := _dropped_constraint(reader):
        if_exists = reader.if_exists()
        constraint = reader.name()
        if kind == " " and fold(constraint) == "primary":
            constraint, kind = "", "primary_key"
        return (DropConstraint(name, constraint, if_exists, schema=schema, kind=kind.strip()),)
    reader.take("COLUMN")
    if_exists = reader.if_exists()
    column = reader.name()
    reader.take_any("CASCADE", "RESTRICT")
    return (DropColumn(name, column, schema, if_exists),)


def _dropped_constraint(reader: MySqlReader) -> str:
    """The kind of constraint; a space when the statement doesn't say; empty when it is none."""
    if reader.take("FOREIGN", "KEY"):
        return "foreign_key"
    if reader.take("CHECK"):
        return "check"
    return " " if reader.take("CONSTRAINT") else ""


def read_modify(reader: MySqlReader, table: Table) -> Form:
    reader.expect("MODIFY")
    reader.take("COLUMN")
    if_exists = reader.if_exists()
    column = reader.peek()
    return _redefined(reader, table, column.name if column else "", if_exists)


def read_change(reader: MySqlReader, table: Table) -> Form:
    reader.expect("CHANGE")
    reader.take("COLUMN")
    if_exists = reader.if_exists()
    return _redefined(reader, table, reader.name(), if_exists)


def _redefined(reader: MySqlReader, table: Table, old: str, if_exists: bool) -> tuple[Change, ...]:
    schema, name = table
    read = read_column(reader)
    position = _position(reader)
    renamed_first = (RenameColumn(name, old, read.name, schema),) if fold(read.name) != fold(old) else ()
    checks = (
        AddConstraint(name, check.name, "check", check.columns, check.expression, schema=schema)
        for check in read.constraints
    )
    return (*renamed_first, ModifyColumn(name, old, read.column, position, schema, if_exists), *checks)
