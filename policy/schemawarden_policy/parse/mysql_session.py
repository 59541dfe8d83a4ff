"""SET in all its forms, USE, transaction words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from schemawarden_policy.change import Change, ClusterStatement, Pragma, RoleChange, TransactionControl
from schemawarden_policy.lexing import Token, TokenKind, fold
from schemawarden_policy.lexing_mysql import value
from schemawarden_policy.parse.mysql_query import read_expression
from schemawarden_policy.parse.mysql_reader import MySqlReader, spelled
from schemawarden_policy.parse.reader import UnknownSyntaxError, split_commas

_SCOPES = {
    "GLOBAL": "global",
    "SESSION": "session",
    "LOCAL": "session",
    "PERSIST": "global",
    "PERSIST_ONLY": "global",
}


def read_use(reader: MySqlReader) -> tuple[Change, ...]:
    reader.expect("USE")
    return (Pragma("use", reader.name()),)


def read_set(reader: MySqlReader) -> tuple[Change, ...]:
    """`SET name = value, ...`, and the forms that are no assignment."""
    reader.expect("SET")
    if (role := _role(reader)) is not None:
        return role
    if reader.take("PASSWORD"):
        reader.rest()
        return (ClusterStatement("SET PASSWORD"),)
    if reader.take("RESOURCE", "GROUP"):
        reader.rest()
        return (ClusterStatement("SET RESOURCE GROUP"),)
    if (isolation := _transaction(reader)) is not None:
        return isolation
    found: list[Change] = []
    scope = ""
    for part in split_commas(reader.rest()):
        told = MySqlReader(part)
        scope, changes = _assignment(told, scope)
        told.end()
        found.extend(changes)
    return tuple(found)


def _role(reader: MySqlReader) -> tuple[Change, ...] | None:
    """`SET [DEFAULT] ROLE roles [TO | FOR accounts]`. A variable of that name would have `=` after it."""
    verb = "SET DEFAULT ROLE" if reader.peek_word() == "DEFAULT" else "SET ROLE"
    if not (
        reader.take("DEFAULT", "ROLE") or (reader.peek_text(1) not in ("=", ":=") and reader.take("ROLE"))
    ):
        return None
    tokens = reader.rest()
    if not tokens:
        raise UnknownSyntaxError(f"{verb} to nothing")
    return (RoleChange(verb, value(tokens[0]) if len(tokens) == 1 else spelled(tokens)),)


def _transaction(reader: MySqlReader) -> tuple[Change, ...] | None:
    """`SET [GLOBAL | SESSION] TRANSACTION ISOLATION LEVEL x | READ ONLY`"""
    at = 1 if reader.peek_word() in _SCOPES else 0
    if reader.peek_word(at) != "TRANSACTION" or reader.peek_text(at + 1) in ("=", ":="):
        return None
    scope = _SCOPES.get(reader.peek_word(), "")
    reader.position += at + 1
    told = reader.rest()
    if any(token.kind is not TokenKind.WORD and token.text != "," for token in told) or not told:
        raise UnknownSyntaxError("SET TRANSACTION to what is not known")
    changed = Pragma("transaction", spelled(told).upper(), scope)
    return (ClusterStatement("SET GLOBAL", "transaction"), changed) if scope == "global" else (changed,)


def _assignment(reader: MySqlReader, scope: str) -> tuple[str, tuple[Change, ...]]:
    """The scope that holds for the next one, too, and what is set."""
    if reader.take("NAMES"):
        charset = Pragma("names", fold(reader.option_value()))
        if reader.take("COLLATE"):
            reader.option_value()
        return scope, (charset,)
    if reader.take("CHARACTER", "SET") or reader.take("CHARSET") or reader.take("CHAR", "SET"):
        return scope, (Pragma("character_set", fold(reader.option_value())),)
    if word := reader.take_any(*_SCOPES):
        scope = word
    name, said = _variable(reader)
    if not reader.take(":="):
        reader.expect("=")
    tokens = reader.rest()
    if not tokens:
        raise UnknownSyntaxError(f"{name} is set to nothing")
    run = read_expression(tokens) if tokens[0].word not in ("ON", "BINARY", "ALL") else ()
    word = said or ("" if name.startswith("@") else scope)
    changed = Pragma(name, _told(tokens), _SCOPES.get(word, ""))
    return scope, (*_meaning(changed, word), changed, *run)


def for_one_statement(changes: Sequence[Change]) -> tuple[Change, ...]:
    """The settings that SET STATEMENT makes: they end with it."""
    return tuple(replace(change, local=True) if isinstance(change, Pragma) else change for change in changes)


def _meaning(changed: Pragma, scope: str) -> tuple[Change, ...]:
    if changed.schema == "global":
        return (ClusterStatement(f"SET {scope}", changed.name),)
    return (TransactionControl("SET AUTOCOMMIT"),) if changed.name == "autocommit" else ()


def _variable(reader: MySqlReader) -> tuple[str, str]:
    """(name, scope) of `x`, `@x`, `@@x`, `@@session.x`, `cache.x`; lower case."""
    token = reader.next()
    if token.kind not in (TokenKind.WORD, TokenKind.QUOTED, TokenKind.VARIABLE):
        raise UnknownSyntaxError(f"{token.text[:40]!r} is no variable")
    name = fold(token.name)
    while reader.take("."):
        name += f".{fold(reader.name())}"
    if not name.startswith("@@"):
        return name, ""
    name = name[2:]
    first, _, rest = name.partition(".")
    return (rest, first.upper()) if rest and first.upper() in _SCOPES else (name, "SESSION")


def _told(tokens: Sequence[Token]) -> str:
    return value(tokens[0]) if len(tokens) == 1 else spelled(tokens)


def read_transaction(reader: MySqlReader) -> tuple[Change, ...]:
    """START TRANSACTION, BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, XA with what may follow them."""
    verb = reader.next().word
    if verb == "XA":
        reader.rest()
        return (TransactionControl("XA"),)
    if verb == "START":
        reader.expect("TRANSACTION")
        _characteristics(reader)
        return (TransactionControl("START TRANSACTION"),)
    if verb in ("BEGIN", "COMMIT", "ROLLBACK"):
        reader.take("WORK")
    if verb in ("COMMIT", "ROLLBACK"):
        _ending(reader, verb)
    if verb == "RELEASE":
        reader.expect("SAVEPOINT")
    if verb in ("SAVEPOINT", "RELEASE"):
        reader.name()
    return (TransactionControl(verb),)


def _characteristics(reader: MySqlReader) -> None:
    forms = (("WITH", "CONSISTENT", "SNAPSHOT"), ("READ", "WRITE"), ("READ", "ONLY"))
    while any(reader.take(*form) for form in forms):
        reader.take(",")


def _ending(reader: MySqlReader, verb: str) -> None:
    if verb == "ROLLBACK" and reader.take("TO"):
        reader.take("SAVEPOINT")
        reader.name()
        return
    reader.take("AND", "NO", "CHAIN") or reader.take("AND", "CHAIN")
    reader.take("NO", "RELEASE") or reader.take("RELEASE")
