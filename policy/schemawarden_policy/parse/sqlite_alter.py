"""ALTER TABLE: the four forms that SQLite has, and the ones it refuses, named.

sqlglot is not asked: it reads `ALTER TABLE t RENAME a TO b` as a rename of the table.
"""

from __future__ import annotations

from schemawarden_policy.change import (
    AddColumn,
    AlterUnsupported,
    Change,
    DropColumn,
    RenameColumn,
    RenameTable,
)
from schemawarden_policy.parse.reader import Reader, UnknownSyntaxError, split_commas
from schemawarden_policy.parse.sqlite_columns import read_column

_CONSTRAINT_WORDS = ("CONSTRAINT", "CHECK", "UNIQUE", "PRIMARY", "FOREIGN")


def read(reader: Reader) -> tuple[Change, ...]:
    """One ALTER TABLE; anything else that is altered is unknown to SQLite."""
    reader.expect("ALTER", "TABLE")
    guarded = reader.take("IF", "EXISTS")
    schema, table = reader.qualified()
    if guarded or len(split_commas(reader.tokens[reader.position :])) > 1:
        form = "IF EXISTS" if guarded else "with several actions"
        return (_unsupported(reader, schema, table, form),)
    action = reader.take_any("RENAME", "ADD", "DROP", "ALTER", "MODIFY", "CHANGE")
    if action == "RENAME":
        return (_rename(reader, schema, table),)
    if action == "ADD":
        return (_add(reader, schema, table),)
    if action == "DROP":
        return (_drop(reader, schema, table),)
    if action:
        return (_unsupported(reader, schema, table, f"{action} COLUMN"),)
    raise UnknownSyntaxError(f"ALTER TABLE ... {reader.peek_text()!r} is not known")


def _rename(reader: Reader, schema: str, table: str) -> Change:
    """`RENAME TO new`, `RENAME [COLUMN] a TO b`. A bare `RENAME TO TO x` can't be told apart and stays unknown."""
    if reader.peek_word() == "TO" and reader.peek_word(1) != "TO":
        reader.take("TO")
        return RenameTable(table, reader.name(), schema)
    reader.take("COLUMN")
    column = reader.name()
    reader.expect("TO")
    return RenameColumn(table, column, reader.name(), schema)


def _add(reader: Reader, schema: str, table: str) -> Change:
    if not reader.take("COLUMN") and reader.peek_word() in _CONSTRAINT_WORDS:
        return _unsupported(reader, schema, table, "ADD CONSTRAINT")
    if _words(reader, "IF", "NOT", "EXISTS"):
        return _unsupported(reader, schema, table, "ADD COLUMN IF NOT EXISTS")
    return AddColumn(table, read_column(reader).column, schema)


def _drop(reader: Reader, schema: str, table: str) -> Change:
    if not reader.take("COLUMN") and reader.peek_word() in _CONSTRAINT_WORDS and len(reader.tokens) > 5:
        return _unsupported(reader, schema, table, "DROP CONSTRAINT")
    if _words(reader, "IF", "EXISTS"):
        return _unsupported(reader, schema, table, "DROP COLUMN IF EXISTS")
    return DropColumn(table, reader.name(), schema)


def _words(reader: Reader, *words: str) -> bool:
    """These words come next; a column may have the first of them for its name."""
    return all(reader.peek_word(ahead) == word for ahead, word in enumerate(words))


def _unsupported(reader: Reader, schema: str, table: str, form: str) -> Change:
    reader.rest()
    return AlterUnsupported(table, form, schema)
