"""SQLite statements -> changes, fail closed.

The first words decide which reader is tried. DDL, settings and transaction words are read token by token to the last
one; queries and row changes go through sqlglot and must come out as what their own words say. Nothing is guessed: a
reader that meets what it does not know gives OPAQUE.
"""

from __future__ import annotations

from collections.abc import Callable

from schemawarden_policy.change import Change
from schemawarden_policy.lexing import Token, TokenKind, UnclosedError, significant
from schemawarden_policy.parse import (
    outside,
    sqlite_alter,
    sqlite_control,
    sqlite_create,
    sqlite_drop,
    sqlite_rows,
)
from schemawarden_policy.parse.opaque import opaque
from schemawarden_policy.parse.reader import Reader, UnknownSyntaxError
from schemawarden_policy.statement import Dialect, Kind, RawStatement, Statement

_MOST_NESTED = 25
"""Parentheses deeper than this are not read: sqlglot's depth depends on the caller's stack, ours must not."""

_Read = Callable[[Reader], tuple[Change, ...]]

_READERS: dict[str, tuple[Kind, _Read]] = {
    "CREATE": (Kind.CREATE, sqlite_create.read),
    "ALTER": (Kind.ALTER, sqlite_alter.read),
    "DROP": (Kind.DROP, sqlite_drop.read),
    "INSERT": (Kind.INSERT, sqlite_rows.read),
    "REPLACE": (Kind.INSERT, sqlite_rows.read),
    "UPDATE": (Kind.UPDATE, sqlite_rows.read),
    "DELETE": (Kind.DELETE, sqlite_rows.read),
    "SELECT": (Kind.QUERY, sqlite_rows.read),
    "VALUES": (Kind.QUERY, sqlite_rows.read),
    "EXPLAIN": (Kind.QUERY, sqlite_control.read_explain),
    "PRAGMA": (Kind.SETTING, sqlite_control.read_pragma),
    "BEGIN": (Kind.TRANSACTION, sqlite_control.read_transaction),
    "COMMIT": (Kind.TRANSACTION, sqlite_control.read_transaction),
    "END": (Kind.TRANSACTION, sqlite_control.read_transaction),
    "ROLLBACK": (Kind.TRANSACTION, sqlite_control.read_transaction),
    "SAVEPOINT": (Kind.TRANSACTION, sqlite_control.read_transaction),
    "RELEASE": (Kind.TRANSACTION, sqlite_control.read_transaction),
    "VACUUM": (Kind.MAINTENANCE, sqlite_control.read_maintenance),
    "REINDEX": (Kind.MAINTENANCE, sqlite_control.read_maintenance),
    "ANALYZE": (Kind.MAINTENANCE, sqlite_control.read_maintenance),
    "ATTACH": (Kind.ATTACH, sqlite_control.read_attach),
    "DETACH": (Kind.ATTACH, sqlite_control.read_attach),
}


def parse(raw: RawStatement) -> Statement:
    """What one piece of a SQLite file does."""
    try:
        tokens = significant(raw.text, Dialect.SQLITE)
    except UnclosedError as error:
        return opaque(raw, str(error))
    if tokens and tokens[-1].text == ";":
        tokens = tokens[:-1]
    reached = outside.calls(tokens)
    try:
        _refuse_odd_tokens(tokens)
        kind, changes = _read(tokens)
    except (UnknownSyntaxError, RecursionError) as error:
        return opaque(raw, str(error) or type(error).__name__, reached + _attach_by_word(tokens))
    return Statement(raw.place, raw.text, kind, changes + reached, comments=raw.comments)


def _read(tokens: tuple[Token, ...]) -> tuple[Kind, tuple[Change, ...]]:
    first = tokens[0].word if tokens else ""
    verb = sqlite_rows.main_verb(tokens) if first == "WITH" else first
    if verb not in _READERS:
        raise UnknownSyntaxError(f"{tokens[0].text[:40]!r} begins no known statement" if tokens else "empty")
    kind, read = _READERS[verb]
    reader = Reader(tokens)
    changes = read(reader)
    reader.end()
    if kind is Kind.MAINTENANCE and any(isinstance(change, sqlite_control.Attach) for change in changes):
        kind = Kind.ATTACH
    return kind, changes


def _refuse_odd_tokens(tokens: tuple[Token, ...]) -> None:
    depth = 0
    for token in tokens:
        if token.kind is TokenKind.ILLEGAL:
            raise UnknownSyntaxError(f"{token.text!r} starts no SQLite token")
        if token.kind is TokenKind.VARIABLE:
            raise UnknownSyntaxError(f"the parameter {token.text!r} has no value in a migration")
        depth += (token.text == "(") - (token.text == ")")
        if depth > _MOST_NESTED:
            raise UnknownSyntaxError(f"parentheses nested deeper than {_MOST_NESTED}")
        if depth < 0:
            raise UnknownSyntaxError("a parenthesis closes that none opened")


def _attach_by_word(tokens: tuple[Token, ...]) -> tuple[Change, ...]:
    """An ATTACH that could not be read is still an ATTACH."""
    first = tokens[0].word if tokens else ""
    if first == "VACUUM" and any(token.word == "INTO" for token in tokens):
        return (sqlite_control.Attach("VACUUM INTO"),)
    return (sqlite_control.Attach(first),) if first in ("ATTACH", "DETACH") else ()
