"""CREATE and ALTER of triggers, procedures, functions and events."""

from __future__ import annotations

from dataclasses import replace

from schemawarden_policy.change import (
    AlterObject,
    CallFunction,
    Change,
    ClusterStatement,
    CreateObject,
    Grant,
    OutsideServer,
    RoleChange,
)
from schemawarden_policy.parse.losses import losses
from schemawarden_policy.parse.mysql_bodies import Body, read_body
from schemawarden_policy.parse.mysql_built_sql import injected
from schemawarden_policy.parse.mysql_objects import ChangesOf, Head
from schemawarden_policy.parse.mysql_reader import MySqlReader
from schemawarden_policy.parse.mysql_types import read_type
from schemawarden_policy.parse.reader import UnknownSyntaxError, split_commas

_FORBIDDEN = (CallFunction, ClusterStatement, Grant, OutsideServer, RoleChange)
"""What is as bad in a body, which runs later, as in a statement."""


def _told(made: CreateObject, body: Body) -> tuple[Change, ...]:
    return (made, *(change for change in body.changes if isinstance(change, _FORBIDDEN)))


def read_trigger(reader: MySqlReader, head: Head, changes_of: ChangesOf) -> tuple[Change, ...]:
    """`TRIGGER [IF NOT EXISTS] name BEFORE | AFTER event ON table FOR EACH ROW [FOLLOWS | PRECEDES other] body`"""
    reader.expect("TRIGGER")
    if_not_exists = reader.if_not_exists()
    schema, trigger = reader.qualified()
    if not reader.take_any("BEFORE", "AFTER") or not reader.take_any("INSERT", "UPDATE", "DELETE"):
        raise UnknownSyntaxError("a trigger on no known event")
    reader.expect("ON")
    table_schema, table = reader.qualified()
    reader.expect("FOR", "EACH", "ROW")
    if reader.take_any("FOLLOWS", "PRECEDES"):
        reader.name()
    body = read_body(reader.rest(), changes_of)
    return _told(_made("trigger", trigger, schema or table_schema, head, if_not_exists, body, table), body)


def _made(
    kind: str, name: str, schema: str, head: Head, if_not_exists: bool, body: Body, table: str = ""
) -> CreateObject:
    return CreateObject(
        *(kind, name, table, schema),
        writes=tuple(body.writes),
        destroys=losses(body.changes),
        replaces=head.replaces,
        if_not_exists=if_not_exists,
        dynamic=body.dynamic,
        runs=body.runs,
    )


def read_routine(reader: MySqlReader, head: Head, changes_of: ChangesOf) -> tuple[Change, ...]:
    """`PROCEDURE | FUNCTION [IF NOT EXISTS] name (parameters) [RETURNS type] characteristics body`, or a function of a library."""
    reader.take("AGGREGATE")
    kind = reader.word().lower()
    if_not_exists = reader.if_not_exists()
    schema, name = reader.qualified()
    if kind == "function" and reader.take("RETURNS"):
        return _library_function(reader, name, schema, head)
    _parameters(reader)
    if kind == "function":
        reader.expect("RETURNS")
        read_type(reader)
    while _characteristic(reader):
        pass
    body = read_body(reader.rest(), changes_of)
    made = _made(kind, name, schema, head, if_not_exists, body)
    return _told(replace(made, injects=injected(reader.tokens)) if made.dynamic else made, body)


def _library_function(reader: MySqlReader, name: str, schema: str, head: Head) -> tuple[Change, ...]:
    """`CREATE FUNCTION name RETURNS type SONAME 'library'`"""
    reader.expect_any("STRING", "INTEGER", "INT", "REAL", "DECIMAL")
    reader.expect("SONAME")
    reader.string()
    made = CreateObject("function", name, schema=schema, replaces=head.replaces, dynamic=True)
    return (made, OutsideServer("CREATE FUNCTION SONAME"))


def _parameters(reader: MySqlReader) -> None:
    group = reader.group()
    for part in split_commas(group) if group else ():
        parameter = MySqlReader(part)
        if parameter.peek_word() in ("IN", "OUT", "INOUT"):
            parameter.next()
        parameter.name()
        read_type(parameter)
        parameter.end()


def _characteristic(reader: MySqlReader) -> bool:
    if reader.take("COMMENT"):
        reader.string()
        return True
    if reader.take("SQL", "SECURITY"):
        reader.expect_any("DEFINER", "INVOKER")
        return True
    return any(reader.take(*words) for words in _CHARACTERISTICS)


_CHARACTERISTICS = (
    *(("LANGUAGE", "SQL"), ("NOT", "DETERMINISTIC"), ("DETERMINISTIC",), ("CONTAINS", "SQL"), ("NO", "SQL")),
    *(("READS", "SQL", "DATA"), ("MODIFIES", "SQL", "DATA")),
)


def read_event(reader: MySqlReader, head: Head, changes_of: ChangesOf) -> tuple[Change, ...]:
    """`EVENT [IF NOT EXISTS] name ON SCHEDULE ... [options] DO body`"""
    reader.expect("EVENT")
    if_not_exists = reader.if_not_exists()
    schema, event = reader.qualified()
    reader.expect("ON", "SCHEDULE")
    _to_do(reader)
    reader.expect("DO")
    body = read_body(reader.rest(), changes_of)
    return _told(_made("event", event, schema, head, if_not_exists, body), body)


def _to_do(reader: MySqlReader) -> None:
    while not reader.done and reader.peek_word() != "DO":
        if reader.next().text == ";":
            raise UnknownSyntaxError("an event's schedule that does not end")


def read_alter_event(reader: MySqlReader, changes_of: ChangesOf) -> tuple[Change, ...]:
    reader.expect("EVENT")
    schema, event = reader.qualified()
    _to_do(reader)
    if reader.take("DO"):
        body = read_body(reader.rest(), changes_of)
        return _told(_made("event", event, schema, Head(replaces=True), False, body), body)
    return (AlterObject("event", event, "ALTER", schema=schema),)


def read_alter_routine(reader: MySqlReader) -> tuple[Change, ...]:
    kind = reader.word().lower()
    schema, name = reader.qualified()
    while _characteristic(reader):
        pass
    return (AlterObject(kind, name, "ALTER", schema=schema),)
