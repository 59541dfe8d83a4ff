"""What a SQLite database is made of: its fingerprint, the policy's view of it, and statements that make it again.

SQLite's own objects (sqlite_*) follow from the others and are left out; so is Atlas's revisions table, which every apply
changes. A trigger on the revisions table stays in: it is nobody's business there, and must be seen.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import NamedTuple

from schemawarden.adapters.revisions import REVISIONS
from schemawarden.errors import StateError
from schemawarden_policy.canonical import NotCanonicalError, canonical, digest
from schemawarden_policy.facts import Column, Gap, Schema, Table
from schemawarden_policy.indexes import index_of
from schemawarden_policy.statement import Dialect

_ORDER = {"table": 0, "index": 1, "view": 2, "trigger": 3}
_GENERATED = {2: "VIRTUAL", 3: "STORED"}
_SHADOWS = {
    "fts3": ("content", "segments", "segdir", "docsize", "stat"),
    "fts4": ("content", "segments", "segdir", "docsize", "stat"),
    "fts5": ("data", "idx", "content", "docsize", "config"),
    "rtree": ("node", "rowid", "parent"),
    "rtree_i32": ("node", "rowid", "parent"),
    "geopoly": ("node", "rowid", "parent"),
}
"""Tables that virtual tables of a module make for themselves, by the ends of their names."""

_VIRTUAL = re.compile(r"CREATE VIRTUAL TABLE\b.*?\bUSING\s+[\"'`\[]?(\w+)", re.IGNORECASE | re.DOTALL)
_REPLACES = re.compile(r"\bON\b\s*CONFLICT\s*REPLACE\b", re.IGNORECASE)
"""In a comment or between comments it may err; what hangs on it is a finding for a human, and no more."""
_ENTRIES = "SELECT type, name, tbl_name, coalesce(sql, '') FROM main.sqlite_master ORDER BY rowid"
_COLUMNS = """
    SELECT m.name, x.name, x.type, x."notnull", x.dflt_value, x.pk, x.hidden
    FROM main.sqlite_master AS m JOIN pragma_table_xinfo(m.name, 'main') AS x
    WHERE m.type = 'table' AND m.rootpage > 0 ORDER BY m.rowid, x.cid"""
_REFERENCES = """
    SELECT DISTINCT m.name, f."table"
    FROM main.sqlite_master AS m JOIN pragma_foreign_key_list(m.name, 'main') AS f
    WHERE m.type = 'table' AND m.rootpage > 0 ORDER BY m.name"""


class Entry(NamedTuple):
    """A row of sqlite_master."""

    type: str
    name: str
    table: str
    sql: str

    @property
    def is_history(self) -> bool:
        return self.type in ("table", "index") and same(self.table, REVISIONS)

    @property
    def module(self) -> str:
        """The module of a virtual table, in lower case; empty for anything else."""
        found = _VIRTUAL.match(self.sql) if self.type == "table" else None
        return found[1].lower() if found else ""


def fold(name: str) -> str:
    """SQLite takes two names for one if they differ in the case of ASCII letters."""
    return name.encode("utf-8", "surrogateescape").lower().decode("utf-8", "surrogateescape")


def same(one: str, other: str) -> bool:
    return fold(one) == fold(other)


def entries(connection: sqlite3.Connection) -> tuple[Entry, ...]:
    """All objects but SQLite's own, in the order of their making."""
    rows = (Entry(*row) for row in connection.execute(_ENTRIES))
    return tuple(entry for entry in rows if not fold(entry.name).startswith("sqlite_"))


def fingerprint(
    found: Sequence[Entry], application_id: int | str, encoding: int | str, exclude: Sequence[str]
) -> str:
    """SHA-256 over every object, in no order of its own, and the two settings that make another database of it.

    Objects that match a pattern of `exclude` (fnmatch, by their own name or that of their table) are left out.
    user_version is left out: applications count their own releases there, and no statement's meaning depends on it.
    """
    objects = sorted([*entry] for entry in found if not entry.is_history and not _excluded(entry, exclude))
    try:
        return digest("schemawarden-sqlite-schema-v1", canonical([application_id, encoding, objects]))
    except NotCanonicalError:
        raise StateError(
            "CATALOGUE_UNREADABLE",
            "An object of the target has a name or a definition that is not UTF-8.",
            "Rename or recreate that object with its application.",
        ) from None


def _excluded(entry: Entry, exclude: Sequence[str]) -> bool:
    names = (fold(entry.name), fold(entry.table))
    return any(fnmatchcase(name, fold(pattern)) for pattern in exclude for name in names)


def shadows(found: Sequence[Entry]) -> dict[str, str]:
    """Shadow table (folded) -> the virtual table that it belongs to."""
    owners = [(entry.name, _SHADOWS.get(entry.module, ())) for entry in found if entry.module]
    names = {fold(entry.name) for entry in found}
    return {
        shadow: owner
        for owner, endings in owners
        for shadow in (fold(f"{owner}_{ending}") for ending in endings)
        if shadow in names
    }


def schema(connection: sqlite3.Connection, found: Sequence[Entry]) -> Schema:
    """The policy's view. `null` is what the column declares; indexes are those with a CREATE INDEX of their own."""
    columns, keys = _columns(connection)
    references = _references(connection)
    indexes, triggers = _attached(found, "index"), _attached(found, "trigger")
    hidden = shadows(found)
    tables = tuple(
        Table(
            name=entry.name,
            columns=tuple(columns[entry.name]),
            primary_key=tuple(name for _, name in sorted(keys[entry.name])),
            indexes=tuple(
                index_of(index.name, index.sql, Dialect.SQLITE) for index in indexes[fold(entry.name)]
            ),
            triggers=tuple(trigger.name for trigger in triggers[fold(entry.name)]),
            referenced_by=tuple(references[fold(entry.name)]),
            replaces=_REPLACES.search(entry.sql) is not None,
        )
        for entry in found
        if entry.type == "table"
        and not entry.is_history
        and not entry.module
        and fold(entry.name) not in hidden
    )
    views = tuple(entry.name for entry in found if entry.type == "view")
    return Schema(tables, views, _other(found, {fold(table.name) for table in tables}))


def _columns(
    connection: sqlite3.Connection,
) -> tuple[dict[str, list[Column]], dict[str, list[tuple[int, str]]]]:
    columns: dict[str, list[Column]] = defaultdict(list)
    keys: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for table, name, kind, not_null, default, key, hidden in connection.execute(_COLUMNS):
        columns[table].append(Column(name, kind, not not_null, default, _GENERATED.get(hidden)))
        if key:
            keys[table].append((key, name))
    return columns, keys


def _references(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Referenced table (folded) -> the tables with a foreign key to it."""
    references: dict[str, list[str]] = defaultdict(list)
    for table, referenced in connection.execute(_REFERENCES):
        references[fold(referenced)].append(table)
    return references


def _attached(found: Sequence[Entry], kind: str) -> dict[str, list[Entry]]:
    attached: dict[str, list[Entry]] = defaultdict(list)
    for entry in found:
        if entry.type == kind:
            attached[fold(entry.table)].append(entry)
    return attached


def _other(found: Sequence[Entry], tables: set[str]) -> tuple[str, ...]:
    """Virtual tables, their shadows, and triggers that hang on something else than a table of the schema."""
    hidden = shadows(found)
    other = []
    for entry in found:
        if entry.module:
            other.append(f"virtual table {entry.name}")
        elif entry.type == "table" and fold(entry.name) in hidden:
            other.append(f"shadow table {entry.name}")
        elif entry.type == "trigger" and fold(entry.table) not in tables:
            other.append(f"trigger {entry.name}")
    return tuple(other)


@lru_cache(maxsize=8)
def statements(found: tuple[Entry, ...]) -> tuple[tuple[str, ...], tuple[Gap, ...]]:
    """CREATE statements for an empty database, tables first, and what they can't make again.

    They are tried out on a database in memory: what needs a module, function or collation that only the application
    has becomes a gap, and so does what hangs on it. The trial takes as long as the rest of a read, and the same
    catalogue is read several times on the way to an apply; hence the cache.
    """
    hidden = shadows(found)
    ordered = sorted((entry for entry in found if not entry.is_history), key=lambda entry: _ORDER[entry.type])
    ddl: list[str] = []
    gaps: list[Gap] = []
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as trial:
        trial.execute("BEGIN")
        for entry in ordered:
            if fold(entry.name) in hidden:
                continue
            if reason := _obstacle(trial, entry):
                gaps.append(
                    Gap("object", f"{entry.type} {entry.name} is not in the disposable copy: {reason}")
                )
            else:
                ddl.append(entry.sql)
    return tuple(ddl), tuple(gaps)


def _obstacle(trial: sqlite3.Connection, entry: Entry) -> str:
    """Why the object can't be made; empty when it was."""
    if entry.module:
        return f"virtual tables ({entry.module}) and their shadow tables can't be copied without their data"
    try:
        trial.execute(entry.sql)
    except (sqlite3.Error, UnicodeEncodeError) as error:
        return str(error)
    return ""
