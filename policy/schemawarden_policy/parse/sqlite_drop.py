"""DROP TABLE, INDEX, VIEW, TRIGGER."""

from __future__ import annotations

from schemawarden_policy.change import Change, DropIndex, DropObject, DropTable
from schemawarden_policy.parse.reader import Reader, UnknownSyntaxError


def read(reader: Reader) -> tuple[Change, ...]:
    """`DROP kind [IF EXISTS] [schema.]name`; SQLite knows no CASCADE and no lists."""
    reader.expect("DROP")
    kind = reader.take_any("TABLE", "INDEX", "VIEW", "TRIGGER")
    if not kind:
        raise UnknownSyntaxError(f"DROP {reader.peek_text()!r} is not known")
    if_exists = reader.take("IF", "EXISTS")
    schema, name = reader.qualified()
    if kind == "TABLE":
        return (DropTable(name, if_exists=if_exists, schema=schema),)
    if kind == "INDEX":
        return (DropIndex(name, schema=schema),)
    return (DropObject(kind.lower(), name, schema=schema),)
