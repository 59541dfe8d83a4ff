"""MySQL and MariaDB statements -> changes, fail closed.

The first words decide which reader is tried. Definitions, settings, privileges and transaction words are read token by token to
the last one; queries and predicates go through sqlglot and must come out as what their own words say. Nothing is guessed: a
reader that meets what it does not know gives OPAQUE. So does a comment that the server would run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from schemawarden_policy.change import AlterTable, Change, OutsideServer, Truncate
from schemawarden_policy.lexing import Token, TokenKind, UnclosedError, fold, lex
from schemawarden_policy.lexing_mysql import executable
from schemawarden_policy.parse import (
    mysql_create,
    mysql_inserts,
    mysql_privileges,
    mysql_rows,
    mysql_server,
    mysql_session,
    mysql_tables,
)
from schemawarden_policy.parse.mysql_functions import reaching
from schemawarden_policy.parse.mysql_query import read_query
from schemawarden_policy.parse.mysql_reader import MySqlReader
from schemawarden_policy.parse.opaque import opaque
from schemawarden_policy.parse.reader import UnknownSyntaxError
from schemawarden_policy.statement import Dialect, Kind, RawStatement, Statement

_MOST_NESTED = 25
"""Parentheses deeper than this are not read: sqlglot's depth depends on the caller's stack, ours must not."""
_SYSTEM = ("mysql", "sys", "information_schema", "performance_schema")

_WITH_BODIES = ("CREATE", "ALTER")
"""Whose statements may have semicolons: those who read them see to it that they stand in a body."""

_Read = Callable[[MySqlReader], tuple[Change, ...]]


def parse(raw: RawStatement) -> Statement:
    """What one piece of a MySQL or MariaDB file does."""
    try:
        everything = tuple(lex(raw.text, Dialect.MYSQL))
    except UnclosedError as error:
        return opaque(raw, str(error))
    tokens = tuple(t for t in everything if t.kind not in (TokenKind.SPACE, TokenKind.COMMENT))
    if tokens and tokens[-1].text == ";":
        tokens = tokens[:-1]
    reached = reaching(tokens)
    try:
        _refuse_odd_tokens(tokens)
        kind, changes = _read(tokens)
    except (UnknownSyntaxError, RecursionError) as error:
        return opaque(raw, str(error) or type(error).__name__, reached)
    changes = tuple(dict.fromkeys(changes + reached))
    if reason := _doubt(everything, changes):
        return opaque(raw, reason, changes)
    return Statement(raw.place, raw.text, kind, changes, comments=raw.comments)


def _read(tokens: Sequence[Token]) -> tuple[Kind, tuple[Change, ...]]:
    first = tokens[0].word if tokens else ""
    second = tokens[1].word if len(tokens) > 1 else ""
    if first == "WITH":
        at = mysql_rows.main_verb_at(tokens)
        first = f"WITH {tokens[at].word}" if at < len(tokens) else ""
    if tokens and tokens[0].text == "(":
        first = "("
    kind, read = _READERS.get(f"{first} {second}") or _READERS.get(first) or (None, None)
    if kind is None or read is None:
        raise UnknownSyntaxError(f"{tokens[0].text[:40]!r} begins no known statement" if tokens else "empty")
    reader = MySqlReader(tokens)
    changes = read(reader)
    reader.end()
    return kind, changes


def changes_of(tokens: Sequence[Token]) -> tuple[Change, ...]:
    """What a statement does that stands within another one."""
    return _read(tokens)[1]


def _query(reader: MySqlReader) -> tuple[Change, ...]:
    tokens = reader.rest()
    for token, following in pairwise(tokens):
        if token.word == "INTO" and following.word in ("OUTFILE", "DUMPFILE"):
            return (OutsideServer(f"SELECT INTO {following.word}"),)
    return read_query(tokens)


def _tell(reader: MySqlReader) -> tuple[Change, ...]:
    """SHOW, HELP, DESCRIBE: they only tell."""
    reader.rest()
    return ()


def _explain(reader: MySqlReader) -> tuple[Change, ...]:
    """It runs nothing of what it explains, unless it is to measure it: ANALYZE."""
    verb = reader.next().word
    while reader.take_any("EXTENDED", "PARTITIONS") or reader.take("FORMAT"):
        if reader.take("="):
            reader.next()
    if reader.take("ANALYZE") or verb == "ANALYZE":
        if reader.take("FORMAT"):
            reader.option_value()
        return changes_of(reader.rest())
    if reader.done:
        raise UnknownSyntaxError(f"{verb} of nothing")
    reader.rest()
    return ()


def _set_statement(reader: MySqlReader) -> tuple[Change, ...]:
    """`SET STATEMENT name = value, ... FOR statement` (MariaDB)"""
    reader.expect("SET", "STATEMENT")
    tokens = reader.rest()
    at = next((n for n, token in enumerate(tokens) if token.word == "FOR"), len(tokens))
    head = MySqlReader((Token(TokenKind.WORD, "SET", -1), *tokens[:at]))
    changes = mysql_session.read_set(head)
    if any(getattr(change, "name", "") in ("sql_mode", "character_set_client") for change in changes):
        raise UnknownSyntaxError("a setting for one statement that changes how it is read")
    return (*mysql_session.for_one_statement(changes), *changes_of(tokens[at + 1 :]))


def _refuse_odd_tokens(tokens: Sequence[Token]) -> None:
    depth = 0
    if any(token.text == ";" for token in tokens) and tokens[0].word not in _WITH_BODIES:
        raise UnknownSyntaxError("several statements in one, or a block outside of a routine")
    for token in tokens:
        if token.kind is TokenKind.ILLEGAL:
            raise UnknownSyntaxError(f"{token.text!r} starts no MySQL token")
        if token.text == "?":
            raise UnknownSyntaxError("the parameter '?' has no value in a migration")
        depth += (token.text == "(") - (token.text == ")")
        if depth > _MOST_NESTED:
            raise UnknownSyntaxError(f"parentheses nested deeper than {_MOST_NESTED}")
        if depth < 0:
            raise UnknownSyntaxError("a parenthesis closes that none opened")


def _doubt(tokens: Sequence[Token], changes: Sequence[Change]) -> str:
    """Why a statement that was read is not vouched for: not all of it was, or it is about the server itself."""
    hidden = executable(tokens)
    if hidden is not None:
        return f"the executable comment {hidden.text[:20]!r}, whose text the server runs"
    for change in changes:
        names = change.tables if isinstance(change, Truncate) else ()
        schemas = {getattr(change, "schema", ""), *(name.rpartition(".")[0] for name in names)}
        if isinstance(change, AlterTable) and change.form == "SET SCHEMA":
            schemas.add(change.name)
        if any(fold(schema) in _SYSTEM for schema in schemas):
            return "it changes the server's own tables"
    return ""


def _with_bodies(
    read: Callable[[MySqlReader, Callable[[Sequence[Token]], tuple[Change, ...]]], tuple[Change, ...]],
) -> _Read:
    return lambda reader: read(reader, changes_of)


_READERS: dict[str, tuple[Kind, _Read]] = {
    "CREATE": (Kind.CREATE, _with_bodies(mysql_create.read_create)),
    "ALTER": (Kind.ALTER, _with_bodies(mysql_create.read_alter)),
    "DROP": (Kind.DROP, mysql_create.read_drop),
    "RENAME": (Kind.ALTER, mysql_tables.read_rename),
    "TRUNCATE": (Kind.DROP, mysql_tables.read_truncate),
    "INSERT": (Kind.INSERT, mysql_inserts.read_insert),
    "REPLACE": (Kind.INSERT, mysql_inserts.read_insert),
    "UPDATE": (Kind.UPDATE, mysql_rows.read_update),
    "DELETE": (Kind.DELETE, mysql_rows.read_delete),
    "WITH UPDATE": (Kind.UPDATE, mysql_rows.read_with),
    "WITH DELETE": (Kind.DELETE, mysql_rows.read_with),
    "LOAD DATA": (Kind.INSERT, mysql_inserts.read_load),
    "LOAD XML": (Kind.INSERT, mysql_inserts.read_load),
    **dict.fromkeys(
        ("SELECT", "VALUES", "TABLE", "(", "WITH SELECT", "WITH VALUES", "WITH TABLE"), (Kind.QUERY, _query)
    ),
    **dict.fromkeys(("SHOW", "HELP"), (Kind.QUERY, _tell)),
    **dict.fromkeys(("EXPLAIN", "DESCRIBE", "DESC", "ANALYZE"), (Kind.QUERY, _explain)),
    "SET": (Kind.SETTING, mysql_session.read_set),
    "SET STATEMENT": (Kind.SETTING, _set_statement),
    "USE": (Kind.SETTING, mysql_session.read_use),
    **dict.fromkeys(
        ("START TRANSACTION", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "XA"),
        (Kind.TRANSACTION, mysql_session.read_transaction),
    ),
    **dict.fromkeys(("GRANT", "REVOKE"), (Kind.PRIVILEGE, mysql_privileges.read)),
    **dict.fromkeys(("LOCK TABLES", "LOCK TABLE"), (Kind.MAINTENANCE, mysql_server.read_lock)),
    **dict.fromkeys(("UNLOCK TABLES", "UNLOCK TABLE"), (Kind.MAINTENANCE, mysql_server.read_unlock)),
    **dict.fromkeys(
        tuple(
            f"{verb} {word}"
            for verb in ("ANALYZE", "OPTIMIZE", "CHECK", "REPAIR", "CHECKSUM")
            for word in ("TABLE", "TABLES", "LOCAL", "NO_WRITE_TO_BINLOG")
        ),
        (Kind.MAINTENANCE, mysql_server.read_maintenance),
    ),
    "CALL": (Kind.CALL, mysql_server.read_call),
    "DO": (Kind.CALL, mysql_server.read_do),
    **dict.fromkeys(("PREPARE", "EXECUTE"), (Kind.CALL, mysql_server.read_prepared)),
    "DEALLOCATE": (Kind.CALL, mysql_server.read_deallocate),
    **{
        " ".join(words[:2]): (Kind.MAINTENANCE, mysql_server.read_server) for words in mysql_server.STATEMENTS
    },
}
