"""Options of a table (`ENGINE = InnoDB`) and how it is partitioned, as CREATE TABLE and ALTER TABLE share them."""

from __future__ import annotations

from dataclasses import dataclass

from schemawarden_policy.lexing import Token
from schemawarden_policy.parse.mysql_reader import MySqlReader, spelled
from schemawarden_policy.parse.reader import UnknownSyntaxError, split_commas

_NAMES = frozenset(
    "ENGINE TYPE AUTO_INCREMENT AVG_ROW_LENGTH CHECKSUM TABLE_CHECKSUM COMMENT COMPRESSION CONNECTION DELAY_KEY_WRITE ENCRYPTION "
    "ENGINE_ATTRIBUTE INSERT_METHOD KEY_BLOCK_SIZE MAX_ROWS MIN_ROWS PACK_KEYS PASSWORD ROW_FORMAT SECONDARY_ENGINE "
    "SECONDARY_ENGINE_ATTRIBUTE STATS_AUTO_RECALC STATS_PERSISTENT STATS_SAMPLE_PAGES TABLESPACE STORAGE AUTOEXTEND_SIZE "
    "PAGE_CHECKSUM PAGE_COMPRESSED PAGE_COMPRESSION_LEVEL ENCRYPTED ENCRYPTION_KEY_ID IETF_QUOTES SEQUENCE TRANSACTIONAL "
    "COLLATE CHARSET UNION".split()
)
_TWO_WORDS = (("CHARACTER", "SET"), ("CHAR", "SET"), ("DATA", "DIRECTORY"), ("INDEX", "DIRECTORY"))
_REMOTE_ENGINES = ("FEDERATED", "CONNECT", "SPIDER", "S3", "OQGRAPH")


@dataclass(frozen=True, slots=True)
class Option:
    form: str
    """ENGINE, CHARACTER SET, ROW_FORMAT ..."""
    value: str
    """Upper case, but for a COMMENT."""

    @property
    def outside(self) -> str:
        """How it reaches another server or a folder of the host; empty when it does not."""
        if self.form in ("CONNECTION", "DATA DIRECTORY", "INDEX DIRECTORY"):
            return self.form
        return f"ENGINE {self.value}" if self.form == "ENGINE" and self.value in _REMOTE_ENGINES else ""


def read_option(reader: MySqlReader) -> Option | None:
    """One option; None when none comes next."""
    if reader.take("WITH", "SYSTEM", "VERSIONING"):
        return Option("ADD SYSTEM VERSIONING", "")
    if reader.take("START", "TRANSACTION"):
        return Option("START TRANSACTION", "")
    at = 1 if reader.peek_word() == "DEFAULT" else 0
    form = _form(reader, at)
    if not form:
        return None
    reader.position += at + len(form.split())
    if form == "UNION":
        reader.take("=")
        return Option(form, spelled(reader.group()))
    told = reader.option_value()
    return Option(_SAME.get(form, form), told if form == "COMMENT" else told.upper())


_SAME = {
    "CHARSET": "CHARACTER SET",
    "CHAR SET": "CHARACTER SET",
    "TYPE": "ENGINE",
    "TABLE_CHECKSUM": "CHECKSUM",
}


def _form(reader: MySqlReader, at: int) -> str:
    first, second = reader.peek_word(at), reader.peek_word(at + 1)
    if (first, second) in _TWO_WORDS:
        return f"{first} {second}"
    if at and first not in ("COLLATE", "CHARSET"):
        return ""
    return first if first in _NAMES else ""


def read_partitioning(reader: MySqlReader) -> None:
    """From `PARTITION BY` on."""
    reader.expect("PARTITION", "BY")
    _method(reader)
    if reader.take("PARTITIONS"):
        reader.number()
    if reader.take("SUBPARTITION", "BY"):
        _method(reader)
        if reader.take("SUBPARTITIONS"):
            reader.number()
    if reader.peek_text() == "(":
        read_definitions(reader)


def _method(reader: MySqlReader) -> None:
    if reader.take("SYSTEM_TIME"):
        _system_time(reader)
        return
    reader.take("LINEAR")
    if reader.take("KEY"):
        if reader.take("ALGORITHM"):
            reader.option_value()
    elif reader.take_any("RANGE", "LIST"):
        reader.take("COLUMNS")
    elif not reader.take("HASH"):
        raise UnknownSyntaxError(f"PARTITION BY {reader.peek_text()[:40]!r} is not known")
    reader.group()


def _system_time(reader: MySqlReader) -> None:
    """`INTERVAL n unit [STARTS x] [AUTO]`, `LIMIT n` (MariaDB)."""
    if reader.take("INTERVAL"):
        reader.next()
        reader.word()
        if reader.take("STARTS"):
            reader.take("TIMESTAMP")
            reader.next()
    elif reader.take("LIMIT"):
        reader.number()
    reader.take("AUTO")


def read_definitions(reader: MySqlReader) -> tuple[str, ...]:
    """`(PARTITION name VALUES ... options [(SUBPARTITION ...)], ...)`: their names."""
    return tuple(_definition(part) for part in split_commas(reader.group()))


def _definition(tokens: tuple[Token, ...]) -> str:
    reader = MySqlReader(tokens)
    reader.expect_any("PARTITION", "SUBPARTITION")
    name = reader.name()
    if reader.take("VALUES"):
        _values(reader)
    else:
        reader.take_any("HISTORY", "CURRENT")
    while option := read_option(reader):
        if option.outside:
            raise UnknownSyntaxError(f"a partition with {option.outside}")
    if reader.peek_text() == "(":
        read_definitions(reader)
    reader.end()
    return name


def _values(reader: MySqlReader) -> None:
    if reader.take("LESS", "THAN"):
        if not reader.take("MAXVALUE"):
            reader.group()
    elif reader.take("IN"):
        reader.group()
    elif not reader.take("DEFAULT"):
        raise UnknownSyntaxError("VALUES of a partition that are not known")
