"""pg_dump's text as single statements, each with what pg_dump says of it.

A statement's own text decides where it ends. The comment that pg_dump puts before each object counts only where it stands
between statements: in a function's body it is the body's author who wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import postgast

from schemawarden.adapters.revisions import REVISIONS

_RESTRICT = re.compile(r"^\\(?:un)?restrict \w+\n", re.MULTILINE)
_HEADING = re.compile(r"^-- Name: (.*); Type: ([A-Z ]+); Schema: (.*); Owner: (.*)$", re.MULTILINE)
_OURS_TO_SET = re.compile(r"SET (?!SESSION AUTHORIZATION)|SELECT pg_catalog\.set_config\(")
_OWNER = re.compile(r"ALTER [A-Z ]+ [^\n]* OWNER TO (?P<owner>[^\n]+)")
_AT_LOGIN = re.compile(r"\bON login\b", re.IGNORECASE)
_WHO_ACTS = ("SET SESSION AUTHORIZATION", "RESET SESSION AUTHORIZATION")
_RIGHTS = ("ACL", "DEFAULT ACL")
_NEVER = ("USER MAPPING", "SUBSCRIPTION", "SUBSCRIPTION TABLE")
"""They hold credentials."""
_COMMENTS_OF_OTHERS = ("EXTENSION ", "SCHEMA public")
"""Every database has them from the beginning, or the extension brings them."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A statement of a dump. Of the objects that pg_dump names "TABLE" and the like `name` and `schema` are unquoted."""

    text: str
    type: str
    name: str
    schema: str
    """"-" for what lies in no schema."""

    @property
    def owner(self) -> str:
        """As the statement writes it, when it gives the object to an owner; else empty."""
        match = _OWNER.fullmatch(self.text)
        return match["owner"] if match else ""

    @property
    def makes_public(self) -> bool:
        """Every database has it from the beginning."""
        return (self.type, self.name) == ("SCHEMA", "public") and not self.owner

    @property
    def at_login(self) -> bool:
        """An event trigger whose function runs for whoever connects, the admin too (PostgreSQL 17)."""
        return self.type == "EVENT TRIGGER" and _AT_LOGIN.search(self.text) is not None

    @property
    def is_rights(self) -> bool:
        return self.type in _RIGHTS or bool(self.owner)

    @property
    def words(self) -> str:
        where = "" if self.schema == "-" else f"{self.schema}."
        return f"{self.type.lower()} {where}{self.name}"


def pieces(text: str) -> tuple[Piece, ...]:
    """All statements but settings and what holds credentials. May raise postgast.PgQueryError."""
    return tuple(
        piece
        for piece in _pieces(_without_restriction(text))
        if piece.type not in _NEVER and not _OURS_TO_SET.match(piece.text) and not _of_others(piece)
    )


def _of_others(piece: Piece) -> bool:
    return piece.type == "COMMENT" and piece.name.startswith(_COMMENTS_OF_OTHERS)


def _without_restriction(text: str) -> str:
    """psql's first and last command around the dump; anything like it in between is some object's text."""
    found = list(_RESTRICT.finditer(text))
    for match in (found[-1], found[0]) if len(found) > 1 else ():
        text = text[: match.start()] + text[match.end() :]
    return text


def _pieces(text: str) -> Iterator[Piece]:
    type_, name, schema, position = "", "", "-", 0
    for statement in postgast.split(text):
        start = text.index(statement, position)
        for heading in _HEADING.finditer(text, position, start):
            name, type_, schema = heading[1], heading[2], heading[3]
        yield Piece(statement, type_, name, schema)
        position = start + len(statement)


def baseline(dumped: Sequence[Piece], schemas: Sequence[str]) -> tuple[str, ...]:
    """The statements for a first migration file: without owners, which are whoever runs it, and without Atlas's own table.
    `schemas` is the operator's key: a file for one schema finds it there."""
    kept = (piece for piece in dumped if not piece.owner and not piece.text.startswith(_WHO_ACTS))
    return tuple(piece.text for piece in kept if _belongs(piece, schemas))


def _belongs(piece: Piece, schemas: Sequence[str]) -> bool:
    if piece.schema == REVISIONS or REVISIONS in piece.name.split():
        return False
    if piece.makes_public:
        return False
    if piece.type == "SCHEMA":
        return piece.name != REVISIONS and (not schemas or (len(schemas) > 1 and piece.name in schemas))
    if piece.schema == "-":
        return not schemas or piece.type == "EXTENSION"
    return not schemas or piece.schema in schemas
