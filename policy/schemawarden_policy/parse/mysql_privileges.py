"""GRANT and REVOKE."""

from __future__ import annotations

from collections.abc import Sequence

from schemawarden_policy.change import Change, Grant
from schemawarden_policy.lexing import Token
from schemawarden_policy.parse.mysql_reader import MySqlReader
from schemawarden_policy.parse.reader import UnknownSyntaxError, split_commas


def read(reader: MySqlReader) -> tuple[Change, ...]:
    """`GRANT privileges ON level TO accounts`, `GRANT roles TO accounts`, and the same with REVOKE ... FROM."""
    verb = reader.next().word
    if verb == "REVOKE":
        reader.if_exists()
    if verb == "REVOKE" and reader.take("ADMIN", "OPTION", "FOR"):
        pass
    link = "TO" if verb == "GRANT" else "FROM"
    what = _until(reader, "ON", link)
    if not reader.take("ON"):
        return (_membership(reader, verb, what, link),)
    kind, name = _level(reader)
    reader.expect(link)
    grantees = _accounts(reader)
    option = _options(reader, verb)
    privileges = tuple(_privilege(part) for part in split_commas(what))
    option = option or any(privilege == "GRANT OPTION" for privilege in privileges)
    return (Grant(verb, privileges, kind, (name,), grantees, option),)


def _until(reader: MySqlReader, *words: str) -> tuple[Token, ...]:
    start, depth = reader.position, 0
    while not reader.done:
        if depth == 0 and reader.peek_word() in words:
            break
        text = reader.next().text
        depth += (text == "(") - (text == ")")
    return tuple(reader.tokens[start : reader.position])


def _privilege(part: Sequence[Token]) -> str:
    """`SELECT (a, b)`, `CREATE ROUTINE`, `ALL PRIVILEGES`"""
    reader = MySqlReader(part)
    words = [reader.word()]
    while not reader.done and reader.peek_text() != "(":
        words.append(reader.word())
    if not reader.done:
        reader.group()
    reader.end()
    return "ALL" if words[0] == "ALL" else " ".join(words)


def _level(reader: MySqlReader) -> tuple[str, str]:
    """Kind and name of `*.*`, `db.*`, `db.table`, `PROCEDURE db.name`, an account for PROXY."""
    kind = reader.take_any("TABLE", "FUNCTION", "PROCEDURE", "PACKAGE").lower() or "table"
    if reader.take("*", ".", "*"):
        return "server", "*.*"
    if reader.take("*"):
        return "database", "*"
    first = reader.account()
    if not reader.take("."):
        return kind, first
    if reader.take("*"):
        return "database", first
    return kind, f"{first}.{reader.name()}"


def _accounts(reader: MySqlReader) -> tuple[str, ...]:
    found = [_account(reader)]
    while reader.take(","):
        found.append(_account(reader))
    return tuple(found)


def _account(reader: MySqlReader) -> str:
    name = reader.account()
    if name.upper() == "PUBLIC":
        name = "PUBLIC"
    if reader.take("IDENTIFIED"):
        reader.take("BY") or reader.take("WITH") or reader.take("VIA")
        reader.take("PASSWORD")
        while not reader.done and reader.peek_text() != "," and reader.peek_word() not in ("REQUIRE", "WITH"):
            reader.next()
    return name


def _options(reader: MySqlReader, verb: str) -> bool:
    """What follows the accounts; whether they may hand the privileges on."""
    granted = False
    if reader.take("REQUIRE"):
        while not reader.done and reader.peek_word() != "WITH":
            reader.next()
    if reader.take("WITH"):
        words = [token.word for token in reader.rest()]
        granted = "GRANT" in words or "ADMIN" in words
    if reader.take("AS"):
        reader.rest()
    if verb == "REVOKE":
        reader.take("IGNORE", "UNKNOWN", "USER")
    return granted


def _membership(reader: MySqlReader, verb: str, what: Sequence[Token], link: str) -> Grant:
    """Roles; REVOKE ALL PRIVILEGES, GRANT OPTION FROM accounts takes everything."""
    words = [token.word for token in what]
    reader.expect(link)
    if words[:1] == ["ALL"]:
        grantees = _accounts(reader)
        _options(reader, verb)
        return Grant(verb, ("ALL",), "server", ("*.*",), grantees)
    roles = MySqlReader(what)
    names = _accounts(roles)
    roles.end()
    if not names:
        raise UnknownSyntaxError(f"{verb} of nothing")
    grantees = _accounts(reader)
    return Grant(verb, names, "role", names, grantees, _options(reader, verb))
