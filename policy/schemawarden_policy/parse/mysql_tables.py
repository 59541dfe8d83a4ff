"""CREATE TABLE, RENAME TABLE, DROP TABLE, TRUNCATE."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from schemawarden_policy.change import (
    AlterTable,
    Change,
    ColumnDef,
    CreateTable,
    DropTable,
    OutsideServer,
    RenameTable,
    TableConstraint,
    Truncate,
)
from schemawarden_policy.lexing import fold
from schemawarden_policy.parse.mysql_columns import read_column
from schemawarden_policy.parse.mysql_indexes import Key, read_key, starts_key
from schemawarden_policy.parse.mysql_options import read_option, read_partitioning
from schemawarden_policy.parse.mysql_query import read_query
from schemawarden_policy.parse.mysql_reader import MySqlReader
from schemawarden_policy.parse.reader import UnknownSyntaxError, split_commas


@dataclass(slots=True)
class _Body:
    """What stands in the parentheses."""

    columns: list[ColumnDef] = field(default_factory=list)
    constraints: list[TableConstraint] = field(default_factory=list)

    @property
    def references(self) -> tuple[str, ...]:
        inline = (column.references for column in self.columns if column.references)
        return tuple(dict.fromkeys([*inline, *(c.references for c in self.constraints if c.references)]))


def read_create_table(reader: MySqlReader, temporary: bool, replaces: bool) -> tuple[Change, ...]:
    """From TABLE on."""
    reader.expect("TABLE")
    if_not_exists = reader.if_not_exists()
    schema, table = reader.qualified()
    like = _like(reader)
    body = _definitions(reader) if not like else _Body()
    outside = () if like else tuple(_options(reader, schema, table))
    partitioned = (reader.peek_word(), reader.peek_word(1)) == ("PARTITION", "BY")
    if partitioned:
        read_partitioning(reader)
    as_select = not like and not reader.done
    if not (like or as_select or body.columns):
        raise UnknownSyntaxError("a table without columns")
    created = CreateTable(
        *(table, tuple(body.columns), tuple(body.constraints), if_not_exists, temporary),
        as_select=as_select,
        schema=schema,
        references=body.references,
        replaces=replaces,
        like=like,
        partitioned=partitioned,
    )
    return (created, *outside, *(_selected(reader) if as_select else ()))


def _like(reader: MySqlReader) -> str:
    """`LIKE table`, `(LIKE table)`."""
    if reader.take("LIKE"):
        return reader.full_name()
    if reader.take("(", "LIKE"):
        table = reader.full_name()
        reader.expect(")")
        return table
    return ""


def _definitions(reader: MySqlReader) -> _Body:
    body = _Body()
    if reader.peek_text() != "(" or reader.peek_word(1) in ("SELECT", "WITH"):
        return body
    for part in split_commas(reader.group()):
        _definition(MySqlReader(part), body)
    return body


def _definition(reader: MySqlReader, body: _Body) -> None:
    if reader.take("PERIOD", "FOR"):
        reader.name()
        reader.group()
    elif starts_key(reader):
        body.constraints.append(as_constraint(read_key(reader)))
    else:
        column = read_column(reader)
        body.columns.append(column.column)
        body.constraints.extend(column.constraints)
    reader.end()


def as_constraint(key: Key) -> TableConstraint:
    kind = "index" if key.kind == "vector" else key.kind
    return TableConstraint(key.name, kind, key.columns, key.expression, key.references)


def _options(reader: MySqlReader, schema: str, table: str) -> Iterator[Change]:
    """`ENGINE = x, COMMENT 'y' ...`: what of it reaches out, or makes the rows of other tables its own."""
    while option := read_option(reader):
        if option.outside:
            yield OutsideServer(option.outside)
        if option.form == "UNION":
            yield AlterTable(table, option.form, option.value, schema)
        reader.take(",")


def _selected(reader: MySqlReader) -> tuple[Change, ...]:
    """`[IGNORE | REPLACE] [AS] query`"""
    reader.take_any("IGNORE", "REPLACE")
    reader.take("AS")
    return read_query(reader.rest())


def read_rename(reader: MySqlReader) -> tuple[Change, ...]:
    """`RENAME TABLE [IF EXISTS] a TO b, c TO d`"""
    reader.expect("RENAME")
    reader.expect_any("TABLE", "TABLES")
    reader.if_exists()
    found: list[Change] = []
    while True:
        schema, table = reader.qualified()
        reader.wait()
        reader.expect("TO")
        found.extend(renamed(schema, table, *reader.qualified()))
        if not reader.take(","):
            return tuple(found)


def renamed(schema: str, table: str, new_schema: str, new_name: str) -> Iterator[Change]:
    """A new name, in another database when the statement says so."""
    if new_schema and fold(new_schema) != fold(schema):
        yield AlterTable(table, "SET SCHEMA", new_schema, schema)
    if not new_schema or fold(new_name) != fold(table) or fold(new_schema) == fold(schema):
        yield RenameTable(table, new_name, schema)


def read_drop_table(reader: MySqlReader, temporary: bool) -> tuple[Change, ...]:
    """`TABLE [IF EXISTS] a, b [WAIT n | NOWAIT] [CASCADE | RESTRICT]`"""
    reader.expect_any("TABLE", "TABLES")
    if_exists = reader.if_exists()
    names = [reader.qualified()]
    while reader.take(","):
        names.append(reader.qualified())
    reader.wait()
    reader.take_any("CASCADE", "RESTRICT")  # both words do nothing
    return tuple(DropTable(table, if_exists, schema=schema, temporary=temporary) for schema, table in names)


def read_truncate(reader: MySqlReader) -> tuple[Change, ...]:
    """`TRUNCATE [TABLE] name [WAIT n | NOWAIT]`"""
    reader.expect("TRUNCATE")
    reader.take("TABLE")
    tables = (reader.full_name(),)
    reader.wait()
    return (Truncate(tables),)
