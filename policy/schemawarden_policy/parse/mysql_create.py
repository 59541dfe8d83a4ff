"""CREATE, ALTER, DROP: which object is meant, and who reads the rest."""

from __future__ import annotations

from schemawarden_policy.change import Change
from schemawarden_policy.parse import mysql_objects as objects
from schemawarden_policy.parse import mysql_routines as routines
from schemawarden_policy.parse import mysql_server as server
from schemawarden_policy.parse.mysql_alter import read_alter_table
from schemawarden_policy.parse.mysql_indexes import read_create_index, read_drop_index
from schemawarden_policy.parse.mysql_objects import ChangesOf, Head
from schemawarden_policy.parse.mysql_reader import MySqlReader
from schemawarden_policy.parse.mysql_tables import read_create_table, read_drop_table
from schemawarden_policy.parse.reader import UnknownSyntaxError


def read_create(reader: MySqlReader, changes_of: ChangesOf) -> tuple[Change, ...]:
    """Any CREATE."""
    reader.expect("CREATE")
    replaces = reader.take("OR", "REPLACE")
    temporary = reader.take("TEMPORARY")
    _definer(reader)
    kind, head = reader.peek_word(), Head(replaces, temporary)
    if kind == "TABLE":
        return read_create_table(reader, temporary, replaces)
    if kind in ("ONLINE", "OFFLINE") or (not temporary and _is_index(reader)):
        reader.take_any("ONLINE", "OFFLINE")
        return read_create_index(reader, replaces)
    if kind == "SEQUENCE":
        return objects.read_sequence(reader, head)
    if temporary:
        raise UnknownSyntaxError(f"CREATE TEMPORARY {reader.peek_text()[:40]!r} is not known")
    return _create_object(reader, kind, head, changes_of)


def _create_object(reader: MySqlReader, kind: str, head: Head, changes_of: ChangesOf) -> tuple[Change, ...]:
    if kind == "VIEW":
        return objects.read_view(reader, head)
    if kind == "TRIGGER":
        return routines.read_trigger(reader, head, changes_of)
    if kind in ("PROCEDURE", "FUNCTION", "AGGREGATE"):
        return routines.read_routine(reader, head, changes_of)
    if kind == "EVENT":
        return routines.read_event(reader, head, changes_of)
    if kind in ("DATABASE", "SCHEMA"):
        return objects.read_database(reader, head)
    return server.read_object(reader, "CREATE")


def _is_index(reader: MySqlReader) -> bool:
    word, following = reader.peek_word(), reader.peek_word(1)
    return word == "INDEX" or (word in ("UNIQUE", "FULLTEXT", "SPATIAL", "VECTOR") and following == "INDEX")


def _definer(reader: MySqlReader) -> None:
    """`[ALGORITHM = x] [DEFINER = account] [SQL SECURITY DEFINER | INVOKER]`"""
    if reader.take("ALGORITHM", "="):
        reader.expect_any("UNDEFINED", "MERGE", "TEMPTABLE")
    if reader.take("DEFINER", "="):
        reader.account()
    if reader.take("SQL", "SECURITY"):
        reader.expect_any("DEFINER", "INVOKER")


def read_alter(reader: MySqlReader, changes_of: ChangesOf) -> tuple[Change, ...]:
    """Any ALTER."""
    reader.expect("ALTER")
    if reader.peek_word() in ("TABLE", "ONLINE", "IGNORE"):
        return read_alter_table(reader)
    _definer(reader)
    kind = reader.peek_word()
    if kind == "VIEW":
        return objects.read_alter_view(reader)
    if kind == "EVENT":
        return routines.read_alter_event(reader, changes_of)
    if kind in ("PROCEDURE", "FUNCTION"):
        return routines.read_alter_routine(reader)
    if kind in ("DATABASE", "SCHEMA"):
        return objects.read_alter_database(reader)
    if kind == "SEQUENCE":
        return objects.read_alter_sequence(reader)
    return server.read_object(reader, "ALTER")


def read_drop(reader: MySqlReader) -> tuple[Change, ...]:
    """Any DROP."""
    reader.expect("DROP")
    temporary = reader.take("TEMPORARY")
    kind = reader.peek_word()
    if kind in ("TABLE", "TABLES"):
        return read_drop_table(reader, temporary)
    if kind == "SEQUENCE" or (not temporary and kind in _DROPPED):
        return objects.read_drop(reader)
    if temporary:
        raise UnknownSyntaxError(f"DROP TEMPORARY {reader.peek_text()[:40]!r} is not known")
    if kind == "PREPARE":
        return server.read_deallocate(reader)
    if kind in ("INDEX", "ONLINE", "OFFLINE"):
        reader.take_any("ONLINE", "OFFLINE")
        return read_drop_index(reader)
    return server.read_object(reader, "DROP")


_DROPPED = ("VIEW", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "DATABASE", "SCHEMA")
