"""INSERT, REPLACE and LOAD."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from schemawarden_policy.change import Change, InsertRows, OutsideServer, UpdateRows
from schemawarden_policy.lexing import Token
from schemawarden_policy.parse.mysql_clauses import (
    assignments,
    clause_at,
    is_constant,
    read_values,
    returning,
)
from schemawarden_policy.parse.mysql_functions import running
from schemawarden_policy.parse.mysql_query import query
from schemawarden_policy.parse.mysql_reader import MySqlReader
from schemawarden_policy.parse.reader import UnknownSyntaxError, split_commas
from schemawarden_policy.parse.selected import leaves_rows_out, selected


def read_insert(reader: MySqlReader) -> tuple[Change, ...]:
    """`INSERT | REPLACE [IGNORE] [INTO] table [(columns)] VALUES ... | SET ... | query [ON DUPLICATE KEY UPDATE ...]`"""
    verb = reader.next().word
    reader.take_any("LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY")
    ignores = reader.take("IGNORE")
    reader.take("INTO")
    schema, table = reader.qualified()
    if reader.take("PARTITION"):
        reader.group()
    columns = _columns(reader)
    tokens, changes = returning(reader.rest())
    body, again = _duplicates(tokens)
    columns_set, source, run = _body(body)
    inserted = InsertRows(
        table=table,
        columns=columns_set or columns,
        replaces=verb == "REPLACE",
        schema=schema,
        partial=ignores or bool(again) or leaves_rows_out(source),
        **selected(source, behind_with=source is not None and bool(source.args.get("with_"))),
    )
    return (inserted, *_upserted(schema, table, again, source), *run, *changes)


def _columns(reader: MySqlReader) -> tuple[str, ...]:
    if (
        reader.peek_text() != "("
        or reader.peek_text(1) == "("
        or reader.peek_word(1) in ("SELECT", "WITH", "TABLE")
    ):
        return ()
    group = reader.group()
    return tuple(_column(MySqlReader(part)) for part in split_commas(group)) if group else ()


def _column(reader: MySqlReader) -> str:
    """`[[schema.]table.]column`"""
    name = reader.name()
    while reader.take("."):
        name = reader.name()
    reader.end()
    return name


def _duplicates(tokens: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    """What is inserted, and the assignments of ON DUPLICATE KEY UPDATE."""
    at = -1
    while (at := clause_at(tokens, ("ON",), at + 1)) < len(tokens):
        if [token.word for token in tokens[at : at + 4]] == ["ON", "DUPLICATE", "KEY", "UPDATE"]:
            if at + 4 == len(tokens):
                raise UnknownSyntaxError("ON DUPLICATE KEY UPDATE of nothing")
            return tokens[:at], tokens[at + 4 :]
    return tokens, ()


def _body(tokens: Sequence[Token]) -> tuple[tuple[str, ...], exp.Expr | None, tuple[Change, ...]]:
    """Columns that SET names, the query behind the INSERT, and what is run."""
    reader = MySqlReader(tokens)
    if reader.take("SET"):
        end = clause_at(tokens, ("AS",))
        targets, values = assignments(tokens[1:end])
        _alias(MySqlReader(tokens[end:]))
        return tuple(target.column for target in targets), None, read_values(values)
    if reader.take_any("VALUES", "VALUE"):
        return (), None, _rows(reader)
    tree = query(tokens)
    return (), tree.unnest() if isinstance(tree, exp.Subquery) else tree, running(tokens, tree)


def _rows(reader: MySqlReader) -> tuple[Change, ...]:
    """`[ROW] (value, ...), ... [AS alias [(columns)]]`"""
    values: list[Sequence[Token]] = []
    while True:
        reader.take("ROW")
        group = reader.group()
        values.extend(split_commas(group) if group else ())
        if not reader.take(","):
            break
    _alias(reader)
    return read_values(values)


def _alias(reader: MySqlReader) -> None:
    """`[AS alias [(columns)]]`, by which ON DUPLICATE KEY UPDATE calls the new row (MySQL)."""
    if reader.take("AS"):
        reader.name()
        if reader.peek_text() == "(":
            reader.group()
    reader.end()


def _upserted(schema: str, table: str, again: Sequence[Token], source: exp.Expr | None) -> tuple[Change, ...]:
    if not again:
        return ()
    targets, values = assignments(again)
    columns = tuple(target.column for target in targets)
    bounded = source is None  # a query may name every row of the table
    sets = bool(selected(source)["sources"]) and any(map(is_constant, values))
    again_set = UpdateRows(table, "ON DUPLICATE KEY", not bounded, schema, columns=columns, constant=sets)
    return (again_set, *read_values(values))


def read_load(reader: MySqlReader) -> tuple[Change, ...]:
    """`LOAD DATA | XML ... INTO TABLE t ...`: rows out of a file of the server's host or the client's."""
    verb = f"LOAD {reader.peek_word(1)}"
    tokens = reader.rest()
    at = clause_at(tokens, ("TABLE",))
    after = MySqlReader(tokens[at + 1 :])
    schema, table = after.qualified()
    replaces = any(token.word == "REPLACE" for token in tokens[:at])
    return (OutsideServer(verb), InsertRows(table, replaces=replaces, schema=schema, partial=True))
