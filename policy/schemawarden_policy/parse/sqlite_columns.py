"""Column definitions and constraints, as CREATE TABLE and ADD COLUMN share them."""

from __future__ import annotations

from dataclasses import dataclass, field

from schemawarden_policy.change import ColumnDef, TableConstraint
from schemawarden_policy.lexing import Token, TokenKind
from schemawarden_policy.parse.reader import Reader, UnknownSyntaxError, spell, split_commas

_STARTS = (
    "CONSTRAINT",
    "PRIMARY",
    "NOT",
    "NULL",
    "UNIQUE",
    "CHECK",
    "DEFAULT",
    "COLLATE",
    "REFERENCES",
    "GENERATED",
    "AS",
)


@dataclass(slots=True)
class ReadColumn:
    """A column as it is being read, with the names given to its constraints."""

    name: str
    type: str
    facts: dict[str, object] = field(default_factory=dict)
    constraints: list[TableConstraint] = field(default_factory=list)

    @property
    def column(self) -> ColumnDef:
        return ColumnDef(self.name, self.type, **self.facts)  # type: ignore[arg-type]


def read_column(reader: Reader) -> ReadColumn:
    """`name [type words [(n[, m])]] constraint*`, up to the end of the reader."""
    column = ReadColumn(reader.name(), _type(reader))
    while not reader.done:
        name = reader.name() if reader.take("CONSTRAINT") else ""
        kind = _constraint(reader, column)
        if name and kind:
            column.constraints.append(TableConstraint(name, kind))
    return column


def _type(reader: Reader) -> str:
    words: list[str] = []
    while (token := reader.peek()) and token.kind in (TokenKind.WORD, TokenKind.QUOTED, TokenKind.STRING):
        if token.word in _STARTS:
            break
        words.append(reader.next().name.upper())
    if words and reader.peek_text() == "(":
        words[-1] += "(" + spell(reader.group()) + ")"
    return " ".join(words)


def _constraint(reader: Reader, column: ReadColumn) -> str:
    """Read one constraint, note it, and say which kind of named constraint it is (empty when it is none)."""
    facts = column.facts
    if reader.take("PRIMARY", "KEY"):
        reader.take_any("ASC", "DESC")
        _on_conflict(reader)
        reader.take("AUTOINCREMENT")
        facts["primary_key"] = True
        return "primary_key"
    if reader.take("NOT", "NULL"):
        _on_conflict(reader)
        facts["not_null"] = True
    elif reader.take("NULL"):
        _on_conflict(reader)
    elif reader.take("UNIQUE"):
        _on_conflict(reader)
        facts["unique"] = True
        return "unique"
    elif reader.take("CHECK"):
        facts["check"] = spell(reader.group())
        return "check"
    elif reader.take("DEFAULT"):
        facts["default"] = _default(reader)
    elif reader.take("COLLATE"):
        reader.name()
    elif reader.peek_word() == "REFERENCES":
        facts["references"] = references(reader)
        return "foreign_key"
    elif reader.take("GENERATED", "ALWAYS", "AS") or reader.take("AS"):
        facts["expression"] = spell(reader.group())
        facts["generated"] = reader.take_any("STORED", "VIRTUAL") or "VIRTUAL"
    else:
        raise UnknownSyntaxError(f"{reader.peek_text()!r} is no column constraint")
    return ""


def _default(reader: Reader) -> str:
    if reader.peek_text() == "(":
        return "(" + spell(reader.group()) + ")"
    sign = "-" if reader.take("-") else "+" if reader.take("+") else ""
    token = reader.next()
    if token.kind is TokenKind.OPERATOR:
        raise UnknownSyntaxError(f"{token.text!r} is no default")
    return sign + token.text


def references(reader: Reader) -> str:
    """`REFERENCES table [(columns)] actions`; the table's name."""
    reader.expect("REFERENCES")
    table = reader.name()
    if reader.peek_text() == "(":
        reader.group()
    while _reference_clause(reader):
        pass
    return table


def _reference_clause(reader: Reader) -> bool:
    """One of ON DELETE/UPDATE, MATCH, [NOT] DEFERRABLE; False when none comes next."""
    if reader.take("ON"):
        if not reader.take_any("DELETE", "UPDATE") or not _action(reader):
            raise UnknownSyntaxError(f"{reader.peek_text()!r} is no foreign key action")
        return True
    if reader.take("MATCH"):
        reader.name()
        return True
    if reader.take("NOT", "DEFERRABLE") or reader.take("DEFERRABLE"):
        if reader.take("INITIALLY") and not reader.take_any("DEFERRED", "IMMEDIATE"):
            raise UnknownSyntaxError("INITIALLY without DEFERRED or IMMEDIATE")
        return True
    return False


def _action(reader: Reader) -> bool:
    pairs = (("SET", "NULL"), ("SET", "DEFAULT"), ("NO", "ACTION"))
    return any(reader.take(*pair) for pair in pairs) or bool(reader.take_any("CASCADE", "RESTRICT"))


def _on_conflict(reader: Reader) -> None:
    if reader.take("ON", "CONFLICT") and not reader.take_any(
        "ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE"
    ):
        raise UnknownSyntaxError("ON CONFLICT without a known action")


def read_table_constraint(reader: Reader) -> TableConstraint:
    """`[CONSTRAINT name] PRIMARY KEY | UNIQUE | CHECK | FOREIGN KEY (...)`."""
    name = reader.name() if reader.take("CONSTRAINT") else ""
    if reader.take("PRIMARY", "KEY"):
        kind = "primary_key"
    elif kind := (reader.take_any("UNIQUE", "CHECK")).lower():
        pass
    elif reader.take("FOREIGN", "KEY"):
        kind = "foreign_key"
    else:
        raise UnknownSyntaxError(f"{reader.peek_text()!r} is no table constraint")
    inside = reader.group()
    referenced = references(reader) if kind == "foreign_key" else ""
    _on_conflict(reader)
    reader.end()
    if kind == "check":
        return TableConstraint(name, kind, expression=spell(inside))
    return TableConstraint(name, kind, _listed(inside), references=referenced)


def _listed(tokens: tuple[Token, ...]) -> tuple[str, ...]:
    """The columns between the parentheses of a key."""
    return tuple(part[0].name for part in split_commas(tokens) if part)
