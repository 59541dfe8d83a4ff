"""UPDATE and DELETE, of one table or of several.

Our own tokens say which table is meant and where each clause begins; predicates and queries go through sqlglot, whose tree must
say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot import exp

from schemawarden_policy.change import Change, DeleteRows, UpdateRows
from schemawarden_policy.lexing import Token, TokenKind
from schemawarden_policy.parse.mysql_clauses import (
    Target,
    assignments,
    clause_at,
    is_constant,
    read_values,
    returning,
)
from schemawarden_policy.parse.mysql_functions import running
from schemawarden_policy.parse.mysql_joins import Source
from schemawarden_policy.parse.mysql_query import query
from schemawarden_policy.parse.mysql_reader import MySqlReader
from schemawarden_policy.parse.reader import UnknownSyntaxError, split_commas

_VERBS = ("SELECT", "VALUES", "TABLE", "UPDATE", "DELETE")

_TAIL = ("WHERE", "ORDER", "LIMIT", "RETURNING")


def main_verb_at(tokens: Sequence[Token]) -> int:
    """Where the word stands that says what a statement led by WITH does; past the end when there is none."""
    return clause_at(tokens, _VERBS)


def read_with(reader: MySqlReader) -> tuple[Change, ...]:
    """`WITH ... UPDATE | DELETE`: the queries in front change nothing."""
    tokens = reader.rest()
    at = main_verb_at(tokens)
    head = (*tokens[:at], Token(TokenKind.WORD, "SELECT", -1), Token(TokenKind.NUMBER, "1", -1))
    changes = running(head, query(head))
    rest = MySqlReader(tokens[at:])
    found = read_update(rest) if rest.peek_word() == "UPDATE" else read_delete(rest)
    return (*found, *changes)


def read_update(reader: MySqlReader) -> tuple[Change, ...]:
    """`UPDATE [LOW_PRIORITY] [IGNORE] tables SET ... [WHERE ...] [ORDER BY ...] [LIMIT n]`"""
    reader.expect("UPDATE")
    reader.take("LOW_PRIORITY")
    reader.take("IGNORE")
    tokens = reader.rest()
    at = clause_at(tokens, ("SET",))
    end = clause_at(tokens, _TAIL, at)
    tail, changes = returning(tokens[end:])
    assigned, values = assignments(tokens[at + 1 : end])
    source = Source(tokens[:at], tail)
    found = _updates(source, assigned, any(map(is_constant, values)))
    return (*found, *changes, *running((*tokens[:at], *tail), source.tree), *read_values(values))


def _updates(source: Source, assigned: Sequence[Target], constant: bool) -> Iterator[UpdateRows]:
    changed: dict[int, list[str]] = {}
    for target in assigned:
        tables = [source.find(target.schema, target.table)] if target.table else source.tables
        for table in tables:
            changed.setdefault(source.tables.index(table), []).append(target.column)
    for number, columns in changed.items():
        table = source.tables[number]
        judged = source.judge(table)
        yield UpdateRows(
            *(table.name, judged.where, judged.always_true, table.db),
            columns=tuple(columns),
            constant=constant,
            bounds=judged.bounds,
            calls=judged.calls,
        )


def read_delete(reader: MySqlReader) -> tuple[Change, ...]:
    """`DELETE FROM t ...`, `DELETE t1, t2 FROM tables ...`, `DELETE FROM t1, t2 USING tables ...`"""
    reader.expect("DELETE")
    while reader.take_any("LOW_PRIORITY", "QUICK", "IGNORE"):
        pass
    first = reader.take("FROM")
    tokens = reader.rest()
    end = clause_at(tokens, _TAIL)
    at = clause_at(tokens[:end], ("USING",) if first else ("FROM",))
    if first and at < end and tokens[at + 1 : at + 2] and tokens[at + 1].text == "(":
        at = end
    listed = at < end
    if not first and not listed:
        raise UnknownSyntaxError("DELETE from nothing")
    references = tokens[at + 1 : end] if listed else tokens[:end]
    tail, changes = returning(tokens[end:])
    source = Source(references, tail)
    targets = [source.find(*name) for name in _targets(tokens[:at])] if listed else source.tables
    if not listed and len(targets) != 1:
        raise UnknownSyntaxError("a DELETE from several tables without saying which")
    found = tuple(_deleted(source, table) for table in targets)
    return (*found, *changes, *running((*references, *tail), source.tree))


def _targets(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """`[schema.]table[.*], ...`"""
    for part in split_commas(tokens):
        reader = MySqlReader(part)
        names = [reader.name()]
        while reader.take("."):
            if reader.take("*"):
                break
            names.append(reader.name())
        reader.end()
        if len(names) > 2:
            raise UnknownSyntaxError("a table's name in three parts")
        yield ("", names[0]) if len(names) == 1 else (names[0], names[1])


def _deleted(source: Source, table: exp.Table) -> DeleteRows:
    judged = source.judge(table)
    return DeleteRows(
        *(table.name, judged.where, judged.always_true, table.db), bounds=judged.bounds, calls=judged.calls
    )
