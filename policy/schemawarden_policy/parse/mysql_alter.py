"""ALTER TABLE: each form of MySQL 8.4 and MariaDB 11, word by word. What no form takes leaves the statement unknown."""

from __future__ import annotations

from collections.abc import Callable

from schemawarden_policy.change import (
    AlterTable,
    Change,
    OutsideServer,
    RenameColumn,
    SetDefault,
)
from schemawarden_policy.parse.mysql_alter_columns import (
    Form,
    Table,
    read_add,
    read_change,
    read_drop,
    read_modify,
)
from schemawarden_policy.parse.mysql_columns import read_default
from schemawarden_policy.parse.mysql_indexes import conduct_value
from schemawarden_policy.parse.mysql_options import Option, read_option
from schemawarden_policy.parse.mysql_partitions import read_partition_form
from schemawarden_policy.parse.mysql_reader import MySqlReader
from schemawarden_policy.parse.mysql_tables import renamed
from schemawarden_policy.parse.reader import UnknownSyntaxError


def read_alter_table(reader: MySqlReader) -> tuple[Change, ...]:
    """From `[ONLINE] [IGNORE] TABLE` on."""
    reader.take("ONLINE")
    reader.take("IGNORE")
    reader.expect("TABLE")
    reader.if_exists()
    table = reader.qualified()
    reader.wait()
    found: list[Change] = []
    while not reader.done:
        free = _form(reader, table, found)
        if reader.take(","):
            _require_more(reader)
        elif not free and reader.peek_word() not in _UNSEPARATED:
            reader.end()
    return tuple(found)


def _require_more(reader: MySqlReader) -> None:
    if reader.done:
        raise UnknownSyntaxError("the statement ends with a comma")


_UNSEPARATED = ("PARTITION", "REMOVE")
"""What follows the other forms without a comma."""


def _form(reader: MySqlReader, table: Table, found: list[Change]) -> bool:
    """Read one form; True when it is an option, which may go without a comma."""
    read = _FORMS.get(reader.peek_word())
    changes = read(reader, table) if read else None
    if changes is None:
        changes = read_partition_form(reader, table)
    if changes is not None:
        found.extend(changes)
        return False
    option = read_option(reader)
    if option is None:
        raise UnknownSyntaxError(f"ALTER TABLE ... {reader.peek_text()[:40]!r} is not known")
    found.extend(_optional(option, table))
    return True


def _optional(option: Option, table: Table) -> tuple[Change, ...]:
    altered = AlterTable(table[1], option.form, option.value, table[0])
    return (altered, OutsideServer(option.outside)) if option.outside else (altered,)


def _rename(reader: MySqlReader, table: Table) -> Form:
    schema, name = table
    reader.expect("RENAME")
    if reader.take("COLUMN"):
        reader.if_exists()
        column = reader.name()
        reader.expect("TO")
        return (RenameColumn(name, column, reader.name(), schema),)
    if reader.take("INDEX") or reader.take("KEY"):
        reader.if_exists()
        index = reader.name()
        reader.expect("TO")
        reader.name()
        return (AlterTable(name, "RENAME INDEX", index, schema),)
    reader.take("TO") or reader.take("AS") or reader.take("=")
    return tuple(renamed(schema, name, *reader.qualified()))


def _alter(reader: MySqlReader, table: Table) -> Form:
    schema, name = table
    reader.expect("ALTER")
    if reader.take("INDEX") or reader.take("KEY"):
        reader.if_exists()
        index = reader.name()
        word = "NOT IGNORED" if reader.take("NOT", "IGNORED") else _seen(reader, "IGNORED")
        return (AlterTable(name, f"ALTER INDEX {word}", index, schema),)
    if reader.take("CHECK") or reader.take("CONSTRAINT"):
        check = reader.name()
        word = "NOT ENFORCED" if reader.take("NOT", "ENFORCED") else _seen(reader, "ENFORCED")
        return (AlterTable(name, f"ALTER CHECK {word}", check, schema),)
    reader.take("COLUMN")
    reader.if_exists()
    column = reader.name()
    if reader.take("SET", "DEFAULT"):
        return (SetDefault(name, column, read_default(reader), schema),)
    if reader.take("DROP", "DEFAULT"):
        return (SetDefault(name, column, None, schema),)
    reader.expect("SET")
    return (AlterTable(name, f"ALTER COLUMN SET {_seen(reader)}", column, schema),)


def _seen(reader: MySqlReader, *more: str) -> str:
    word = reader.take_any(*(("VISIBLE", "INVISIBLE") if more != ("ENFORCED",) else ()), *more)
    if not word:
        raise UnknownSyntaxError(f"unexpected {reader.peek_text()[:40]!r}")
    return word


def _convert(reader: MySqlReader, table: Table) -> Form:
    """`CONVERT TO CHARACTER SET x [COLLATE y]`; the forms with PARTITION are elsewhere."""
    if reader.peek_word(1) != "TO":
        return None
    reader.expect("CONVERT", "TO")
    if not reader.take("CHARSET"):
        reader.expect("CHARACTER", "SET")
    charset = reader.option_value().upper()
    if reader.take("COLLATE"):
        reader.option_value()
    return (AlterTable(table[1], "CONVERT TO CHARACTER SET", charset, table[0]),)


def _order(reader: MySqlReader, table: Table) -> Form:
    reader.expect("ORDER", "BY")
    while True:
        reader.qualified()
        reader.take_any("ASC", "DESC")
        if not reader.take(","):
            return (AlterTable(table[1], "ORDER BY", "", table[0]),)


def _conduct(reader: MySqlReader, table: Table) -> Form:
    form = reader.next().word
    return (AlterTable(table[1], form, conduct_value(reader, form), table[0]),)


def _words(*forms: tuple[str, ...]) -> Callable[[MySqlReader, Table], Form]:
    """Forms that are nothing but words."""

    def read(reader: MySqlReader, table: Table) -> Form:
        for words in forms:
            if reader.take(*words):
                return (AlterTable(table[1], " ".join(words), "", table[0]),)
        return None

    return read


_FORMS: dict[str, Callable[[MySqlReader, Table], Form]] = {
    "ADD": read_add,
    "DROP": read_drop,
    "MODIFY": read_modify,
    "CHANGE": read_change,
    "RENAME": _rename,
    "ALTER": _alter,
    "CONVERT": _convert,
    "ORDER": _order,
    "ALGORITHM": _conduct,
    "LOCK": _conduct,
    "FORCE": _words(("FORCE",)),
    "DISABLE": _words(("DISABLE", "KEYS")),
    "ENABLE": _words(("ENABLE", "KEYS")),
    "DISCARD": _words(("DISCARD", "TABLESPACE")),
    "IMPORT": _words(("IMPORT", "TABLESPACE")),
    "WITH": _words(("WITH", "VALIDATION")),
    "WITHOUT": _words(("WITHOUT", "VALIDATION")),
    "SECONDARY_LOAD": _words(("SECONDARY_LOAD",)),
    "SECONDARY_UNLOAD": _words(("SECONDARY_UNLOAD",)),
}
