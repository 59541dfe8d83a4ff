"""Types of columns, parameters and results: `VARCHAR(40) CHARACTER SET x COLLATE y`, `INT UNSIGNED ZEROFILL`, `ENUM('a', 'b')`."""

from __future__ import annotations

from dataclasses import dataclass

from schemawarden_policy.lexing import TokenKind, fold
from schemawarden_policy.lexing_mysql import value
from schemawarden_policy.parse.mysql_reader import MySqlReader
from schemawarden_policy.parse.reader import UnknownSyntaxError, split_commas

_PLAIN = frozenset(
    "BIT BOOL BOOLEAN TINYINT SMALLINT MEDIUMINT INT INTEGER BIGINT INT1 INT2 INT3 INT4 INT8 MIDDLEINT FLOAT FLOAT4 FLOAT8 "
    "DOUBLE REAL DECIMAL DEC NUMERIC FIXED NUMBER DATE TIME DATETIME TIMESTAMP YEAR CHAR CHARACTER VARCHAR VARCHARACTER VARCHAR2 "
    "NCHAR NVARCHAR BINARY VARBINARY TINYBLOB BLOB MEDIUMBLOB LONGBLOB TINYTEXT TEXT MEDIUMTEXT LONGTEXT CLOB LONG RAW ENUM SET "
    "JSON GEOMETRY POINT LINESTRING POLYGON MULTIPOINT MULTILINESTRING MULTIPOLYGON GEOMETRYCOLLECTION GEOMCOLLECTION SERIAL "
    "UUID INET4 INET6 VECTOR NATIONAL XMLTYPE".split()
)
_LONGER = {
    "DOUBLE": (("PRECISION",),),
    "CHAR": (("VARYING",), ("LARGE", "OBJECT"), ("BYTE",)),
    "CHARACTER": (("VARYING",), ("LARGE", "OBJECT")),
    "BINARY": (("VARYING",), ("LARGE", "OBJECT")),
    "NCHAR": (("VARYING",), ("VARCHAR",), ("VARCHARACTER",)),
    "LONG": (("VARCHAR",), ("VARBINARY",), ("CHAR", "VARYING"), ("VARCHARACTER",), ("CHARACTER", "VARYING")),
    "NATIONAL": (
        *(("CHAR", "VARYING"), ("CHARACTER", "VARYING"), ("VARCHAR",), ("VARCHARACTER",)),
        *(("CHAR",), ("CHARACTER",)),
    ),
}


@dataclass(frozen=True, slots=True)
class Type:
    text: str
    """Upper case, without character set and collation; members of ENUM and SET exactly as written."""
    charset: str = ""
    collation: str = ""


def starts_type(reader: MySqlReader) -> bool:
    return reader.peek_word() in _PLAIN


def read_type(reader: MySqlReader) -> Type:
    """A type with what belongs to it.

    Raises:
        UnknownSyntaxError: no type that MySQL or MariaDB has.
    """
    base = reader.word()
    if base not in _PLAIN:
        raise UnknownSyntaxError(f"{base!r} is no type that is known")
    for more in _LONGER.get(base, ()):
        if reader.take(*more):
            base = " ".join((base, *more))
            break
    text = base + (_arguments(reader) if reader.peek_text() == "(" else "")
    while word := reader.take_any("UNSIGNED", "SIGNED", "ZEROFILL"):
        text += f" {word}"
    charset = _charset(reader)
    collation = fold(reader.option_value()) if reader.take("COLLATE") else ""
    return Type(text, charset or _charset(reader), collation)


def _arguments(reader: MySqlReader) -> str:
    """`(10, 2)`, `('a', 'b')`."""
    parts = split_commas(reader.group())
    for part in parts:
        if len(part) != 1 or part[0].kind not in (TokenKind.NUMBER, TokenKind.STRING, TokenKind.BLOB):
            raise UnknownSyntaxError("a type's arguments are numbers or strings")
    return "(" + ", ".join(part[0].text for part in parts) + ")"


def _charset(reader: MySqlReader) -> str:
    """`CHARACTER SET x`, `CHARSET x`, and the short words; BINARY asks for a collation only."""
    if reader.take("CHARACTER", "SET") or reader.take("CHARSET") or reader.take("CHAR", "SET"):
        token = reader.next()
        if token.kind not in (TokenKind.WORD, TokenKind.QUOTED, TokenKind.STRING):
            raise UnknownSyntaxError("a character set without a name")
        reader.take("BINARY")
        return fold(value(token))
    short = reader.take_any("ASCII", "UNICODE", "BYTE", "BINARY")
    if short == "BINARY":
        return _charset(reader)
    return {"ASCII": "latin1", "UNICODE": "ucs2", "BYTE": "binary"}.get(short, "")
