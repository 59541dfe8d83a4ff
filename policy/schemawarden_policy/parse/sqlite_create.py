"""CREATE TABLE, INDEX, VIEW, TRIGGER, VIRTUAL TABLE."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from schemawarden_policy.change import (
    Change,
    ColumnDef,
    CreateIndex,
    CreateObject,
    CreateTable,
    TableConstraint,
)
from schemawarden_policy.lexing import Token, TokenKind, fold
from schemawarden_policy.parse import sqlite_rows
from schemawarden_policy.parse.losses import losses
from schemawarden_policy.parse.reader import (
    Reader,
    UnknownSyntaxError,
    spell,
    split_commas,
    split_semicolons,
)
from schemawarden_policy.parse.sqlite_columns import read_column, read_table_constraint

_TABLE_CONSTRAINTS = ("CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN")
_TRIGGER_BODY = ("SELECT", "VALUES", "INSERT", "REPLACE", "UPDATE", "DELETE", "WITH")


def read(reader: Reader) -> tuple[Change, ...]:
    """Any CREATE of SQLite."""
    reader.expect("CREATE")
    temporary = bool(reader.take_any("TEMP", "TEMPORARY"))
    if reader.take("TABLE"):
        return (_table(reader, temporary),)
    if reader.take("VIEW"):
        return (_view(reader, temporary),)
    if reader.take("TRIGGER"):
        return (_trigger(reader, temporary),)
    if not temporary and reader.take("VIRTUAL", "TABLE"):
        return (_virtual_table(reader),)
    unique = not temporary and reader.take("UNIQUE")
    if not temporary and reader.take("INDEX"):
        return (_index(reader, unique),)
    raise UnknownSyntaxError(f"CREATE {reader.peek_text()!r} is not known")


def _table(reader: Reader, temporary: bool) -> Change:
    if_not_exists = reader.take("IF", "NOT", "EXISTS")
    schema, table = reader.qualified()
    if reader.take("AS"):
        sqlite_rows.require_query(reader.rest())
        return CreateTable(table, (), (), if_not_exists, temporary, as_select=True, schema=schema)
    body = reader.group()
    columns, constraints = _definitions(body)
    if not reader.done:
        _table_options(reader)
    return CreateTable(
        table, columns, constraints, if_not_exists, temporary, schema=schema, forgiving=_forgiving(body)
    )


def _forgiving(tokens: tuple[Token, ...]) -> str:
    """REPLACE or IGNORE behind some ON CONFLICT. By token: the words mean nothing else in a definition."""
    words = [token.word for token in tokens]
    triples = set(zip(words, words[1:], words[2:], strict=False))
    return next((word for word in ("REPLACE", "IGNORE") if ("ON", "CONFLICT", word) in triples), "")


def _definitions(tokens: tuple[Token, ...]) -> tuple[tuple[ColumnDef, ...], tuple[TableConstraint, ...]]:
    columns: list[ColumnDef] = []
    constraints: list[TableConstraint] = []
    for part in _definition_parts(tokens):
        reader = Reader(part)
        if columns and reader.peek_word() in _TABLE_CONSTRAINTS:
            constraints.append(read_table_constraint(reader))
        else:
            column = read_column(reader)
            columns.append(column.column)
            constraints.extend(column.constraints)
    return tuple(columns), tuple(constraints)


def _definition_parts(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    for part in split_commas(tokens):
        if not part:
            raise UnknownSyntaxError("an empty definition between commas")
        yield part


def _table_options(reader: Reader) -> None:
    for part in split_commas(reader.rest()):
        option = Reader(part)
        if not (option.take("STRICT") or option.take("WITHOUT", "ROWID")):
            raise UnknownSyntaxError(f"{option.peek_text()!r} is no table option")
        option.end()


def _index(reader: Reader, unique: bool) -> Change:
    if_not_exists = reader.take("IF", "NOT", "EXISTS")
    schema, index = reader.qualified()
    reader.expect("ON")
    table = reader.name()
    columns = tuple(_indexed(part) for part in split_commas(reader.group()))
    where = ""
    if reader.take("WHERE"):
        predicate = reader.rest()
        sqlite_rows.require_predicate(predicate)
        where = spell(predicate)
    return CreateIndex(index, table, columns, unique, if_not_exists, schema, where=where)


def _indexed(part: tuple[Token, ...]) -> str:
    """The column's name, or the expression's text."""
    if not part:
        raise UnknownSyntaxError("an index on nothing")
    if part[0].kind in (TokenKind.WORD, TokenKind.QUOTED) and (len(part) == 1 or part[1].text != "("):
        return part[0].name
    return " ".join(token.text for token in part)


def _view(reader: Reader, temporary: bool) -> Change:
    reader.take("IF", "NOT", "EXISTS")
    schema, view = reader.qualified()
    if reader.peek_text() == "(":
        reader.group()
    reader.expect("AS")
    query = reader.rest()
    sqlite_rows.require_query(query)
    reads = sqlite_rows.read_tables(query)
    return CreateObject(
        "view", view, schema=schema, temporary=temporary or fold(schema) == "temp", reads=reads
    )


def _trigger(reader: Reader, temporary: bool) -> Change:
    """Header word by word; the body is code that runs later, so each statement in it must at least be of a known kind."""
    reader.take("IF", "NOT", "EXISTS")
    schema, trigger = reader.qualified()
    if not reader.take_any("BEFORE", "AFTER"):
        reader.take("INSTEAD", "OF")
    event = reader.take_any("DELETE", "INSERT", "UPDATE")
    if not event:
        raise UnknownSyntaxError("a trigger on no known event")
    if event == "UPDATE" and reader.take("OF"):
        reader.name()
        while reader.take(","):
            reader.name()
    reader.expect("ON")
    table = reader.name()
    reader.take("FOR", "EACH", "ROW")
    if reader.take("WHEN"):
        _skip_to_begin(reader)
    reader.expect("BEGIN")
    body = reader.rest()
    _trigger_body(body)
    temporary = temporary or fold(schema) == "temp"
    writes, destroys = tuple(_written(body)), losses(_done(body))
    return CreateObject("trigger", trigger, table, schema, temporary, writes, destroys)


def _skip_to_begin(reader: Reader) -> None:
    while reader.peek_word() != "BEGIN":
        reader.next()


def _trigger_body(tokens: tuple[Token, ...]) -> None:
    if len(tokens) < 2 or tokens[-1].word != "END" or tokens[-2].text != ";":
        raise UnknownSyntaxError("the trigger's body does not end with ; END")
    starts = [tokens[0]] + [following for token, following in pairwise(tokens) if token.text == ";"]
    for start in starts[:-1]:
        if start.word not in _TRIGGER_BODY:
            raise UnknownSyntaxError(f"{start.text!r} begins no statement of a trigger")


def _done(body: tuple[Token, ...]) -> Iterator[Change]:
    """What each statement of a trigger's body does."""
    for statement in split_semicolons(body[:-1]):
        if statement and statement[0].word not in ("SELECT", "VALUES"):
            yield from sqlite_rows.read(Reader(statement))


def _written(tokens: tuple[Token, ...]) -> Iterator[str]:
    """The tables that the body's statements change, by the words at the beginning of each."""
    for at, token in enumerate(tokens):
        if at and tokens[at - 1].text != ";":
            continue
        reader = Reader(tokens[at:])
        if reader.take("INSERT") or reader.take("UPDATE"):
            if reader.take("OR"):
                reader.next()
            reader.take("INTO")
        elif reader.take("REPLACE"):
            reader.take("INTO")
        elif not reader.take("DELETE", "FROM"):
            if token.word == "WITH":
                raise UnknownSyntaxError("a trigger's statement that begins with WITH")
            continue
        yield reader.qualified()[1]


def _virtual_table(reader: Reader) -> Change:
    reader.take("IF", "NOT", "EXISTS")
    schema, table = reader.qualified()
    reader.expect("USING")
    module = reader.name()
    if not reader.done:
        reader.group()
    return CreateObject("virtual_table", table, module, schema)
