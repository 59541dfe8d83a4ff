"""What ALTER TABLE does to partitions."""

from __future__ import annotations

from schemawarden_policy.change import AlterTable, Change
from schemawarden_policy.parse.mysql_options import read_definitions, read_partitioning
from schemawarden_policy.parse.mysql_reader import MySqlReader
from schemawarden_policy.parse.reader import UnknownSyntaxError

_LISTED = ("DISCARD", "IMPORT", "TRUNCATE", "ANALYZE", "CHECK", "OPTIMIZE", "REBUILD", "REPAIR")
"""Followed by PARTITION and either names or ALL."""


def read_partition_form(reader: MySqlReader, table: tuple[str, str]) -> tuple[Change, ...] | None:
    """A form with the word PARTITION; None when none comes next."""
    schema, name = table
    form, names = _form(reader)
    if not form:
        return None
    return tuple(AlterTable(name, form, part, schema) for part in names)


def _form(reader: MySqlReader) -> tuple[str, tuple[str, ...]]:
    if reader.take("REMOVE", "PARTITIONING"):
        return "REMOVE PARTITIONING", ("",)
    if (reader.peek_word(), reader.peek_word(1)) == ("PARTITION", "BY"):
        read_partitioning(reader)
        return "PARTITION BY", ("",)
    if reader.take("CONVERT", "TABLE"):
        return "CONVERT TABLE", _converted_table(reader)
    if reader.peek_word(1) != "PARTITION" or not reader.peek_word():
        return "", ()
    verb = reader.next().word
    reader.expect("PARTITION")
    return f"{verb} PARTITION", _verb(reader, verb)


def _verb(reader: MySqlReader, verb: str) -> tuple[str, ...]:
    """Read what follows; the partitions that are named."""
    if verb == "ADD":
        return _add(reader)
    if verb == "DROP":
        reader.if_exists()
        return reader.names()
    if verb in _LISTED:
        return _listed(reader, verb)
    if verb == "COALESCE":
        _local(reader)
        return (reader.number(),)
    if verb == "REORGANIZE":
        return _reorganize(reader)
    if verb == "EXCHANGE":
        return _exchange(reader)
    if verb == "CONVERT":
        part = reader.names()
        reader.expect("TO", "TABLE")
        reader.qualified()
        return part
    raise UnknownSyntaxError(f"{verb} PARTITION is not known")


def _local(reader: MySqlReader) -> None:
    reader.take("NO_WRITE_TO_BINLOG") or reader.take("LOCAL")


def _add(reader: MySqlReader) -> tuple[str, ...]:
    reader.if_not_exists()
    _local(reader)
    if reader.take("PARTITIONS"):
        reader.number()
        return ("",)
    return read_definitions(reader)


def _listed(reader: MySqlReader, verb: str) -> tuple[str, ...]:
    _local(reader)
    names = ("ALL",) if reader.take("ALL") else reader.names()
    if verb in ("DISCARD", "IMPORT"):
        reader.expect("TABLESPACE")
    while verb in ("CHECK", "REPAIR") and reader.take_any(
        "QUICK", "FAST", "MEDIUM", "EXTENDED", "CHANGED", "USE_FRM"
    ):
        pass
    return names


def _reorganize(reader: MySqlReader) -> tuple[str, ...]:
    _local(reader)
    if reader.done:
        return ("",)
    names = reader.names()
    reader.expect("INTO")
    read_definitions(reader)
    return names


def _exchange(reader: MySqlReader) -> tuple[str, ...]:
    """The table that takes the partition's rows, and gives its own."""
    reader.name()
    reader.expect("WITH", "TABLE")
    table = reader.full_name()
    reader.take("WITH", "VALIDATION") or reader.take("WITHOUT", "VALIDATION")
    return (table,)


def _converted_table(reader: MySqlReader) -> tuple[str, ...]:
    """`CONVERT TABLE t TO PARTITION p VALUES ...` (MariaDB)"""
    table = reader.full_name()
    reader.expect("TO", "PARTITION")
    reader.name()
    reader.expect("VALUES")
    if reader.take("LESS", "THAN"):
        if not reader.take("MAXVALUE"):
            reader.group()
    elif reader.take("IN"):
        reader.group()
    else:
        reader.expect("DEFAULT")
    reader.take("WITH", "VALIDATION") or reader.take("WITHOUT", "VALIDATION")
    return (table,)
