"""Runs statements of unknown intent on a database in memory and tells what they did. A program of its own.

Started as `python -I -S sandbox.py` in a private directory with an empty environment. It reads one JSON request from stdin:

    {"ddl": [sql, ...], "statements": [[file, sql], ...], "seconds": 10.0}

and writes one JSON line when the database is made ({"ready": true} or {"broken": reason}), then one line a statement,
as they end: {"effects": [[verb, object, name], ...], "error": "", "refused": "", "seconds": 0.1}. It stops at the first
statement that fails.

- It knows no path, holds no credential, and can write no file: the process has a file size limit of 0.
- A statement is prepared under an authorizer that knows what is allowed; anything else is denied and remembered.
- Each text is executed alone, in autocommit; a text with two statements is refused.
- Foreign keys are off at the start of each file, as they are in a file's transaction with Atlas. A file's own PRAGMA
  foreign_keys takes effect, as it does in a file with `txmode none` (in a transaction SQLite ignores it), so that we see
  at least the cascades that the engine may do. But no row is missed: the copy has no rows, so a foreign key that fails
  here proves nothing. The statement is run again without foreign keys, and Atlas's check at the commit is left out.
- It imports the standard library only, so that -S can keep everything else out.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import sys
import time
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeAlias

MEGABYTE = 1024 * 1024
REVISIONS = "atlas_schema_revisions"
REVISIONS_DDL = f"""CREATE TABLE {REVISIONS} (version text PRIMARY KEY, description text, type integer, applied integer,
    total integer, executed_at datetime, execution_time integer, error text, error_stmt text, hash text,
    partial_hashes json, operator_version text)"""
"""A stand-in, so that touching Atlas's table is seen as what it is and not as a missing table."""

PROCESS_LIMITS = {
    "RLIMIT_AS": 1536 * MEGABYTE,
    "RLIMIT_CORE": 0,
    "RLIMIT_FSIZE": 0,
    "RLIMIT_NOFILE": 16,
    "RLIMIT_NPROC": 0,
}
"""macOS has no working RLIMIT_AS; SQLite's own heap limit holds there."""

SQLITE_LIMITS = {
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LENGTH: 10 * MEGABYTE,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 4 * MEGABYTE,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}

SETTINGS = (
    f"PRAGMA hard_heap_limit = {512 * MEGABYTE}",
    f"PRAGMA max_page_count = {65536}",
    "PRAGMA temp_store = MEMORY",
    # Only SQLite's own functions are here. Older versions call some of them (json_valid) unsafe when the schema is not
    # trusted, and would refuse honest CHECK constraints.
    "PRAGMA trusted_schema = ON",
    "PRAGMA recursive_triggers = OFF",
    "PRAGMA foreign_keys = OFF",
)

ALLOWED_PRAGMAS = {"foreign_keys", "defer_foreign_keys", "foreign_key_check", "quick_check"}
"""SQLite itself asks for quick_check when a column with a CHECK is added; from a file the policy refuses it."""
DENIED_FUNCTIONS = {"load_extension", "readfile", "writefile", "edit", "fsdir", "fts3_tokenizer"}
ROWS = {
    sqlite3.SQLITE_INSERT: "rows_inserted",
    sqlite3.SQLITE_UPDATE: "rows_updated",
    sqlite3.SQLITE_DELETE: "rows_deleted",
}
SCHEMA_ACTIONS = {
    getattr(sqlite3, f"SQLITE_{verb}_{temporary}{thing}")
    for verb in ("CREATE", "DROP")
    for temporary in ("", "TEMP_")
    for thing in ("TABLE", "INDEX", "VIEW", "TRIGGER")
} | {sqlite3.SQLITE_ALTER_TABLE}
READING = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_RECURSIVE,
    sqlite3.SQLITE_REINDEX,
    sqlite3.SQLITE_ANALYZE,
}
REFUSALS = {
    sqlite3.SQLITE_ATTACH: "ATTACH",
    sqlite3.SQLITE_DETACH: "DETACH",
    sqlite3.SQLITE_CREATE_VTABLE: "CREATE VIRTUAL TABLE",
    sqlite3.SQLITE_DROP_VTABLE: "DROP VIRTUAL TABLE",
    sqlite3.SQLITE_SAVEPOINT: "SAVEPOINT",
}
OBJECTS = "SELECT type, name, tbl_name, sql FROM main.sqlite_master WHERE sql IS NOT NULL"
COLUMNS = """SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?, 'main')"""
SCHEMA_TABLES = {"sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_temp_schema"}


Row: TypeAlias = tuple[str, str, str, str]
"""Of sqlite_master: type, name, table, definition."""
Named: TypeAlias = tuple[str, str]
Columns: TypeAlias = dict[str, tuple[Any, ...]]
Told: TypeAlias = tuple[str, str, str]
"""Verb, kind of object and name of an effect."""


def fold(name: str) -> str:
    """SQLite takes two names for one if they differ in the case of ASCII letters."""
    return name.lower() if name.isascii() else name.encode().lower().decode()


class Guard:
    """The authorizer: says what a statement may do and remembers what it set out to do."""

    def __init__(self) -> None:
        self.watching = False
        self.begin()

    def begin(self) -> None:
        self.refused = ""
        self.rows: dict[tuple[str, str], None] = {}
        self.touched: set[str] = set()
        self.altered = False

    @contextmanager
    def watch(self) -> Iterator[None]:
        self.begin()
        self.watching = True
        try:
            yield
        finally:
            self.watching = False

    @contextmanager
    def rest(self) -> Iterator[None]:
        """For our own statements while one of the agent's is watched."""
        self.watching = False
        try:
            yield
        finally:
            self.watching = True

    def authorize(
        self, action: int, first: str | None, second: str | None, database: str | None, _trigger: str | None
    ) -> int:
        if not self.watching:
            return sqlite3.SQLITE_OK
        if refused := self._refusal(action, first or "", second or ""):
            self.refused = self.refused or refused
            return sqlite3.SQLITE_DENY
        self._note(action, first or "", second or "", database)
        return sqlite3.SQLITE_OK

    def _refusal(self, action: int, first: str, second: str) -> str:
        if action in READING:
            return ""
        if action == sqlite3.SQLITE_FUNCTION:
            return f"{second}()" if second.lower() in DENIED_FUNCTIONS else ""
        if action == sqlite3.SQLITE_PRAGMA:
            return "" if first.lower() in ALLOWED_PRAGMAS else f"PRAGMA {first}"
        if action == sqlite3.SQLITE_TRANSACTION:
            return first
        if action not in SCHEMA_ACTIONS and action not in ROWS:
            return REFUSALS.get(action, f"action {action}")
        return f"WRITE {REVISIONS}" if REVISIONS in (fold(first), fold(second)) else ""

    def _note(self, action: int, first: str, second: str, database: str | None) -> None:
        if action in SCHEMA_ACTIONS:
            self.touched |= {fold(first), fold(second)}
            self.altered |= action == sqlite3.SQLITE_ALTER_TABLE
        elif action in ROWS and database != "temp" and first not in SCHEMA_TABLES:
            self.rows[(ROWS[action], first)] = None

    def row_effects(self) -> list[Told]:
        """Rows that the statement may write. A DROP reports itself and SQLite's bookkeeping as deletes; not these."""
        return [
            (verb, "rows", table)
            for verb, table in self.rows
            if not self.touched or not (fold(table) in self.touched or fold(table).startswith("sqlite_"))
        ]


class Catalogue:
    """The lasting objects and the columns of tables, kept up to date by looking only where a statement was.

    Temporary objects are left out: they don't outlive the connection.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._rows: set[Row] = set()
        self._by_table: defaultdict[str, set[Row]] = defaultdict(set)
        self._columns: dict[str, Columns] = {}

    def load(self) -> None:
        self._replace(set(), self._read())
        self._columns = {name: self._columns_of(name) for kind, name, _, _ in self._rows if kind == "table"}

    def update(self, touched: set[str], *, altered: bool) -> list[Told]:
        """What is different since the last look. An ALTER may rewrite any object; others stay with their table."""
        if not touched:
            return []
        before = self._rows if altered else {row for name in touched for row in self._by_table[name]}
        now = self._read() if altered else self._read(touched)
        gone, new = before - now, now - before
        self._replace(gone, new)
        return self._compare(_named(gone), _named(new))

    def _read(self, tables: Collection[str] | None = None) -> set[Row]:
        if tables is None:
            return set(self._connection.execute(OBJECTS))
        marks = ", ".join("?" * len(tables))
        return set(self._connection.execute(f"{OBJECTS} AND tbl_name COLLATE NOCASE IN ({marks})", [*tables]))

    def _replace(self, gone: set[Row], new: set[Row]) -> None:
        self._rows -= gone
        self._rows |= new
        for row in gone:
            self._by_table[fold(row[2])].discard(row)
        for row in new:
            self._by_table[fold(row[2])].add(row)

    def _compare(self, gone: dict[Named, str], new: dict[Named, str]) -> list[Told]:
        dropped, created = sorted(gone.keys() - new.keys()), sorted(new.keys() - gone.keys())
        effects: list[Told] = [("dropped", *key) for key in dropped]
        effects += [("created", *key) for key in created]
        for kind, name in dropped:
            if kind == "table":
                self._columns.pop(name, None)
        for kind, name in created:
            if kind == "table":
                self._columns[name] = self._columns_of(name)
        for kind, name in sorted(new.keys() & gone.keys()):
            effects.append(("changed", kind, name))
            if kind == "table":
                effects += self._compare_columns(name)
        return effects

    def _compare_columns(self, table: str) -> list[Told]:
        before, now = self._columns.get(table, {}), self._columns_of(table)
        self._columns[table] = now
        dropped = [name for name in before if name not in now]
        created = [name for name in now if name not in before]
        changed = [name for name in now if before.get(name, now[name]) != now[name]]
        verbs = (("dropped", dropped), ("created", created), ("changed", changed))
        return [(verb, "column", f"{table}.{name}") for verb, names in verbs for name in names]

    def _columns_of(self, table: str) -> Columns:
        return {row[0]: row[1:] for row in self._connection.execute(COLUMNS, [table])}


def _named(rows: set[Row]) -> dict[Named, str]:
    """Definitions by kind and name, without what is SQLite's or Atlas's own."""
    return {
        (kind, name): sql
        for kind, name, table, sql in rows
        if not fold(name).startswith("sqlite_") and fold(table) != REVISIONS
    }


class Sandbox:
    """The database in memory and one watchful connection to it."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        # No statement cache: a text prepared while the guard slept must not run for the agent.
        self._connection = sqlite3.connect(":memory:", isolation_level=None, cached_statements=0)
        for statement in SETTINGS:
            self._connection.execute(statement).fetchall()
        for limit, value in SQLITE_LIMITS.items():
            self._connection.setlimit(limit, value)
        self._guard = Guard()
        self._catalogue = Catalogue(self._connection)
        self._connection.set_authorizer(self._guard.authorize)
        deadline = time.monotonic() + seconds
        self._connection.set_progress_handler(lambda: time.monotonic() > deadline, 10_000)

    def prepare(self, ddl: list[str]) -> str:
        """Make the schema; the reason when it can't be made. Its statements are watched like any others."""
        self._connection.execute(REVISIONS_DDL)
        for statement in ddl:
            with self._guard.watch():
                if error := self._execute(statement):
                    return self._guard.refused or error
        self._catalogue.load()
        return ""

    def run(self, statement: str, *, first: bool) -> dict[str, Any]:
        """One statement; `first` of its file."""
        started = time.monotonic()
        if first:
            self._connection.execute("PRAGMA foreign_keys = OFF")
        with self._guard.watch():
            error = self._execute(statement)
            if error == "FOREIGN KEY constraint failed":
                error = self._execute_without_foreign_keys(statement)
        refused = self._guard.refused or (
            "WRITE sqlite_master" if "sqlite_master may not be" in error else ""
        )
        if refused == "ATTACH" and "authorization denied" in error:
            refused = "VACUUM"  # it attaches the file that it writes to
        effects, error = ([], error) if error else self._effects()
        seconds = time.monotonic() - started
        return {"effects": effects, "error": error[:2000], "refused": refused, "seconds": seconds}

    def _effects(self) -> tuple[list[Told], str]:
        """What the statement did; or why we can't tell, for the time may end here, too."""
        try:
            changes = self._catalogue.update(self._guard.touched, altered=self._guard.altered)
        except (sqlite3.Error, MemoryError) as error:
            return [], self._explained(error)
        return changes + self._guard.row_effects(), ""

    def _execute_without_foreign_keys(self, statement: str) -> str:
        with self._guard.rest():
            self._connection.execute("PRAGMA foreign_keys = OFF")
        try:
            return self._execute(statement)
        finally:
            with self._guard.rest():
                self._connection.execute("PRAGMA foreign_keys = ON")

    def _execute(self, statement: str) -> str:
        self._connection.text_factory = bytes  # what a query yields need not be UTF-8
        try:
            for _ in self._connection.execute(statement):
                pass
        except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError, MemoryError) as error:
            return self._explained(error)
        finally:
            self._connection.text_factory = str
        return ""

    def _explained(self, error: Exception) -> str:
        if getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT":
            return f"TIMEOUT: the rehearsal's {self._seconds:g} s were over while this statement ran."
        if isinstance(error, MemoryError):
            return "OUT_OF_MEMORY: the statement needs more memory than a rehearsal has."
        if isinstance(error, (sqlite3.ProgrammingError, sqlite3.Warning)) and "one statement" in str(error):
            return "MULTI_STATEMENT: the text holds more than one statement."
        return str(error)


def limit_process(seconds: float) -> None:
    """Lower what the system lets us have; what a system does not know is left."""
    limits = {**PROCESS_LIMITS, "RLIMIT_CPU": int(seconds) + 5}
    for name, value in limits.items():
        with suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (value, value))


def tell(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def main() -> None:
    request = json.load(sys.stdin)
    limit_process(request["seconds"])
    sandbox = Sandbox(request["seconds"])
    if broken := sandbox.prepare(request["ddl"]):
        tell({"broken": broken})
        return
    tell({"ready": True})
    statements = request["statements"]
    for number, (file, text) in enumerate(statements):
        first = number == 0 or statements[number - 1][0] != file
        answer = sandbox.run(text, first=first)
        tell(answer)
        if answer["error"] or answer["refused"]:
            return


if __name__ == "__main__":
    main()
