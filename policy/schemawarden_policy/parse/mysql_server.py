"""Statements about the server and its accounts, about what runs later, and about tables as a whole: GRANT, LOCK, ANALYZE, CALL ..."""

from __future__ import annotations

from schemawarden_policy.change import (
    Change,
    ClusterStatement,
    LockTable,
    Maintain,
    OutsideServer,
    RunRoutine,
)
from schemawarden_policy.parse.mysql_query import read_expression
from schemawarden_policy.parse.mysql_reader import MySqlReader
from schemawarden_policy.parse.reader import UnknownSyntaxError, split_commas

_OBJECTS = (
    *(
        ("USER",),
        ("ROLE",),
        ("TABLESPACE",),
        ("UNDO", "TABLESPACE"),
        ("LOGFILE", "GROUP"),
        ("RESOURCE", "GROUP"),
    ),
    *(("SPATIAL", "REFERENCE", "SYSTEM"), ("INSTANCE",), ("LIBRARY",)),
)
STATEMENTS = (
    *(
        ("INSTALL",),
        ("UNINSTALL",),
        ("SHUTDOWN",),
        ("RESTART",),
        ("KILL",),
        ("RESET",),
        ("FLUSH",),
        ("PURGE",),
    ),
    *(("CHANGE", "MASTER"), ("CHANGE", "REPLICATION"), ("START", "SLAVE"), ("START", "REPLICA"), ("STOP",)),
    *(
        ("START", "ALL"),
        ("START", "GROUP_REPLICATION"),
        ("BINLOG",),
        ("CLONE",),
        ("BACKUP",),
        ("CACHE", "INDEX"),
    ),
    *(("LOAD", "INDEX"), ("LOCK", "INSTANCE"), ("UNLOCK", "INSTANCE"), ("RENAME", "USER")),
)
"""What follows them is not read: nothing of it is for a migration."""


def read_object(reader: MySqlReader, verb: str) -> tuple[Change, ...]:
    """CREATE, ALTER, DROP of what belongs to the whole server. What follows its name is not read: nothing of it is for a migration."""
    if reader.take("SERVER"):
        reader.rest()
        return (OutsideServer(f"{verb} SERVER"),)
    for words in _OBJECTS:
        if reader.take(*words):
            reader.if_exists() or reader.if_not_exists()
            name = "" if reader.done else reader.next().name
            reader.rest()
            return (ClusterStatement(f"{verb} {' '.join(words)}", name.strip("'\"")),)
    raise UnknownSyntaxError(f"{verb} {reader.peek_text()[:40]!r} is not known")


def read_server(reader: MySqlReader) -> tuple[Change, ...]:
    """A statement that is about the server itself."""
    words = next(words for words in STATEMENTS if reader.take(*words))
    if words == ("INSTALL",) or words == ("UNINSTALL",):
        words = (*words, reader.word())
    reader.rest()
    return (ClusterStatement(" ".join(words)),)


def read_lock(reader: MySqlReader) -> tuple[Change, ...]:
    """`LOCK TABLES t [[AS] alias] READ [LOCAL] | [LOW_PRIORITY] WRITE [CONCURRENT], ... [WAIT n | NOWAIT]`"""
    reader.expect("LOCK")
    reader.expect_any("TABLES", "TABLE")
    modes: dict[str, list[str]] = {}
    while True:
        table = reader.full_name()
        if reader.take("AS") or reader.peek_word() not in ("READ", "WRITE", "LOW_PRIORITY"):
            reader.name()
        reader.take("LOW_PRIORITY")
        mode = reader.take_any("READ", "WRITE")
        if not mode:
            raise UnknownSyntaxError("LOCK TABLES without READ or WRITE")
        reader.take_any("LOCAL", "CONCURRENT")
        modes.setdefault(mode, []).append(table)
        if not reader.take(","):
            break
    reader.wait()
    return tuple(LockTable(tuple(tables), mode) for mode, tables in modes.items())


def read_unlock(reader: MySqlReader) -> tuple[Change, ...]:
    """It gives back what LOCK TABLES took, and does nothing else."""
    reader.expect("UNLOCK")
    reader.expect_any("TABLES", "TABLE")
    return ()


def read_maintenance(reader: MySqlReader) -> tuple[Change, ...]:
    """`ANALYZE | OPTIMIZE | CHECK | REPAIR | CHECKSUM [LOCAL] TABLE t, ... [options]`"""
    verb = reader.next().word
    reader.take("NO_WRITE_TO_BINLOG") or reader.take("LOCAL")
    reader.expect_any("TABLES", "TABLE")
    tables = [reader.full_name()]
    while reader.take(","):
        tables.append(reader.full_name())
    while reader.take_any(*_CARE) or reader.take("FOR", "UPGRADE"):
        pass
    reader.wait()
    if verb == "ANALYZE" and (reader.take("PERSISTENT", "FOR") or reader.peek_word() in ("UPDATE", "DROP")):
        reader.rest()  # statistics of columns
    return tuple(Maintain(verb, table) for table in tables)


_CARE = ("QUICK", "FAST", "MEDIUM", "EXTENDED", "CHANGED", "USE_FRM")


def read_call(reader: MySqlReader) -> tuple[Change, ...]:
    """`CALL name [(arguments)]`"""
    reader.expect("CALL")
    name = reader.full_name()
    changes: tuple[Change, ...] = (RunRoutine(name, "a procedure's code"),)
    if reader.peek_text() == "(":
        group = reader.group()
        for part in split_commas(group) if group else ():
            changes += read_expression(part)
    return changes


def read_do(reader: MySqlReader) -> tuple[Change, ...]:
    """`DO expression, ...`"""
    reader.expect("DO")
    return tuple(change for part in split_commas(reader.rest()) for change in read_expression(part))


def read_prepared(reader: MySqlReader) -> tuple[Change, ...]:
    """`PREPARE name FROM text`, `EXECUTE name [USING ...]`, `EXECUTE IMMEDIATE text`"""
    verb = reader.next().word
    if not reader.rest():
        raise UnknownSyntaxError(f"{verb} of nothing")
    return (RunRoutine(verb, "dynamic SQL"),)


def read_deallocate(reader: MySqlReader) -> tuple[Change, ...]:
    """`DEALLOCATE | DROP PREPARE name`"""
    reader.take("DEALLOCATE")
    reader.expect("PREPARE")
    reader.name()
    return ()
