"""Indexes and constraints of a table: their columns and options, as CREATE TABLE, ALTER TABLE and CREATE INDEX share them."""

from __future__ import annotations

from dataclasses import dataclass

from schemawarden_policy.change import AlterTable, Change, CreateIndex, DropConstraint, DropIndex
from schemawarden_policy.lexing import Token, fold
from schemawarden_policy.parse.mysql_columns import read_check, references
from schemawarden_policy.parse.mysql_reader import MySqlReader, spelled
from schemawarden_policy.parse.reader import UnknownSyntaxError, split_commas

_KINDS = ("FULLTEXT", "SPATIAL", "VECTOR")
_STARTS = (
    "CONSTRAINT",
    "PRIMARY",
    "UNIQUE",
    "INDEX",
    "KEY",
    "FULLTEXT",
    "SPATIAL",
    "VECTOR",
    "FOREIGN",
    "CHECK",
)


@dataclass(frozen=True, slots=True)
class Key:
    """An index or constraint that was read."""

    kind: str
    """check, foreign_key, unique, primary_key, index, fulltext, spatial, vector."""
    name: str = ""
    columns: tuple[str, ...] = ()
    expression: str = ""
    references: str = ""
    if_not_exists: bool = False
    enforced: bool = True


def starts_key(reader: MySqlReader) -> bool:
    """An index or constraint comes next, and no column: these words are reserved, but for VECTOR."""
    if reader.peek_word() == "VECTOR":
        return reader.peek_word(1) in ("INDEX", "KEY")
    return reader.peek_word() in _STARTS


def read_key(reader: MySqlReader) -> Key:
    """`[CONSTRAINT [name]] PRIMARY KEY | UNIQUE | INDEX | FULLTEXT | SPATIAL | FOREIGN KEY | CHECK ...`"""
    symbol, guarded = "", False
    if reader.take("CONSTRAINT"):
        guarded = reader.if_not_exists()
        symbol = "" if reader.peek_word() in _STARTS else reader.name()
    if reader.peek_word() == "CHECK":
        text, enforced = read_check(reader)
        return Key("check", symbol, expression=text, if_not_exists=guarded, enforced=enforced)
    if reader.take("FOREIGN", "KEY"):
        return _foreign_key(reader, symbol, guarded)
    if reader.take("PRIMARY", "KEY"):
        kind, named = "primary_key", False
    else:
        kind, named = _index_kind(reader, bool(symbol)), True
    guarded = reader.if_not_exists() or guarded
    name = reader.name() if named and reader.peek_text() != "(" and reader.peek_word() != "USING" else ""
    if kind == "primary_key" and reader.peek_text() != "(" and reader.peek_word() != "USING":
        reader.name()  # a name that the server ignores
    columns = read_parts(reader)
    read_options(reader)
    return Key(kind, name or symbol, columns, if_not_exists=guarded)


def _index_kind(reader: MySqlReader, constraint: bool) -> str:
    if reader.take("UNIQUE"):
        reader.take("INDEX") or reader.take("KEY")
        return "unique"
    if constraint:
        raise UnknownSyntaxError(f"{reader.peek_text()[:40]!r} is no constraint")
    if kind := reader.take_any(*_KINDS):
        reader.take("INDEX") or reader.take("KEY")
        return kind.lower()
    if reader.take("INDEX") or reader.take("KEY"):
        return "index"
    raise UnknownSyntaxError(f"{reader.peek_text()[:40]!r} is no index or constraint")


def _foreign_key(reader: MySqlReader, symbol: str, guarded: bool) -> Key:
    guarded = reader.if_not_exists() or guarded
    name = reader.name() if reader.peek_text() != "(" else ""
    columns = tuple(_part(part) for part in split_commas(reader.group()))
    return Key("foreign_key", symbol or name, columns, references=references(reader), if_not_exists=guarded)


def read_parts(reader: MySqlReader) -> tuple[str, ...]:
    """`[USING type] (column [(length)] [ASC | DESC] | (expression) ..., ...)`"""
    _using(reader)
    return tuple(_part(part) for part in split_commas(reader.group()))


def _part(part: tuple[Token, ...]) -> str:
    reader = MySqlReader(part)
    if reader.peek_text() == "(":
        name = spelled(reader.group())
    else:
        name = reader.name()
        if reader.peek_text() == "(":
            reader.group()
    reader.take_any("ASC", "DESC")
    reader.take("WITHOUT", "OVERLAPS")
    reader.end()
    return name


def _using(reader: MySqlReader) -> bool:
    if not (reader.take("USING") or reader.take("TYPE")):
        return False
    reader.expect_any("BTREE", "HASH", "RTREE")
    return True


def read_options(reader: MySqlReader) -> None:
    """What may follow the columns of an index."""
    while _option(reader):
        pass


def _option(reader: MySqlReader) -> bool:
    if reader.peek_word() in _VALUED:
        reader.next()
        reader.option_value()
        return True
    if reader.take("WITH", "PARSER"):
        reader.name()
        return True
    if reader.take("NOT", "IGNORED") or reader.take_any("VISIBLE", "INVISIBLE", "IGNORED"):
        return True
    return _using(reader)


_VALUED = "KEY_BLOCK_SIZE COMMENT ENGINE_ATTRIBUTE SECONDARY_ENGINE_ATTRIBUTE CLUSTERING M DISTANCE".split()


def read_create_index(reader: MySqlReader, replaces: bool) -> tuple[Change, ...]:
    """From `[UNIQUE | FULLTEXT | SPATIAL] INDEX` on."""
    word = reader.take_any("UNIQUE", *_KINDS)
    reader.expect("INDEX")
    if_not_exists = reader.if_not_exists()
    index = reader.name()
    _using(reader)
    reader.expect("ON")
    schema, table = reader.qualified()
    columns = read_parts(reader)
    reader.wait()
    read_options(reader)
    created = CreateIndex(
        *(index, table, columns),
        unique=word == "UNIQUE",
        if_not_exists=if_not_exists,
        schema=schema,
        kind=word if word in _KINDS else "",
        replaces=replaces,
    )
    return (created, *read_conduct(reader, schema, table))


def read_drop_index(reader: MySqlReader) -> tuple[Change, ...]:
    """`INDEX [IF EXISTS] name ON table ...`"""
    reader.expect("INDEX")
    if_exists = reader.if_exists()
    index = reader.name()
    reader.expect("ON")
    schema, table = reader.qualified()
    reader.wait()
    dropped = dropped_index(index, schema, table, if_exists)
    return (dropped, *read_conduct(reader, schema, table))


def dropped_index(index: str, schema: str, table: str, if_exists: bool) -> Change:
    """The index of the name PRIMARY is the primary key."""
    if fold(index) == "primary":
        return DropConstraint(table, "", if_exists, schema=schema, kind="primary_key")
    return DropIndex(index, schema, if_exists=if_exists, table=table)


def read_conduct(reader: MySqlReader, schema: str, table: str) -> tuple[Change, ...]:
    """`ALGORITHM [=] x`, `LOCK [=] x`: how the server is to go about it."""
    found: list[Change] = []
    while form := reader.take_any("ALGORITHM", "LOCK"):
        found.append(AlterTable(table, form, conduct_value(reader, form), schema))
    return tuple(found)


def conduct_value(reader: MySqlReader, form: str) -> str:
    told = reader.option_value().upper()
    if told not in _CONDUCT[form]:
        raise UnknownSyntaxError(f"{form} {told[:40]!r} is not known")
    return told


_CONDUCT = {
    "ALGORITHM": ("DEFAULT", "INSTANT", "NOCOPY", "INPLACE", "COPY"),
    "LOCK": ("DEFAULT", "NONE", "SHARED", "EXCLUSIVE"),
}
