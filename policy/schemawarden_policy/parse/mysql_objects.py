"""CREATE and ALTER of views, databases and sequences; DROP of what is no table, index or part of the server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from schemawarden_policy.change import (
    AlterObject,
    Change,
    CreateObject,
    DropObject,
)
from schemawarden_policy.lexing import Token
from schemawarden_policy.parse.mysql_query import read_query, read_tables
from schemawarden_policy.parse.mysql_reader import MySqlReader
from schemawarden_policy.parse.reader import UnknownSyntaxError

ChangesOf = Callable[[Sequence[Token]], tuple[Change, ...]]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands between CREATE and the kind of object."""

    replaces: bool = False
    temporary: bool = False


def read_view(reader: MySqlReader, head: Head) -> tuple[Change, ...]:
    """From VIEW on: `VIEW [IF NOT EXISTS] name [(columns)] AS query [WITH CHECK OPTION]`"""
    reader.expect("VIEW")
    if_not_exists = reader.if_not_exists()
    schema, view = reader.qualified()
    tokens = _query_of_view(reader)
    read_query(tokens)
    made = CreateObject(
        *("view", view),
        schema=schema,
        replaces=head.replaces,
        if_not_exists=if_not_exists,
        reads=read_tables(tokens),
    )
    return (made,)


def read_alter_view(reader: MySqlReader) -> tuple[Change, ...]:
    reader.expect("VIEW")
    schema, view = reader.qualified()
    read_query(_query_of_view(reader))
    return (AlterObject("view", view, "AS", schema=schema),)


def _query_of_view(reader: MySqlReader) -> tuple[Token, ...]:
    if reader.peek_text() == "(":
        reader.group()
    reader.expect("AS")
    tokens = reader.rest()
    if tuple(token.word for token in tokens[-2:]) == ("CHECK", "OPTION"):
        tokens = tokens[:-2]
        tokens = tokens[:-1] if tokens[-1].word in ("CASCADED", "LOCAL") else tokens
        if tokens[-1].word != "WITH":
            raise UnknownSyntaxError("CHECK OPTION without WITH")
        tokens = tokens[:-1]
    return tokens


def read_database(reader: MySqlReader, head: Head) -> tuple[Change, ...]:
    """`DATABASE | SCHEMA [IF NOT EXISTS] name [options]`"""
    reader.next()
    if_not_exists = reader.if_not_exists()
    name = reader.name()
    while _database_option(reader):
        pass
    return (CreateObject("database", name, replaces=head.replaces, if_not_exists=if_not_exists),)


def read_alter_database(reader: MySqlReader) -> tuple[Change, ...]:
    reader.next()
    name = "" if reader.peek_word() in _DATABASE_WORDS else reader.name()
    found: list[Change] = []
    while option := _database_option(reader):
        found.append(AlterObject("database", name, option[0], option[1]))
    if not found:
        raise UnknownSyntaxError("ALTER DATABASE of nothing")
    return tuple(found)


_DATABASE_WORDS = ("DEFAULT", "CHARACTER", "CHARSET", "COLLATE", "ENCRYPTION", "COMMENT", "READ", "UPGRADE")


def _database_option(reader: MySqlReader) -> tuple[str, str] | None:
    reader.take("DEFAULT")
    for words in (
        ("CHARACTER", "SET"),
        ("CHARSET",),
        ("COLLATE",),
        ("ENCRYPTION",),
        ("COMMENT",),
        ("READ", "ONLY"),
    ):
        if reader.take(*words):
            form = "CHARACTER SET" if words == ("CHARSET",) else " ".join(words)
            return form, reader.option_value().upper()
    return None


def read_sequence(reader: MySqlReader, head: Head) -> tuple[Change, ...]:
    """`SEQUENCE [IF NOT EXISTS] name [options]` (MariaDB)"""
    reader.expect("SEQUENCE")
    if_not_exists = reader.if_not_exists()
    schema, name = reader.qualified()
    _sequence_options(reader)
    made = CreateObject(
        *("sequence", name),
        schema=schema,
        temporary=head.temporary,
        replaces=head.replaces,
        if_not_exists=if_not_exists,
    )
    return (made,)


def read_alter_sequence(reader: MySqlReader) -> tuple[Change, ...]:
    reader.expect("SEQUENCE")
    reader.if_exists()
    schema, name = reader.qualified()
    restarts = _sequence_options(reader)
    return (AlterObject("sequence", name, "RESTART" if restarts else "ALTER", schema=schema),)


def _sequence_options(reader: MySqlReader) -> bool:
    """Whether it starts anew."""
    restarts = False
    while not reader.done:
        word = reader.word()
        if word == "RESTART":
            restarts = True
        if word in ("START", "RESTART"):
            reader.take("WITH") or reader.take("=")
        elif word == "INCREMENT":
            reader.take("BY") or reader.take("=")
        elif word in ("MINVALUE", "MAXVALUE", "CACHE"):
            reader.take("=")
        elif word in ("NOMINVALUE", "NOMAXVALUE", "NOCACHE", "NOCYCLE", "CYCLE") or (
            word == "NO" and reader.take_any("MINVALUE", "MAXVALUE", "CACHE", "CYCLE")
        ):
            continue
        elif word == "ENGINE":
            reader.option_value()
            continue
        else:
            raise UnknownSyntaxError(f"{word[:40]!r} is no option of a sequence")
        if not (word == "RESTART" and reader.done):
            reader.take("-")
            reader.number()
    return restarts


def read_drop(reader: MySqlReader) -> tuple[Change, ...]:
    """`kind [IF EXISTS] name, ...` of views, sequences, databases, triggers, routines and events."""
    kind = reader.word()
    if_exists = reader.if_exists()
    names = [reader.qualified()]
    while kind in ("VIEW", "SEQUENCE") and reader.take(","):
        names.append(reader.qualified())
    if kind == "VIEW":
        reader.take_any("RESTRICT", "CASCADE")  # both words do nothing
    word = "database" if kind == "SCHEMA" else kind.lower()
    return tuple(DropObject(word, name, schema, if_exists=if_exists) for schema, name in names)
