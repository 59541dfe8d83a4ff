"""Column definitions, as CREATE TABLE and ALTER TABLE share them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from schemawarden_policy.change import ColumnDef, TableConstraint
from schemawarden_policy.lexing import TokenKind, fold
from schemawarden_policy.parse.mysql_reader import MySqlReader, spelled
from schemawarden_policy.parse.mysql_types import read_type
from schemawarden_policy.parse.reader import UnknownSyntaxError

_NOW = (
    "CURRENT_TIMESTAMP",
    "NOW",
    "LOCALTIME",
    "LOCALTIMESTAMP",
    "CURRENT_DATE",
    "CURRENT_TIME",
    "CURDATE",
    "CURTIME",
)


@dataclass(slots=True)
class ReadColumn:
    """A column as it is being read, with the checks that have a name."""

    name: str
    facts: dict[str, object] = field(default_factory=dict)
    constraints: list[TableConstraint] = field(default_factory=list)

    @property
    def column(self) -> ColumnDef:
        return ColumnDef(self.name, **self.facts)  # type: ignore[arg-type]


def read_column(reader: MySqlReader) -> ReadColumn:
    """`name type attribute*`, up to what is no attribute."""
    column = ReadColumn(reader.name())
    if reader.peek_word() == "SERIAL":
        column.facts |= {"not_null": True, "auto_increment": True, "unique": True}
    told = read_type(reader)
    text = "BIGINT UNSIGNED" if told.text == "SERIAL" else told.text
    column.facts |= {"type": text, "charset": told.charset, "collation": told.collation}
    while _attribute(reader, column):
        pass
    return column


def _attribute(reader: MySqlReader, column: ReadColumn) -> bool:
    """Read one attribute; False when none comes next."""
    read = _ATTRIBUTES.get(reader.peek_word())
    return read is not None and read(reader, column)


def _not(reader: MySqlReader, column: ReadColumn) -> bool:
    if reader.take("NOT", "NULL"):
        column.facts["not_null"] = True
        return True
    return reader.take("NOT", "SECONDARY")


def _default(reader: MySqlReader, column: ReadColumn) -> bool:
    reader.expect("DEFAULT")
    column.facts["default"] = read_default(reader)
    return True


def read_default(reader: MySqlReader) -> str:
    """A literal, `(expression)`, or on MariaDB a call without the parentheses around it."""
    start = reader.position
    reader.take_any("NOT") if reader.peek_word(1) in ("TRUE", "FALSE") else None
    while reader.take("-") or reader.take("+"):
        pass
    if reader.peek_text() == "(":
        reader.group()
    elif not reader.take("NEXT", "VALUE", "FOR"):
        _default_token(reader)
    else:
        reader.qualified()
    return spelled(reader.tokens[start : reader.position])


def _default_token(reader: MySqlReader) -> None:
    token = reader.next()
    if token.kind is TokenKind.WORD:
        following = reader.peek()
        if token.text.startswith("_") and following and following.kind in (TokenKind.STRING, TokenKind.BLOB):
            reader.next()
        elif following is not None and following.text == "(":
            reader.group()
        elif token.word not in (*_NOW, "NULL", "TRUE", "FALSE", "CURRENT_USER", "UTC_TIMESTAMP"):
            raise UnknownSyntaxError(f"{token.text[:40]!r} is no default")
    elif token.kind not in (TokenKind.STRING, TokenKind.NUMBER, TokenKind.BLOB):
        raise UnknownSyntaxError(f"{token.text[:40]!r} is no default")


def _on_update(reader: MySqlReader, column: ReadColumn) -> bool:
    if not reader.take("ON", "UPDATE"):
        return False
    if reader.word() not in _NOW:
        raise UnknownSyntaxError("ON UPDATE without the current time")
    if reader.peek_text() == "(":
        reader.group()
    return True


def _key(reader: MySqlReader, column: ReadColumn) -> bool:
    """`[PRIMARY] KEY`"""
    reader.take("PRIMARY")
    reader.expect("KEY")
    column.facts |= {"primary_key": True, "not_null": True}
    return True


def _unique(reader: MySqlReader, column: ReadColumn) -> bool:
    reader.expect("UNIQUE")
    reader.take("KEY") or reader.take("INDEX")
    column.facts["unique"] = True
    return True


def _auto_increment(reader: MySqlReader, column: ReadColumn) -> bool:
    reader.expect("AUTO_INCREMENT")
    column.facts["auto_increment"] = True
    return True


def _serial(reader: MySqlReader, column: ReadColumn) -> bool:
    reader.expect("SERIAL", "DEFAULT", "VALUE")
    column.facts |= {"not_null": True, "auto_increment": True, "unique": True}
    return True


def _collate(reader: MySqlReader, column: ReadColumn) -> bool:
    reader.expect("COLLATE")
    column.facts["collation"] = fold(reader.option_value())
    return True


def _references(reader: MySqlReader, column: ReadColumn) -> bool:
    column.facts["references"] = references(reader)
    return True


def _check(reader: MySqlReader, column: ReadColumn) -> bool:
    """`[CONSTRAINT [name]] CHECK (expression) [[NOT] ENFORCED]`"""
    name = ""
    if reader.take("CONSTRAINT") and reader.peek_word() != "CHECK":
        name = reader.name()
    if name and reader.peek_word() == "REFERENCES":
        return _references(reader, column)
    text, _ = read_check(reader)
    column.facts["check"] = text
    if name:
        column.constraints.append(TableConstraint(name, "check", (column.name,), text))
    return True


def read_check(reader: MySqlReader) -> tuple[str, bool]:
    """`CHECK (expression) [[NOT] ENFORCED]`: the expression's text, and whether it is enforced."""
    reader.expect("CHECK")
    group = reader.group()
    if not group:
        raise UnknownSyntaxError("CHECK of nothing")
    if reader.take("NOT", "ENFORCED"):
        return spelled(group), False
    reader.take("ENFORCED")
    return spelled(group), True


def _generated(reader: MySqlReader, column: ReadColumn) -> bool:
    """`[GENERATED ALWAYS] AS (expression) [VIRTUAL | STORED | PERSISTENT]`, or the times of a row's life (MariaDB)."""
    if reader.take("GENERATED"):
        reader.expect("ALWAYS")
    reader.expect("AS")
    if reader.take("ROW"):
        reader.expect_any("START", "END")
        column.facts["generated"] = "STORED"
        return True
    column.facts["expression"] = spelled(reader.group())
    kind = reader.take_any("VIRTUAL", "STORED", "PERSISTENT") or "VIRTUAL"
    column.facts["generated"] = "STORED" if kind == "PERSISTENT" else kind
    return True


def _versioning(reader: MySqlReader, column: ReadColumn) -> bool:
    return reader.take("WITH", "SYSTEM", "VERSIONING") or reader.take("WITHOUT", "SYSTEM", "VERSIONING")


def _option(reader: MySqlReader, column: ReadColumn) -> bool:
    """A word with a value that says nothing of the data."""
    reader.next()
    reader.option_value()
    return True


def _compressed(reader: MySqlReader, column: ReadColumn) -> bool:
    reader.expect("COMPRESSED")
    if reader.peek_text() == "=":
        reader.option_value()
    return True


def _skip(reader: MySqlReader, column: ReadColumn) -> bool:
    reader.next()
    return True


_ATTRIBUTES: dict[str, Callable[[MySqlReader, ReadColumn], bool]] = {
    "NOT": _not,
    "NULL": _skip,
    "DEFAULT": _default,
    "ON": _on_update,
    "PRIMARY": _key,
    "KEY": _key,
    "UNIQUE": _unique,
    "AUTO_INCREMENT": _auto_increment,
    "SERIAL": _serial,
    "COLLATE": _collate,
    "REFERENCES": _references,
    "CONSTRAINT": _check,
    "CHECK": _check,
    "GENERATED": _generated,
    "AS": _generated,
    "VISIBLE": _skip,
    "INVISIBLE": _skip,
    "WITH": _versioning,
    "WITHOUT": _versioning,
    "COMPRESSED": _compressed,
    **dict.fromkeys(
        "COMMENT COLUMN_FORMAT STORAGE ENGINE_ATTRIBUTE SECONDARY_ENGINE_ATTRIBUTE SRID REF_SYSTEM_ID".split(),
        _option,
    ),
}


def references(reader: MySqlReader) -> str:
    """`REFERENCES table [(columns)] [MATCH ...] [ON DELETE ...] [ON UPDATE ...]`; the table's name."""
    reader.expect("REFERENCES")
    table = reader.full_name()
    if reader.peek_text() == "(":
        reader.group()
    while True:
        if reader.take("MATCH"):
            reader.expect_any("FULL", "PARTIAL", "SIMPLE")
        elif reader.take("ON", "DELETE") or reader.take("ON", "UPDATE"):
            _action(reader)
        else:
            return table


def _action(reader: MySqlReader) -> None:
    pairs = (("SET", "NULL"), ("SET", "DEFAULT"), ("NO", "ACTION"))
    if not any(reader.take(*pair) for pair in pairs) and not reader.take_any("CASCADE", "RESTRICT"):
        raise UnknownSyntaxError(f"{reader.peek_text()!r} is no foreign key action")
