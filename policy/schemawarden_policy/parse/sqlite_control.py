"""PRAGMA, transaction words, VACUUM, REINDEX, ANALYZE, ATTACH, EXPLAIN: read to the last token."""

from __future__ import annotations

from schemawarden_policy.change import Attach, Change, Maintain, Pragma, TransactionControl
from schemawarden_policy.lexing import TokenKind, fold
from schemawarden_policy.parse.reader import Reader, UnknownSyntaxError

__all__ = ["Attach", "read_attach", "read_explain", "read_maintenance", "read_pragma", "read_transaction"]


def read_pragma(reader: Reader) -> tuple[Change, ...]:
    """`PRAGMA [schema.]name`, `name = value`, `name(value)`."""
    reader.expect("PRAGMA")
    schema, name = reader.qualified()
    value = None
    if reader.take("="):
        value = _pragma_value(reader)
    elif reader.take("("):
        value = _pragma_value(reader)
        reader.expect(")")
    return (Pragma(fold(name), value, schema),)


def _pragma_value(reader: Reader) -> str:
    sign = "-" if reader.take("-") else ""
    reader.take("+")
    token = reader.next()
    if token.kind in (TokenKind.OPERATOR, TokenKind.BLOB):
        raise UnknownSyntaxError(f"{token.text!r} is no value of a PRAGMA")
    return sign + token.name


def read_transaction(reader: Reader) -> tuple[Change, ...]:
    """BEGIN, COMMIT, END, ROLLBACK, SAVEPOINT, RELEASE with what may follow them."""
    verb = reader.next().word
    if verb == "BEGIN":
        reader.take_any("DEFERRED", "IMMEDIATE", "EXCLUSIVE", "CONCURRENT")
    if verb in ("BEGIN", "COMMIT", "END", "ROLLBACK"):
        reader.take("TRANSACTION")
    if verb == "ROLLBACK" and reader.take("TO"):
        reader.take("SAVEPOINT")
        reader.name()
    if verb == "RELEASE":
        reader.take("SAVEPOINT")
    if verb in ("SAVEPOINT", "RELEASE"):
        reader.name()
    return (TransactionControl(verb),)


def read_maintenance(reader: Reader) -> tuple[Change, ...]:
    """VACUUM [schema] [INTO file], REINDEX [name], ANALYZE [name]."""
    verb = reader.next().word
    if reader.done:
        return (Maintain(verb),)
    if verb == "VACUUM":
        if reader.peek_word() != "INTO":
            reader.name()
        if reader.take("INTO"):
            reader.rest()
            return (Attach("VACUUM INTO"),)
        return (Maintain(verb),)
    return (Maintain(verb, reader.qualified()[1]),)


def read_attach(reader: Reader) -> tuple[Change, ...]:
    """Whatever follows: the word alone is what matters."""
    verb = reader.next().word
    reader.rest()
    return (Attach(verb),)


def read_explain(reader: Reader) -> tuple[Change, ...]:
    """EXPLAIN runs nothing of what it explains, but for some PRAGMAs."""
    reader.expect("EXPLAIN")
    reader.take("QUERY", "PLAN")
    if reader.peek_word() == "PRAGMA":
        raise UnknownSyntaxError("SQLite carries out some PRAGMAs while it only explains them")
    if not reader.rest():
        raise UnknownSyntaxError("EXPLAIN of nothing")
    return ()
